import { followWalk } from './walk.ts';

followWalk({
  name: 'rooms',
  source: 'book.pl',
  line: "'desk booked'",
  finding: 'stale-version-write',
  fixed: 'unknown',
});
