/** Makes the store of a run on a server, loads it, says so, and waits to be killed: `hold-run-store.ts URL`. */
import { withRunStore } from '../../../src/harness/phases/run-store.ts';

await withRunStore(process.argv[2] ?? '', async ({ store, url }) => {
  await store.load(new Map([['seat', 1]]));
  console.log(url);
  await new Promise((resolve) => setTimeout(resolve, 600_000));
});
