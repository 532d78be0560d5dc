import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { described, posted, press, rested, stretch } from './lookout.ts';
import { startBrowser, type TestBrowser } from './page.ts';

let browser: TestBrowser;

before(async () => {
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
});

const HELP = 'details.help';

function isOpen(page: Page): Promise<boolean> {
  return page.locator(HELP).evaluate((one) => (one as HTMLDetailsElement).open);
}

describe('the cursor of the keyboard', () => {
  it('stays in sight among more lanes than fit, and Enter goes to it without another key', async () => {
    await browser.withPage({ fixture: 'marks', height: 500 }, async (page) => {
      const scroller = page.locator('.lanes-scroller');
      assert.equal(await scroller.evaluate(({ scrollTop }) => scrollTop), 0);
      await press(page, ...Array.from({ length: 23 }, () => 'j'));
      assert.ok((await scroller.evaluate(({ scrollTop }) => scrollTop)) > 0);
      await press(page, 'Enter');
      assert.equal((await posted(page, 'open-mark')).length, 1);
    });
  });
});

describe('zooming by keys', () => {
  it('is about the selected finding, and f leads back to it', async () => {
    await browser.withPage({ sample: 'sample-traces/hot-key-10k.trace.csv.gz' }, async (page) => {
      const focused = await stretch(page);
      await press(page, '0', '+', '+', '+', '+');
      const [from, to] = await stretch(page);
      assert.ok(from! < 643_651 && to! > 643_651, `${from} to ${to}`);
      await press(
        page,
        'ArrowRight',
        'ArrowRight',
        'ArrowRight',
        'ArrowRight',
        'ArrowRight',
        'ArrowRight',
        'f',
      );
      assert.deepEqual(await stretch(page), focused);
    });
  });
});

describe('Escape', () => {
  it('closes the help before anything else', async () => {
    await browser.withPage({}, async (page) => {
      await press(page, '?', 'Escape');
      assert.equal(await isOpen(page), false);
      assert.match(await described(page), /Selected: /);
      await press(page, 'Escape');
      assert.doesNotMatch(await described(page), /Selected: /);
    });
  });

  it('empties the filter, then leaves it; so does the button in it', async () => {
    await browser.withPage({}, async (page) => {
      const field = page.getByRole('combobox', { name: 'Search and filter' });
      await press(page, '/');
      await page.keyboard.type('seat-12');
      await rested(page);
      assert.match(await described(page), /^Swimlane of seat-7/, 'the name of the key that is shown stays');
      await press(page, 'Escape');
      assert.equal(await field.inputValue(), '');
      assert.equal(await page.getByRole('option').count(), 5);
      assert.ok(await field.evaluate((one) => one.matches(':focus')));
      await press(page, 'Escape');
      assert.ok(!(await field.evaluate((one) => one.matches(':focus'))));
      await field.fill('seat-3');
      await page.getByRole('button', { name: 'Clear the search' }).click();
      await rested(page);
      assert.equal((await posted(page, 'filter')).at(-1)?.text, '');
      assert.equal(await page.getByRole('button', { name: 'Clear the search' }).count(), 0);
    });
  });
});

describe('the help', () => {
  it('names the keys of VS Code too', async () => {
    await browser.withPage({}, async (page) => {
      await press(page, '?');
      assert.match(await page.locator(HELP).innerText(), /F8/);
    });
  });
});
