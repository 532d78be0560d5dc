import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../eventually.ts';
import { described, picture, posted, press, shown, spot, spots, stretch } from './lookout.ts';
import { startBrowser, type TestBrowser } from './page.ts';

let browser: TestBrowser;

before(async () => {
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
});

describe('the whole run', () => {
  it('selects the finding under a press and moves the lanes with the brush', async () => {
    await browser.withPage({ fixture: 'bins' }, async (page) => {
      await press(page, '+');
      const strip = page.locator('.overview-canvas');
      const { width, x, y } = (await strip.boundingBox())!;
      const [before] = await shown(page);
      await page.mouse.move(x + width / 2, y + 30);
      await page.mouse.down();
      await page.mouse.move(x + width / 2 + 60, y + 30, { steps: 4 });
      await page.mouse.up();
      const moved = (await shown(page))[0] - before;
      assert.ok(Math.abs(moved - (60 / width) * 600_000_000) < 2_000_000, `moved by ${moved}`);
      // The tick at 522,000 ms of the run stands for finding 109.
      await page.mouse.click(x + (width * 522_000) / 600_000, y + 30);
      assert.deepEqual(
        (await posted(page, 'select')).map(({ findingId }) => findingId),
        [0, 109],
      );
    });
  });
});

describe('the mouse over the lanes', () => {
  it('pans by dragging, without opening what the drag began on', async () => {
    await browser.withPage({}, async (page) => {
      const { x, y } = (await picture(page).boundingBox())!;
      await press(page, '+');
      const before = await shown(page);
      await page.mouse.move(x + 400, y + 320);
      await page.mouse.down();
      await page.mouse.move(x + 340, y + 320, { steps: 5 });
      await page.mouse.up();
      const after = await shown(page);
      assert.ok(after[0] > before[0]);
      assert.ok(Math.abs(after[1] - after[0] - (before[1] - before[0])) < 1);
      assert.deepEqual(await posted(page, 'inspect'), []);
    });
  });

  // The browser answers for a turn of the wheel before the page has had it, so each is waited for.
  it('pans by the wheel, and zooms with Ctrl by 1.2 a notch about the pointer', async () => {
    await browser.withPage({}, async (page) => {
      const { x, y, width } = (await picture(page).boundingBox())!;
      const before = await shown(page);
      await page.mouse.move(x + width * 0.75, y + 320);
      await page.mouse.wheel(0, 100);
      const panned = await eventually(async () => {
        const after = await shown(page);
        assert.ok(after[0] > before[0]);
        return after;
      });
      const span = ([from, to]: readonly [number, number]): number => to - from;
      assert.ok(Math.abs(span(panned) / span(before) - 1) < 1e-6, 'as much is seen as before');
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -100);
      await page.keyboard.up('Control');
      await eventually(async () => {
        const after = await shown(page);
        assert.ok(Math.abs(span(panned) / span(after) - 1.2) < 1e-3, `${span(panned) / span(after)}`);
        assert.ok(
          after[0] - panned[0] > panned[1] - after[1],
          'more is gone on the side away from the pointer',
        );
      });
    });
  });

  it('goes by a double click to an attempt, or to the whole key, and back by Escape', async () => {
    await browser.withPage({}, async (page) => {
      const { x, y, width } = (await picture(page).boundingBox())!;
      const before = await shown(page);
      await page.mouse.dblclick(x + width / 2, y + 420);
      assert.deepEqual(await stretch(page), [null, null]);
      await press(page, 'Escape');
      assert.deepEqual(await shown(page), before);
      assert.match(await described(page), /Selected: /);
      await press(page, 'w', 'w', 'd');
      const closer = await shown(page);
      assert.ok(closer[1] - closer[0] < (before[1] - before[0]) / 1.3);
      await press(page, 's', 's', 'a', '0');
      assert.deepEqual(await stretch(page), [null, null]);
      await picture(page).dblclick({ position: spot(await spots(page), 'r-002', 'the write') });
      const [from, to] = await shown(page);
      assert.ok(from < 9_301 && to > 13_702 && to - from < 8_000, `${from} to ${to}`);
    });
  });

  it('scrolls by the wheel where there are more lanes than fit, and zooms with Ctrl', async () => {
    await browser.withPage({ fixture: 'marks' }, async (page) => {
      const { x, y } = (await picture(page).boundingBox())!;
      await page.mouse.move(x + 400, y + 300);
      await page.mouse.wheel(0, 60);
      await eventually(async () => {
        const top = await page.locator('.lanes-scroller').evaluate(({ scrollTop }) => scrollTop);
        assert.ok(top > 0);
      });
      assert.deepEqual(await stretch(page), [null, null]);
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -300);
      await eventually(async () => {
        assert.ok((await shown(page))[0] > 0);
      });
      await page.keyboard.up('Control');
    });
  });
});
