import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { axeViolations, described, distance, pixels, posted, press, rested, rgb } from './lookout.ts';
import { startBrowser, type TestBrowser } from './page.ts';
import { THEMES } from './themes.ts';
import { madeTrace } from './traces/made.ts';

let browser: TestBrowser;

before(async () => {
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
});

async function search(page: Page, text: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Search and filter' }).fill(text);
  await rested(page);
}

describe('the search', () => {
  it('finds a request without a finding, shows where it is and all its columns, and goes on with Enter', async () => {
    await browser.withPage({ sample: await madeTrace('crowd') }, async (page) => {
      await press(page, '/');
      await search(page, 'worker:worker-07 result:conflict');
      assert.match(await page.locator('.found').innerText(), /^3 attempts$/);
      await press(page, 'Enter');
      assert.match(await described(page), /^Swimlane of event-2031\/block-c\/seat-/);
      const card = page.getByRole('region', { name: 'One attempt' });
      assert.match(await card.innerText(), /worker-07\s+result\s+conflict/);
      assert.match(await page.locator('.notice').innerText(), /Match 1 of 3/);
      const seen: string[] = [];
      for (const key of ['Enter', 'Enter', 'Enter', 'Shift+Enter']) {
        await press(page, key);
        seen.push((await page.locator('.notice').innerText()).replace(/\D+/, ''));
      }
      assert.deepEqual(
        seen.map((text) => text[0]),
        ['2', '3', '1', '3'],
      );
      assert.deepEqual(await axeViolations(page), []);
    });
  });

  it('lights what fits in the overview', async () => {
    await browser.withPage({ sample: await madeTrace('crowd') }, async (page) => {
      const strip = page.locator('.overview-canvas');
      const { width } = (await strip.boundingBox())!;
      const focus = rgb(THEMES.dark!.variables.focusBorder!);
      const lit = async (): Promise<number> => {
        const xs = Array.from({ length: 120 }, (_, i) => Math.round((width * i) / 120));
        const colors = await pixels(
          strip,
          xs.map((x) => [x, 11] as const),
        );
        return colors.filter((color) => distance(color, focus) < 10).length;
      };
      const before = await lit();
      await search(page, 'worker:worker-0');
      assert.ok((await lit()) > before + 20);
    });
  });

  it('completes fields and values, and says what is wrong with a value', async () => {
    await browser.withPage({ sample: await madeTrace('crowd') }, async (page) => {
      const options = async (): Promise<readonly string[]> =>
        page
          .locator('datalist option')
          .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
      await search(page, 'res');
      assert.deepEqual(await options(), ['result:']);
      await search(page, 'result:t');
      assert.ok((await options()).includes('result:timeout'));
      await search(page, 'result:timeout key:vip');
      assert.deepEqual(await options(), ['result:timeout key:event-2031/block-c/vip-1']);
      await search(page, 'latency:fast');
      assert.match(await page.locator('.found').innerText(), /latency:>50/);
      await press(page, 'Enter');
      assert.match(await page.locator('.notice').innerText(), /No attempt fits/);
    });
  });
});

describe('all findings', () => {
  it('are in the list, in the count and on the way from one to the next', async () => {
    await browser.withPage({ sample: await madeTrace('hot') }, async (page) => {
      const grid = page.getByRole('grid', { name: 'Findings' });
      const [, all] = /of ([\d,]+)$/.exec(await page.locator('.place').innerText())!;
      const count = Number(all!.replace(',', ''));
      assert.ok(count > 3_000);
      assert.equal(await grid.getAttribute('aria-rowcount'), String(count + 1));
      await grid.focus();
      await press(page, 'End');
      assert.equal(await page.locator('.place').innerText(), `${all!} of ${all!}`);
      const last = grid.locator('[aria-selected=true]');
      assert.equal(await last.getAttribute('aria-rowindex'), String(count + 1));
      assert.match(await last.innerText(), /pattern/);
      await press(page, 'n');
      assert.equal(await page.locator('.place').innerText(), `1 of ${all!}`);
      assert.match(await page.locator('.notice').innerText(), /From the last finding around to the first/);
      assert.ok((await posted(page, 'list')).length > 0);
    });
  });

  it('begin with the first one of the worst key', async () => {
    await browser.withPage({ sample: await madeTrace('hot') }, async (page) => {
      const worst = await page.locator('.key-name').first().innerText();
      assert.match(await described(page), new RegExp(`^Swimlane of ${worst}:`));
      assert.equal(await page.getByRole('option').first().getAttribute('aria-selected'), 'true');
    });
  });

  it('are selected again after a reload, however far down', async () => {
    await browser.withPage({ sample: await madeTrace('hot') }, async (page) => {
      await press(page, 'p', 'p', 'p', 'p', 'p', 'p');
      const place = await page.locator('.place').innerText();
      await page.waitForFunction(
        () => (window.raceTest.kept() as { findingId: number } | null)?.findingId !== undefined,
      );
      await rested(page);
      await page.reload();
      await rested(page);
      assert.equal(await page.locator('.place').innerText(), place);
    });
  });
});
