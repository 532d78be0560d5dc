/**
 * One batch of `npm run test:long`: `node compare-batch.ts KIND FROM COUNT` prints a tally as one line of JSON, and
 * `node compare-batch.ts` the names of the kinds.
 */
import { compare, KINDS } from './compare.ts';

const [kind, from, count] = process.argv.slice(2);
console.log(
  JSON.stringify(
    kind === undefined
      ? Object.keys(KINDS)
      : compare(KINDS[kind as keyof typeof KINDS], Number(from), Number(count)),
  ),
);
