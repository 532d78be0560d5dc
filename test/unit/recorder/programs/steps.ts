/** Makes one attempt of each kind. Comments with `#` are the places that the test looks for. */
import { begin } from '../../../../recorder/race-trace.ts';

const sold = begin('r-1', 'seat-7', { client_id: 'c-1', units: 2 });
sold.read(9, 8n); // #read
sold.write(7, '12345678901234568'); // #write
sold.end('success'); // #end
sold.end('timeout');

const lost = begin(2, 'seat-7', { retry_count: 1 });
lost.read(7, 'W/"5e-1"');
lost.end('conflict');

await Promise.resolve();
const open = begin('r-3', 'seat-8');
await Promise.resolve().then(() => {
  open.read(); // #nested
});
open.end('timeout');

begin('r-4', 'seat-8').write(0, 2);
