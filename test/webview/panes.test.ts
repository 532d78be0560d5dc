import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { press, rested } from './lookout.ts';
import { startBrowser, type TestBrowser } from './page.ts';

let browser: TestBrowser;

before(async () => {
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
});

describe('the lines between the panes', () => {
  it('are dragged, moved by the arrow keys, and give the pane its own size back', async () => {
    await browser.withPage({}, async (page) => {
      const line = page.getByRole('separator', { name: 'Width of the code path' });
      const width = async (): Promise<number> => {
        await rested(page);
        return Math.round((await page.locator('.code-path').boundingBox())!.width);
      };
      const own = await width();
      const box = (await line.boundingBox())!;
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 40, y);
      await page.mouse.up();
      await page.mouse.move(x - 40, y);
      assert.equal(await width(), own - 40, 'the pane follows the pointer while it is held down');
      assert.equal(await line.getAttribute('aria-valuenow'), String(own - 40));
      await press(page, 'ArrowLeft');
      assert.equal(await width(), own - 24, 'the line goes to the left, so the pane after it grows');
      await line.dblclick();
      assert.equal(await width(), own);
    });
  });
});

describe('a run that calls itself invalid', () => {
  it('says so beside its verdict, and why', async () => {
    await browser.withPage({ fixture: 'invalid' }, async (page) => {
      const line = page.locator('.verdict-line');
      assert.match(await line.innerText(), /VIOLATION\s+⚠ invalid run/i);
      assert.equal(
        await line.getByText('invalid run').getAttribute('title'),
        'The run calls itself invalid: 3 requests were never sent',
      );
    });
    await browser.withPage({}, async (page) => {
      assert.ok(!(await page.getByText('invalid run').isVisible()));
    });
  });
});
