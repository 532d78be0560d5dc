import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { press, rested } from './lookout.ts';
import { startBrowser, type TestBrowser } from './page.ts';

let browser: TestBrowser;

before(async () => {
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
});

async function isWithin(part: Locator, whole: Locator): Promise<boolean> {
  const [a, b] = [(await part.boundingBox())!, (await whole.boundingBox())!];
  return (
    a.x >= b.x && a.x + a.width <= b.x + b.width + 1 && a.y >= b.y && a.y + a.height <= b.y + b.height + 1
  );
}

describe('the table of findings', () => {
  it('has the selected row in sight after a reload', async () => {
    await browser.withPage({ fixture: 'bins' }, async (page) => {
      const list = page.getByRole('grid', { name: 'Findings' });
      await list.focus();
      await press(page, 'PageDown', 'PageDown', 'PageDown', 'PageDown', 'PageDown', 'PageDown');
      await page.waitForFunction(() => window.raceTest.kept() !== null);
      await rested(page);
      await page.reload();
      await rested(page);
      const row = page.locator('.finding-rows [aria-selected=true]');
      assert.ok(await isWithin(row, list));
      assert.equal(await list.getAttribute('aria-activedescendant'), await row.getAttribute('id'));
    });
  });

  for (const width of [900, 940, 975, 1100])
    it(`shows where in a window of ${width}`, async () => {
      await browser.withPage({ width, height: 700 }, async (page) => {
        assert.ok(await isWithin(page.locator('.finding-rows .site').first(), page.locator('.findings')));
        const head = page.getByRole('columnheader', { name: 'Where' });
        assert.ok(await isWithin(head, page.locator('.findings')));
      });
    });

  it('counts one attempt as one', async () => {
    await browser.withPage({ fixture: 'lone' }, async (page) => {
      assert.match(await page.locator('.findings').innerText(), /No finding in 1 attempt, /);
    });
  });
});

describe('the list of keys', () => {
  it('cuts the badge before the name', async () => {
    await browser.withPage(
      { sample: 'sample-traces/timeout-decides.trace.csv', width: 1000 },
      async (page) => {
        const name = page.locator('.key-name').first();
        assert.ok(await name.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth));
        assert.ok(await isWithin(page.locator('.badge').first(), page.locator('.keys')));
      },
    );
  });
});

describe('the first line', () => {
  it('reads its numbers apart, and has no ellipsis without a text', async () => {
    await browser.withPage(
      { sample: 'sample-traces/two-client-unsafe.trace.csv', width: 1020 },
      async (page) => {
        assert.match(await page.locator('.headline').ariaSnapshot(), /stale write[^]*·[^]*mismatch/);
        const provenance = page.locator('.provenance');
        assert.ok(
          (await provenance.evaluate(({ clientWidth }) => clientWidth)) < 72,
          'there is no room for it',
        );
        assert.equal(await provenance.evaluate((one) => getComputedStyle(one).textOverflow), 'clip');
        assert.ok(!(await provenance.locator('span').isVisible()));
      },
    );
  });

  it('does not strike through what cannot be chosen', async () => {
    await browser.withPage({ fixture: 'timeless' }, async (page) => {
      const time = page.getByRole('button', { name: 'Time', exact: true });
      assert.ok(await time.isDisabled());
      assert.equal(await time.evaluate((one) => getComputedStyle(one).textDecorationLine), 'none');
    });
  });
});
