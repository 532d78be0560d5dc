/** One batch of `npm run test:long`: `node compare-batch.ts KIND FROM COUNT` prints a tally as one line of JSON. */
import { compare, KINDS } from './compare.ts';

const [kind, from, count] = process.argv.slice(2);
console.log(JSON.stringify(compare(KINDS[kind as keyof typeof KINDS], Number(from), Number(count))));
