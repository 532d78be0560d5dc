/** Makes a scratch folder with a file in it, prints its path, and waits to be killed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withScratchFolder } from '../../../../src/harness/phases/scratch-folder.ts';

await withScratchFolder((folder) => {
  writeFileSync(join(folder, 'journal'), 'rows');
  process.stdout.write(`${folder}\n`);
  return new Promise<void>((resolve) => setTimeout(resolve, 600_000));
});
