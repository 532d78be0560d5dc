import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { described, picture, posted, spot, spots } from './lookout.ts';
import { startBrowser, type TestBrowser } from './page.ts';

let browser: TestBrowser;

before(async () => {
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
});

/** Each sample with what its picture and its first line must say. */
const SAMPLES = [
  [
    'two-client-unsafe.trace.csv',
    /^Swimlane of seat-7: 2 attempts on 2 lanes\. 1 of 3 versions/,
    /violation.*1 stale write.*\+1/is,
  ],
  ['two-client-conditional.trace.csv', /^Swimlane of seat-7: 3 attempts on 2 lanes\.$/, /ok/i],
  ['retry-duplication.trace.csv', /confirmed twice/, /violation.*1 duplicate confirmation/is],
  ['idempotent-replay.trace.ndjson', /4 attempts/, /ok.*1 idempotent replay/is],
  ['timeout-decides.trace.csv', /timed out/, /unknown.*Not certain because/is],
  ['either-was-stale.trace.csv', /seat-7/, /violation.*1 key that no outcome explains/is],
  [
    'orders-and-releases.trace.csv',
    /block-a: 5 attempts, 2 releases among them, on 2 lanes/,
    /violation.*1 stale write.*\+5/is,
  ],
  ['etags.trace.ndjson', /etag-8ba756/, /violation.*1 stale write.*\+2/is],
  ['no-versions.trace.ndjson', /seat-7/, /violation.*1 value read by two/is],
  ['hot-key-10k.trace.csv.gz', /concert-42.*Selected: /, /violation.*112 stale writes/is],
] as const;

describe('the sample traces, from the file to the picture', () => {
  for (const [file, said, firstLine] of SAMPLES)
    it(`are drawn and explained: ${file}`, async () => {
      await browser.withPage({ sample: `sample-traces/${file}` }, async (page) => {
        assert.match(await described(page), said);
        assert.match(await page.locator('.verdict-bar').innerText(), firstLine);
      });
    });

  it('lead from the stale write’s sign to its row', async () => {
    await browser.withPage({ sample: 'sample-traces/two-client-unsafe.trace.csv' }, async (page) => {
      const write = spot(await spots(page), 'r-002', '✕ stale-version write', 'the write');
      await picture(page).click({ position: write });
      assert.deepEqual(await posted(page, 'open-mark'), [{ type: 'open-mark', row: 1, step: 'write' }]);
    });
  });

  it('show the point of a service that is right: the refused write, and the answer that is repeated', async () => {
    await browser.withPage({ sample: 'sample-traces/two-client-conditional.trace.csv' }, async (page) => {
      spot(await spots(page), 'r-002', 'write refused', 'write at 26.330 ms');
      assert.match(await page.locator('.legend').innerText(), /refused write/);
    });
    await browser.withPage({ sample: 'sample-traces/idempotent-replay.trace.ndjson' }, async (page) => {
      spot(await spots(page), 'success 3.6 ms, replay', 'Click for all columns');
      assert.match(await page.locator('.legend').innerText(), /idempotent replay/);
    });
  });

  it('tell a release by its sign, and what it gives back', async () => {
    await browser.withPage({ sample: 'sample-traces/orders-and-releases.trace.csv' }, async (page) => {
      const all = await spots(page);
      spot(all, 'release-1', 'gives units back', '4 units back', 'write at');
      spot(all, 'release-2', '✕ stale-version write', '2 units back', 'write at');
      const legend = await page.locator('.legend').innerText();
      assert.match(legend, /release.*stale release/s);
      assert.doesNotMatch(legend, /stale write/);
    });
  });

  it('keep what is only possible apart, in its own ink, and say what it hangs on', async () => {
    await browser.withPage({ sample: 'sample-traces/either-was-stale.trace.csv' }, async (page) => {
      const possible = page.getByRole('grid', { name: 'Only possible' }).getByRole('row');
      assert.equal(await page.getByRole('grid', { name: 'Findings' }).getAttribute('aria-rowcount'), '2');
      assert.match(
        await possible.innerText(),
        /stale version write.*hangs on what the attempt on line 7 came to/s,
      );
      await possible.click();
      const claim = page.locator('.claim');
      await claim.and(page.locator('.possible')).waitFor();
      assert.match(
        await claim.innerText(),
        /Only possible: B wrote v3 from v1\..*It hangs on what the attempt/s,
      );
      spot(await spots(page), 'r-006', '? only possibly wrong', 'confirmation');
      assert.match(await page.locator('.legend').innerText(), /only possibly wrong/);
    });
  });

  it('show the same conflict on the order axis, with both of its arcs', async () => {
    await browser.withPage({ sample: 'sample-traces/hot-key-10k.trace.csv.gz' }, async (page) => {
      await page.getByRole('button', { name: 'Order', exact: true }).click();
      assert.equal((await posted(page, 'lanes')).at(-1)!.request.axis, 'order');
      const all = await spots(page);
      const [stale, other] = [
        spot(all, 'r-00059', '✕ stale-version write', 'the write'),
        spot(all, 'r-00058', 'the write'),
      ];
      assert.ok(stale.x > other.x);
    });
  });
});
