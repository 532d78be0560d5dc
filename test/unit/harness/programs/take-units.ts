/** Takes units by conditional writes until none is left and prints how many it got: `take-units.ts URL NAME`. */
import { openStore } from '../../../../src/harness/store/open-store.ts';

const [url = '', name = ''] = process.argv.slice(2);
const store = openStore(url);
let taken = 0;
for (let tries = 0; ; tries++) {
  const stock = await store.get('seat');
  if (stock === undefined || stock.value === 0) break;
  const outcome = await store.putIf('seat', stock.value - 1, stock.version, `${name}-${tries}`);
  if (outcome.kind === 'written') taken++;
}
await store.close();
process.stdout.write(String(taken));
