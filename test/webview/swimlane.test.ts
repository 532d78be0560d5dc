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
} from './lookout.ts';
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
