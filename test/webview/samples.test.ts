import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { picture, posted, spot, spots } from './lookout.ts';
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
  ['hot-key-10k.trace.csv.gz', /concert-42.*Selected: /, /violation.*112 stale writes/is],
] as const;

describe('the sample traces, from the file to the picture', () => {
  for (const [file, said, firstLine] of SAMPLES)
    it(`are drawn and explained: ${file}`, async () => {
      const { page, complaints, close } = await browser.open({ sample: `sample-traces/${file}` });
      await picture(page).waitFor();
      await page.waitForTimeout(300);
      assert.match((await picture(page).getAttribute('aria-label')) ?? '', said);
      assert.match(await page.locator('.verdict-bar').innerText(), firstLine);
      assert.deepEqual(complaints, []);
      await close();
    });

  it('lead from the stale write’s sign to its row', async () => {
    const { page, close } = await browser.open({ sample: 'sample-traces/two-client-unsafe.trace.csv' });
    await picture(page).waitFor();
    await page.waitForTimeout(300);
    await picture(page).click({
      position: spot(await spots(page), 'r-002', '✕ stale-version write', 'the write'),
    });
    assert.deepEqual(await posted(page, 'open-mark'), [{ type: 'open-mark', row: 1, step: 'write' }]);
    await close();
  });

  it('show the same conflict on the order axis, with both of its arcs', async () => {
    const { page, complaints, close } = await browser.open({
      sample: 'sample-traces/hot-key-10k.trace.csv.gz',
    });
    await picture(page).waitFor();
    await page.getByRole('button', { name: 'Order' }).click();
    await page.waitForTimeout(500);
    const last = (await posted(page, 'lanes')).at(-1)!.request;
    assert.equal(last.axis, 'order');
    const all = await spots(page);
    assert.ok(
      spot(all, 'r-00059', '✕ stale-version write', 'the write').x > spot(all, 'r-00058', 'the write').x,
    );
    assert.deepEqual(complaints, []);
    await close();
  });
});
