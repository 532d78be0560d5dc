import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { CodePath } from '../../src/core/lists/model.ts';
import { racePath } from './fixtures/race.ts';
import { posted, press, resize, rested } from './lookout.ts';
import { startBrowser, type TestBrowser } from './page.ts';
import { madeTrace } from './traces/made.ts';

let browser: TestBrowser;

before(async () => {
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
});

/** The texts of elements that do not fit them. */
function cut(elements: Locator): Promise<readonly string[]> {
  return elements.evaluateAll((all) =>
    all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent),
  );
}

/** Words of which a line ends in the middle. */
function brokenWords(elements: Locator): Promise<readonly string[]> {
  return elements.evaluateAll((all) =>
    all.flatMap((one) => {
      const broken: string[] = [];
      const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
        for (const { 0: word, index } of (node.textContent ?? '').matchAll(/[\p{L}\p{N}]+/gu)) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
          if (tops.size > 1) broken.push(word);
        }
      return broken;
    }),
  );
}

/** The texts of rows of which a part reaches out of its row. */
function outside(rows: Locator): Promise<readonly string[]> {
  return rows.evaluateAll((all) =>
    all.flatMap((row) => {
      const { left, right, top, bottom } = row.getBoundingClientRect();
      return [...row.querySelectorAll('.what, .site, code, .lacks')].flatMap((part) => {
        const box = part.getBoundingClientRect();
        const isInside =
          box.left >= left && box.right <= right + 0.5 && box.top >= top && box.bottom <= bottom + 0.5;
        return isInside ? [] : [part.textContent];
      });
    }),
  );
}

/** Shows a code path in the place of the selected one. */
async function select(page: Page, codePath: CodePath): Promise<void> {
  await page.evaluate((path) => {
    window.raceTest.send({
      type: 'selected',
      findingId: 0,
      keyId: 7,
      focus: [8_400, 13_702],
      codePath: path,
    });
  }, codePath);
  await rested(page);
}

describe('the steps of the code path', () => {
  it('show their lines of code whole in a window of common size, and only the line gives way in a small one', async () => {
    const sample = 'sample-traces/two-client-unsafe.trace.csv';
    await browser.withPage({ sample }, async (page) => {
      assert.ok((await page.locator('.steps code').count()) >= 6);
      assert.deepEqual(await cut(page.locator('.steps code')), []);
    });
    await browser.withPage({ sample, width: 1020, height: 760 }, async (page) => {
      assert.deepEqual(await cut(page.locator('.steps .site-file')), []);
      assert.deepEqual(await cut(page.locator('.steps')), []);
    });
  });

  it('break no word by letters and stand under nobody else’s name, with four workers of long names in any width', async () => {
    const sample = await madeTrace('pods');
    for (const width of [1400, 1000, 880, 640, 420])
      await browser.withPage({ sample, width, height: 760 }, async (page) => {
        await press(page, 'n', 'n');
        assert.equal(await page.locator('.timeline .step-row').count(), 12);
        assert.deepEqual(await brokenWords(page.locator('.step, .when, .column-head')), []);
        assert.deepEqual(await outside(page.locator('.step-row')), []);
        const isSideBySide = (await page.locator('.steps.columns').count()) > 0;
        const widths = await page
          .locator('.step')
          .evaluateAll((steps) => steps.map(({ clientWidth }) => clientWidth));
        if (isSideBySide) assert.ok(Math.min(...widths) >= 160, `columns of ${widths.join()} at ${width}`);
      });
  });

  it('have a column for each worker where nothing is cut by that, and one for all where something is', async () => {
    await browser.withPage({ width: 880 }, async (page) => {
      const modes: string[] = [];
      for (const source of [
        'await put(key);',
        'await store.putIf(key, seen.version, { left: seen.left - 1 })',
      ]) {
        const steps = racePath.steps.map((step) => ({ ...step, source }));
        await select(page, { ...racePath, steps });
        modes.push((await page.locator('.steps.columns').count()) > 0 ? 'columns' : 'one');
        const [a, b] = [page.locator('.step').first(), page.locator('.step').nth(1)];
        const [left, right] = [(await a.boundingBox())!.x, (await b.boundingBox())!.x];
        assert.equal(modes.at(-1) === 'columns', right > left + 160);
        for (const [i, head] of (await page.locator('.column-head:visible').all()).entries())
          assert.equal((await head.boundingBox())!.x, [left, right][i]);
      }
      assert.deepEqual(modes, ['columns', 'one']);
    });
  });

  it('name every step’s worker for a screen reader, whatever the front that all names share', async () => {
    await browser.withPage({ sample: await madeTrace('pods') }, async (page) => {
      const [first] = await page.locator('.steps ol').getByRole('listitem').all();
      const said = (await first!.ariaSnapshot()).replaceAll(/[\n\s]+/g, ' ');
      assert.match(said, /reservation-service-7d9f8b6c5d- ?x2k0j.*read.*v1, 1 left.*ReservationService.java/);
    });
  });

  it('say the unit of their times, as the times are written', async () => {
    await browser.withPage({ sample: 'sample-traces/two-client-unsafe.trace.csv' }, async (page) => {
      assert.equal(await page.locator('.steps-head .when').innerText(), 'time, ms');
      assert.match(await page.locator('.step-row .when').first().innerText(), /^\d+\.\d{3}$/);
    });
    await browser.withPage({ sample: await madeTrace('hot') }, async (page) => {
      assert.equal(await page.locator('.steps-head .when').innerText(), 'time, min:s');
      assert.match(await page.locator('.step-row .when').first().innerText(), /^\d+:\d\d\.\d+$/);
    });
  });

  it('break a change of version only after its arrow', async () => {
    await browser.withPage({ width: 1020, height: 760 }, async (page) => {
      const steps = racePath.steps.map((step) => ({ ...step, detail: 'v2253198→v2255198' }));
      await select(page, { ...racePath, steps });
      const lines = await page.locator('.did').evaluateAll((all) =>
        all.flatMap((what) =>
          [...what.childNodes].map((node) => {
            const range = document.createRange();
            range.selectNodeContents(node);
            return range.getClientRects().length;
          }),
        ),
      );
      assert.ok(Math.max(...lines) === 1, 'each part is on one line');
    });
  });

  it('stay in sight when the source that one has opened takes half of the window', async () => {
    await browser.withPage({}, async (page) => {
      await page.getByTitle('Open unsafe.ts:18').last().click();
      assert.deepEqual(await posted(page, 'open-step'), [{ type: 'open-step', findingId: 0, stepId: 4 }]);
      await resize(page, 520, 760);
      await rested(page);
      const { y, height } = (await page.locator('[aria-current=step]').boundingBox())!;
      assert.ok(y >= 0 && y + height <= 760, `at ${y}`);
    });
  });

  it('keep their books above the buttons, not behind them', async () => {
    await browser.withPage({ width: 1020, height: 760 }, async (page) => {
      const book = page.locator('.book').last();
      await book.scrollIntoViewIfNeeded();
      const [line, next] = [(await book.boundingBox())!, (await page.locator('.next').boundingBox())!];
      assert.ok(line.y + line.height < next.y + 1);
      assert.notEqual(
        await page.locator('.next').evaluate((one) => getComputedStyle(one).borderTopWidth),
        '0px',
      );
    });
  });

  it('are framed where a theme has no tint, all around the one to blame', async () => {
    await browser.withPage({ theme: 'hc-dark', width: 1020 }, async (page) => {
      const frame = await page.locator('.offending').evaluate((step) => {
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(step);
        return [outlineStyle, outlineWidth, outlineColor === 'rgba(0, 0, 0, 0)'];
      });
      assert.deepEqual(frame, ['solid', '1px', false]);
    });
  });

  it('are blamed as loudly as the finding is bad', async () => {
    await browser.withPage({ sample: 'sample-traces/timeout-decides.trace.csv' }, async (page) => {
      assert.match(await page.locator('.offending .did').innerText(), /^ℹ write/);
      const [wrong, plain] = await Promise.all(
        ['.offending .did', '.step-row:not(.offending) .did'].map((what) =>
          page
            .locator(what)
            .first()
            .evaluate((one) => getComputedStyle(one).color),
        ),
      );
      assert.equal(wrong, plain);
    });
  });
});

describe('one attempt', () => {
  it('opens the line that the trace has of it, and offers none where there is none', async () => {
    await browser.withPage({ sample: 'sample-traces/two-client-conditional.trace.csv' }, async (page) => {
      await press(page, 'j', 'j', 'j', 'i');
      const card = page.getByRole('region', { name: 'One attempt' });
      assert.match(await card.innerText(), /v2, 0 left/);
      await card.getByRole('button', { name: 'Open its line' }).click();
      assert.deepEqual(await posted(page, 'open-mark'), [{ type: 'open-mark', row: 2, step: 'read' }]);
    });
    await browser.withPage({ fixture: 'hostile' }, async (page) => {
      await press(page, 'j', 'i');
      assert.equal(await page.getByRole('button', { name: 'Open its line' }).count(), 0);
    });
  });
});

describe('the table of findings', () => {
  it('selects and opens the line by a click on a row, and only selects by an arrow key', async () => {
    await browser.withPage({}, async (page) => {
      await page.getByRole('row', { name: /duplicate confirmation/ }).click();
      assert.deepEqual(await posted(page, 'open-step'), [{ type: 'open-step', findingId: 1, stepId: 5 }]);
      await press(page, 'ArrowUp');
      assert.equal((await posted(page, 'select')).at(-1)?.findingId, 0);
      assert.equal((await posted(page, 'open-step')).length, 1);
    });
  });

  it('only selects what has no line of code', async () => {
    await browser.withPage({ sample: 'sample-traces/two-client-unsafe.trace.csv' }, async (page) => {
      await page.getByRole('row', { name: /invariant mismatch/ }).click();
      assert.equal((await posted(page, 'select')).at(-1)?.findingId, 1);
      assert.deepEqual(await posted(page, 'open-step'), []);
    });
  });
});
