import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { LaneSlice } from '../../src/core/picture/model.ts';
import { duplicateSlice } from './fixtures/duplicate.ts';
import {
  described,
  distance,
  picture,
  pixel,
  pixels,
  posted,
  press,
  rested,
  rgb,
  spot,
  spots,
  stretch,
} from './lookout.ts';
import { eventually } from '../eventually.ts';
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

const RED = rgb(THEMES.dark!.variables['charts-red']!);
const BLUE = rgb(THEMES.dark!.variables['charts-blue']!);
const PURPLE = rgb(THEMES.dark!.variables['charts-purple']!);
const BACKGROUND = rgb(THEMES.dark!.variables['editor-background']!);

/** The visible stretch where it is not the whole key. */
async function shown(page: Page): Promise<readonly [number, number]> {
  const [from, to] = await stretch(page);
  assert.ok(from !== null && to !== null);
  return [from, to];
}

describe('the picture of the race', () => {
  it('draws the stale write as a red diamond, the other write as a filled square and reads as open circles', async () => {
    await browser.withPage({}, async (page) => {
      const canvas = picture(page);
      const all = await spots(page);
      const stale = spot(all, 'r-002', 'the write');
      const write = spot(all, 'r-001', 'the write');
      const read = spot(all, 'r-001', 'the read');
      const middle = async (x: number, y: number, color: readonly number[]): Promise<number> => {
        // A spot is found in steps of three pixels, so its sign's middle is close, not exact.
        const around = await pixels(
          canvas,
          [-3, 0, 3].map((dx) => [x + dx, y] as const),
        );
        return Math.min(...around.map((one) => distance(one, color)));
      };
      assert.ok((await middle(stale.x, stale.y, RED)) < 12);
      assert.ok((await middle(write.x, write.y, BLUE)) < 12);
      assert.ok((await middle(read.x, read.y, BACKGROUND)) < 12, 'the middle of a read is open');
    });
  });

  it('keeps each worker’s colour and dims who has no part in the finding', async () => {
    await browser.withPage({}, async (page) => {
      const all = await spots(page);
      const [a, b, other] = ['r-001', 'r-002', 'r-003'].map((request) =>
        spot(all, request, 'Click for all columns'),
      );
      const strength = async ({ x, y }: { x: number; y: number }): Promise<number> =>
        distance(await pixel(picture(page), x, y), BACKGROUND);
      const colorOf = async ({ x, y }: { x: number; y: number }): Promise<readonly number[]> =>
        pixel(picture(page), x, y);
      // A bar is tinted, so what counts is in which direction it departs from the background.
      const tint = (color: readonly number[]): readonly number[] => {
        const apart = color.map((value, at) => value - BACKGROUND[at]!);
        return apart.map((value) => (100 * value) / Math.max(...apart));
      };
      const nearer = (color: readonly number[], one: readonly number[], two: readonly number[]): boolean =>
        distance(tint(color), tint(one)) < distance(tint(color), tint(two));
      assert.ok(nearer(await colorOf(a!), BLUE, PURPLE));
      assert.ok(nearer(await colorOf(b!), PURPLE, BLUE));
      assert.ok((await strength(other!)) < (await strength(a!)) / 1.5);
    });
  });

  it('says all of it in words too', async () => {
    await browser.withPage({}, async (page) => {
      assert.equal(
        await described(page),
        'Swimlane of seat-7: 3 attempts on 4 lanes. 1 of 3 versions should not exist. Selected: B wrote v3 from v1. A had already replaced v1 at 11.918 ms, 1.2 ms before. Both were confirmed for one unit.',
      );
      const texts = (await spots(page)).map(({ text }) => text.join(' | '));
      assert.ok(
        texts.some((text) => text.includes('v3 · 0 · w2 ✕ from v1') && text.includes('should not exist')),
      );
      assert.ok(texts.some((text) => text.includes('✕ stale-version write')));
    });
  });

  it('opens the line of a sign by its row and step, and shows an attempt’s columns', async () => {
    await browser.withPage({}, async (page) => {
      const all = await spots(page);
      await picture(page).click({ position: spot(all, 'r-002', 'the write') });
      assert.deepEqual(await posted(page, 'open-mark'), [{ type: 'open-mark', row: 102, step: 'write' }]);
      await picture(page).click({ position: spot(all, 'r-001', 'Click for all columns') });
      assert.deepEqual(await posted(page, 'inspect'), [{ type: 'inspect', row: 101 }]);
      const card = page.getByRole('region', { name: 'One attempt' });
      assert.match(await card.innerText(), /retry_count\s+–/);
      await card.getByRole('button', { name: 'Close' }).click();
      await card.waitFor({ state: 'detached' });
    });
  });

  it('asks for lanes once for each view, and drops an answer to another question', async () => {
    await browser.withPage({}, async (page) => {
      const [request, ...more] = await posted(page, 'lanes');
      assert.equal(more.length, 0);
      assert.equal(request?.request.keyId, 7);
      assert.equal(request.request.findingId, 0);
      const stale: LaneSlice = duplicateSlice({ ...request.request, keyId: 12 });
      await page.evaluate((slice) => {
        window.raceTest.send({ type: 'lanes', slice });
      }, stale);
      assert.match(await described(page), /^Swimlane of seat-7/);
    });
  });

  it('draws a lone error among 24 lanes of bins, and 3,000 marks', async () => {
    await browser.withPage({ fixture: 'bins' }, async (page) => {
      await press(page, 'Escape');
      // It is in the middle of the run, right of that of the canvas; to pass over all bins costs half a minute.
      const { width } = (await picture(page).boundingBox())!;
      const all = await spots(page, [width / 2, width / 2 + 120]);
      const error = spot(all, 'r-9000', '✕ stale-version write', 'the write');
      const around = await pixels(
        picture(page),
        [-2, -1, 0, 1, 2].map((dx) => [error.x + dx, error.y] as const),
      );
      assert.ok(around.some((color) => distance(color, RED) < 30));
    });
    await browser.withPage({ fixture: 'marks' }, async (page) => {
      assert.match(await described(page), /3,000 attempts on 24 lanes/);
    });
  });

  it('saves a PNG of all lanes', async () => {
    await browser.withPage({}, async (page) => {
      await page.getByRole('button', { name: 'Image' }).click();
      await page.waitForFunction(() => window.raceTest.posted.some(({ type }) => type === 'save-image'));
      const size = await page.evaluate(async () => {
        const message = window.raceTest.posted.find((one) => one.type === 'save-image')!;
        const bitmap = await createImageBitmap(
          new Blob([new Uint8Array(message.png)], { type: 'image/png' }),
        );
        return { width: bitmap.width, height: bitmap.height };
      });
      const { width, height } = (await picture(page).boundingBox())!;
      assert.equal(size.width, Math.round(width) * 2);
      assert.ok(size.height > height * 2);
    });
  });

  it('takes on another theme at once', async () => {
    await browser.withPage({}, async (page) => {
      assert.ok(distance(await pixel(picture(page), 4, 4), BACKGROUND) < 3);
      await page.evaluate(() => {
        window.raceTest.setTheme('light');
      });
      assert.deepEqual(await pixel(picture(page), 4, 4), [255, 255, 255]);
    });
  });
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

describe('what belongs together', () => {
  /** How many points around a sign have the colour of what is in focus. */
  async function ring(page: Page, { x, y }: { x: number; y: number }): Promise<number> {
    const focus = rgb(THEMES.dark!.variables.focusBorder!);
    const around = Array.from({ length: 24 }, (_, i) => (2 * Math.PI * i) / 24);
    const colors = await pixels(
      picture(page),
      around.flatMap((angle) =>
        [10, 11, 12].map(
          (far) => [Math.round(x + far * Math.cos(angle)), Math.round(y + far * Math.sin(angle))] as const,
        ),
      ),
    );
    return colors.filter((color) => distance(color, focus) < 40).length;
  }

  it('is lit from the step to its sign, and from the sign to its step, with a line through all at the pointer', async () => {
    await browser.withPage({}, async (page) => {
      const write = spot(await spots(page), 'r-002', 'the write');
      assert.equal(await ring(page, write), 0);
      await page.locator('.step-row').nth(4).hover();
      await rested(page);
      assert.ok((await ring(page, write)) > 12);
      await picture(page).hover({ position: write });
      await rested(page);
      assert.deepEqual(await page.locator('.step-row.lit .when').allInnerTexts(), ['13.121']);
      const { x } = (await picture(page).boundingBox())!;
      assert.equal(await page.locator('.step-row.scrubbed').count(), 1, `at ${x}`);
      await page.mouse.move(2, 2);
      await rested(page);
      assert.equal(await page.locator('.step-row.lit, .step-row.scrubbed').count(), 0);
    });
  });

  it('is in the same order among the steps as in the picture', async () => {
    for (const sample of ['sample-traces/two-client-unsafe.trace.csv', await madeTrace('pods')])
      await browser.withPage({ sample }, async (page) => {
        const all = await spots(page);
        const marks: number[] = [];
        for (const row of await page.locator('.step-row').all()) {
          await row.hover();
          await rested(page);
          const [when, step] = [
            await row.locator('.when').innerText(),
            await row.locator('strong').innerText(),
          ];
          const name = step === 'confirm' ? 'confirmation' : step;
          marks.push(spot(all, `${name} at ${when} ms`).x);
        }
        assert.ok(marks.length >= 6);
        assert.deepEqual(
          marks,
          marks.toSorted((a, b) => a - b),
        );
      });
  });
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
