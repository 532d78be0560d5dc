import { lines, writeFixture } from '../support/files.ts';
import { openTrace } from '../support/swimlane.ts';
import { clearWindow } from '../support/window.ts';

describe('A log beside a race-trace.json', () => {
  beforeEach(clearWindow);

  const config = (...messages: readonly string[]) =>
    JSON.stringify({
      sources: [
        {
          files: 'shop.trace.ndjson',
          where: { msg: messages },
          map: { request_id: 'req.id', inventory_key: 'sku' },
          result: { from: 'msg', sold: 'success', 'sold out': 'rejected' },
        },
      ],
    });

  it('is read by it, and again when it is saved with another filter', async () => {
    const line = (id: string, msg: string) => JSON.stringify({ msg, req: { id }, sku: 'seat-7' });
    await writeFixture('race-trace.json', config('sold'));
    const log = lines(line('r1', 'sold'), line('r2', 'sold'), line('r3', 'sold out'), '{"msg":"bye"}');
    const lanes = await openTrace(await writeFixture('shop.trace.ndjson', log));
    await lanes.says(/: 2 attempts on/);
    await writeFixture('race-trace.json', config('sold', 'sold out'));
    await lanes.says(/: 3 attempts on/);
  });
});
