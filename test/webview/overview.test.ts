import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { distance, pixel, pixels, posted, press, rgb } from './lookout.ts';
import { startBrowser, type TestBrowser } from './page.ts';
import { THEMES } from './themes.ts';

let browser: TestBrowser;

before(async () => {
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
});

const RED = rgb(THEMES.dark!.variables['charts-red']!);

describe('the whole run', () => {
  it('has no brush where the lanes count ranks, and still selects what is pressed', async () => {
    for (const fixture of ['timeless', 'race'])
      await browser.withPage({ fixture }, async (page) => {
        if (fixture === 'race') await page.getByRole('button', { name: 'Order', exact: true }).click();
        const strip = page.locator('.overview-canvas');
        const { width, x, y } = (await strip.boundingBox())!;
        const lanes = (await posted(page, 'lanes')).length;
        await page.mouse.move(x + width / 2, y + 30);
        await page.mouse.down();
        await page.mouse.move(x + width / 2 + 60, y + 30, { steps: 4 });
        await page.mouse.up();
        await page.mouse.click(x + width / 3, y + 30);
        assert.equal((await posted(page, 'lanes')).length, lanes, 'nothing moved the lanes');
        assert.equal(await strip.evaluate((one) => one.style.cursor), 'default');
        await page.mouse.click(x + (width * 522_000) / 600_000, y + 30);
        assert.equal((await posted(page, 'select')).at(-1)?.findingId, 109);
      });
  });

  it('shows a fault in high contrast too, where there is no tint and the bars are opaque', async () => {
    for (const theme of ['hc-dark', 'hc-light'])
      await browser.withPage({ theme }, async (page) => {
        const strip = page.locator('.overview-canvas');
        const { width, height } = (await strip.boundingBox())!;
        const yellow = rgb(THEMES[theme]!.variables['charts-yellow']!);
        // The middle of what the fixture says of the whole run, and a place where there was no fault.
        const [within, outside] = [431, 300].map((second) => Math.round((width * second) / 600));
        assert.ok(distance(await pixel(strip, within!, height - 3), yellow) < 10);
        assert.ok(distance(await pixel(strip, outside!, height - 3), yellow) > 60);
      });
  });

  it('keeps many findings to a band above, and draws no percentile of single values', async () => {
    await browser.withPage({ fixture: 'many' }, async (page) => {
      const strip = page.locator('.overview-canvas');
      const { width } = (await strip.boundingBox())!;
      const reds = async (y: number): Promise<number> => {
        const xs = Array.from({ length: 40 }, (_, i) => 100 + Math.round(((width - 120) * i) / 40));
        const colors = await pixels(
          strip,
          xs.map((x) => [x, y] as const),
        );
        return colors.filter((color) => distance(color, RED) < 60).length;
      };
      assert.ok((await reds(6)) > 20);
      assert.equal(await reds(30), 0);
      assert.doesNotMatch(await page.locator('.overview-legend').innerText(), /p99/);
    });
    await browser.withPage({}, async (page) => {
      assert.match(await page.locator('.overview-legend').innerText(), /p99 latency\s+♦ finding/);
      await press(page, 'Escape');
    });
  });
});
