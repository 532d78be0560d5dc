import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { posted, press, rested, shown, stretch } from './lookout.ts';
import { startBrowser, type TestBrowser } from './page.ts';

let browser: TestBrowser;

before(async () => {
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
});

describe('the keyboard', () => {
  it('goes from finding to finding and around the ends', async () => {
    await browser.withPage({}, async (page) => {
      await press(page, 'n', 'Alt+ArrowDown', 'n', 'p', 'Alt+ArrowUp');
      const ids = (await posted(page, 'select')).map(({ findingId }) => findingId);
      assert.deepEqual(ids, [0, 1, 2, 0, 2, 1]);
      assert.equal(await page.locator('.place').innerText(), '2 of 3');
    });
  });

  it('reaches every attempt, reads it out, opens its line and shows its columns', async () => {
    await browser.withPage({}, async (page) => {
      await page.getByRole('group', { name: 'Lanes', exact: true }).focus();
      await press(page, 'j', 'j');
      assert.match(
        await page.locator('.lanes [aria-live]').innerText(),
        /r-002 · w2.*read v1, wrote v3.*stale-version write/s,
      );
      await press(page, 'Enter', 'i');
      assert.deepEqual(await posted(page, 'open-mark'), [{ type: 'open-mark', row: 102, step: 'write' }]);
      assert.deepEqual(await posted(page, 'inspect'), [{ type: 'inspect', row: 102 }]);
    });
  });

  it('pans, zooms and fits, and opens the finding’s line with Enter', async () => {
    await browser.withPage({}, async (page) => {
      await page.getByRole('group', { name: 'Lanes', exact: true }).focus();
      const start = await shown(page);
      await press(page, '+');
      const near = await shown(page);
      assert.ok(near[0] > start[0] && near[1] < start[1]);
      await press(page, 'ArrowLeft');
      const left = await shown(page);
      assert.ok(left[0] < near[0] && Math.abs(left[1] - left[0] - (near[1] - near[0])) < 1);
      await press(page, '0');
      assert.deepEqual(await stretch(page), [null, null]);
      await press(page, 'Enter');
      assert.deepEqual(await posted(page, 'open-step'), [{ type: 'open-step', findingId: 0, stepId: 4 }]);
    });
  });

  it('walks the findings and the keys as lists, and Enter on another finding opens its offending line', async () => {
    await browser.withPage({}, async (page) => {
      await page.getByRole('grid', { name: 'Findings' }).focus();
      await press(page, 'ArrowDown', 'Enter');
      assert.deepEqual(await posted(page, 'open-step'), [{ type: 'open-step', findingId: 1, stepId: 5 }]);
      const keys = page.getByRole('listbox', { name: 'Keys by severity' });
      await keys.focus();
      await press(page, 'End');
      assert.equal((await posted(page, 'lanes')).at(-1)?.request.keyId, 8);
      assert.match(await keys.getByRole('option', { selected: true }).innerText(), /seat-8/);
    });
  });

  it('filters after / and leaves letters to the field', async () => {
    await browser.withPage({}, async (page) => {
      await press(page, '/');
      await page.keyboard.type('seat-12');
      await rested(page);
      // Whoever types slowly filters by what there is so far, too.
      assert.deepEqual((await posted(page, 'filter')).at(-1), { type: 'filter', text: 'seat-12' });
      assert.equal((await posted(page, 'select')).length, 1, 'no letter was taken for a shortcut');
      assert.equal(await page.getByRole('option').count(), 1);
      assert.equal(await page.locator('.finding-rows [aria-selected]').count(), 2);
    });
  });
});

describe('a reload of the window', () => {
  it('brings back key, finding, lanes, axis and stretch', async () => {
    await browser.withPage({}, async (page) => {
      await press(page, 'n');
      await page.getByRole('button', { name: 'Clients' }).click();
      await press(page, '+');
      const kept = await page.evaluate(() => window.raceTest.kept());
      await page.reload();
      await rested(page);
      assert.deepEqual(await page.evaluate(() => window.raceTest.kept()), kept);
      assert.deepEqual(
        (await posted(page, 'select')).map(({ findingId }) => findingId),
        [1],
      );
      const { request } = (await posted(page, 'lanes')).at(-1)!;
      const { from, to } = kept as { from: number; to: number };
      assert.deepEqual(
        { ...request, widthPx: 0 },
        { keyId: 12, laneBy: 'client', axis: 'time', findingId: 1, from, to, widthPx: 0 },
      );
    });
  });
});
