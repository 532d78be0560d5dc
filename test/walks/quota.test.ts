import { findJava } from '../../scripts/servers/java.ts';
import { needed } from '../needed.ts';
import { followWalk } from './walk.ts';

if ((await needed('the walk of the quotas', 'npm run test:walks', findJava)) !== undefined)
  followWalk({
    name: 'quota',
    source: 'Quota.java',
    line: '"call granted"',
    finding: 'stale-version-write',
    fixed: 'unknown',
  });
