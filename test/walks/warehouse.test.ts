import { findPython } from '../../scripts/servers/python.ts';
import { needed } from '../needed.ts';
import { followWalk } from './walk.ts';

const python = await needed('the walk of the warehouse', 'npm run test:walks', () =>
  findPython({ module: 'sqlite3', debian: 'python3' }),
);
if (python !== undefined)
  followWalk({
    name: 'warehouse',
    programs: python === 'python3' ? {} : { python3: python },
    source: 'pick.py',
    line: '"picked from the shelf"',
    finding: 'value-reuse',
    fixed: 'unknown',
  });
