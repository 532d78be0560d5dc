import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { findPython } from '../../scripts/servers/python.ts';
import { needed } from '../needed.ts';
import { followReadme } from './follow.ts';

const python = await needed('the example of the bank', 'npm run test:examples', () =>
  findPython({ module: 'sqlite3', debian: 'python3' }),
);
if (python !== undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'race-trace-bank-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  followReadme({
    name: 'bank',
    service: 'bank.py',
    write: { after: 'def move', text: 'attempt.write(' },
    db: join(folder, 'bank.db'),
    python,
  });
}
