import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { racePath } from './fixtures/race.ts';
import { posted, press, resize, rested } from './lookout.ts';
import { startBrowser, type TestBrowser } from './page.ts';

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

  it('break a change of version only after its arrow', async () => {
    await browser.withPage({ width: 1020, height: 760 }, async (page) => {
      const steps = racePath.steps.map((step) => ({ ...step, detail: 'v2253198→v2255198' }));
      await page.evaluate(
        (codePath) => {
          window.raceTest.send({
            type: 'selected',
            findingId: 0,
            keyId: 7,
            focus: [8_400, 13_702],
            codePath,
          });
        },
        { ...racePath, steps },
      );
      await rested(page);
      const lines = await page.locator('.what').evaluateAll((all) =>
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
      assert.ok(line.y + line.height <= next.y);
      assert.notEqual(
        await page.locator('.next').evaluate((one) => getComputedStyle(one).borderTopWidth),
        '0px',
      );
    });
  });

  it('are framed where a theme has no tint, all around the one to blame', async () => {
    await browser.withPage({ theme: 'hc-dark', width: 1020 }, async (page) => {
      const widths = await page.locator('.offending').evaluate((step) => {
        const [when, what, code] = ['.when', '.step', '.code-cell'].map((part) =>
          getComputedStyle(step.querySelector(part)!),
        );
        return [
          when!.borderLeftWidth,
          when!.borderBottomWidth,
          what!.borderTopWidth,
          what!.borderRightWidth,
        ].concat(code!.borderBottomWidth, code!.borderRightWidth);
      });
      assert.deepEqual(
        widths,
        Array.from({ length: 6 }, () => '1px'),
      );
    });
  });

  it('are blamed as loudly as the finding is bad', async () => {
    await browser.withPage({ sample: 'sample-traces/timeout-decides.trace.csv' }, async (page) => {
      assert.match(await page.locator('.offending .what').innerText(), /^ℹ write/);
      const [wrong, plain] = await Promise.all(
        ['.offending .what', '.step-rows:not(.offending) .what'].map((what) =>
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
