import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PAYLOADS } from './fixtures/hostile.ts';
import { axeViolations, described, picture, posted, press, rested, spots } from './lookout.ts';
import { startBrowser, type TestBrowser } from './page.ts';
import { THEMES } from './themes.ts';

let browser: TestBrowser;

before(async () => {
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
});

describe('a trace whose every text is an attack', () => {
  it('is shown as it is, makes no element and asks nothing of the network', async () => {
    await browser.withPage({ fixture: 'hostile' }, async (page) => {
      await press(page, 'j', 'i');
      await spots(page);
      await page.getByText('2 reading problems').click();
      await rested(page);
      const seen = await page.evaluate(() => ({
        pwned: (window as unknown as { pwned?: unknown }).pwned,
        polluted: ({} as { onerror?: unknown }).onerror,
        elements: document.querySelectorAll(
          'img, svg, iframe, script:not([nonce]), style, object, embed, [onload], [onerror]',
        ).length,
        styled: [...document.body.querySelectorAll('[style]')].map((one) => one.getAttribute('style')),
        ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
        classes: [...document.querySelectorAll('[class]')]
          .map((one) => one.getAttribute('class') ?? '')
          .join(' '),
      }));
      assert.equal(seen.pwned, undefined);
      assert.equal(seen.polluted, undefined);
      assert.equal(seen.elements, 0);
      for (const style of seen.styled)
        assert.match(
          style ?? '',
          /^((top|left|height|width|flex-grow|cursor|transform|--at|--columns|--when): [\w.%(), -]+; ?)*$/,
        );
      for (const id of seen.ids) assert.match(id, /^rt-\d+$/);
      assert.doesNotMatch(seen.classes, /[<>"'(){}]/);
      for (const [part, count] of [
        ['.key-name', PAYLOADS.length],
        ['.finding-rows [role=gridcell]:nth-child(2)', PAYLOADS.length],
        ['.details dd', PAYLOADS.length],
      ] as const) {
        const texts = await page.locator(part).allTextContents();
        assert.deepEqual([...texts].sort(), [...PAYLOADS].sort(), part);
        assert.equal(texts.length, count);
      }
      assert.ok((await page.locator('.claim').textContent())?.includes(PAYLOADS.join(' ')));
    });
  });
});

describe('messages that do not fit the protocol', () => {
  it('are dropped, whatever they are', async () => {
    await browser.withPage({}, async (page) => {
      const before = await page.locator('body').innerText();
      await page.evaluate(() => {
        const { posted: all } = window.raceTest;
        const lanes = all.find((one) => one.type === 'lanes')!;
        for (const bad of [
          null,
          7,
          'trace',
          [],
          {},
          { type: 'trace' },
          { type: 'notice', text: 7 },
          { type: 'notice' },
          { type: 'unreadable', text: '', next: {} },
          { type: 'selected', findingId: 0, keyId: 0, focus: [Number.NaN, 1], codePath: null },
          { type: 'lanes', slice: { request: lanes.request } },
          { type: 'loading', text: 'x', fraction: 'half' },
          { type: '__proto__' },
        ])
          window.raceTest.send(bad);
      });
      await rested(page);
      assert.equal(await page.locator('body').innerText(), before);
    });
  });

  it('leave lanes as they are when columns disagree or a mark is outside', async () => {
    await browser.withPage({}, async (page) => {
      const before = await described(page);
      await press(page, 'Escape');
      await page.evaluate(() => {
        const request = window.raceTest.posted.filter((one) => one.type === 'lanes').at(-1)!.request;
        window.raceTest.send({
          type: 'lanes',
          slice: { request, extent: [0, 1], covers: [0, 1], lanes: [], marks: { row: new Int32Array(3) } },
        });
      });
      const left = await described(page);
      assert.ok(left !== '' && before.startsWith(left), left);
    });
  });
});

describe('a window without a picture', () => {
  it('says how far the reading is', async () => {
    await browser.withPage({ fixture: 'loading' }, async (page) => {
      assert.equal(await page.getByRole('progressbar').getAttribute('aria-valuenow'), '40');
      assert.match(await page.getByRole('status').first().innerText(), /212,000 rows/);
    });
  });

  for (const [fixture, text, button, action] of [
    ['unreadable', /byte 0 is 0x89.*Choose a trace/s, 'Open as text', 'open-as-text'],
    ['unreadable', /cannot be read/, 'Read it again', 'reload'],
    ['unreadable', /cannot be read/, 'Map columns…', 'map-columns'],
    ['empty', /no row that says/, 'Run race reproducer', 'run-reproducer'],
    ['empty', /No attempts/, 'Open sample trace', 'open-sample'],
  ] as const)
    it(`says what is wrong and offers "${button}" when ${fixture}`, async () => {
      await browser.withPage({ fixture }, async (page) => {
        const status = page.getByRole('region', { name: 'Status' });
        assert.match(await status.innerText(), text);
        await status.getByRole('button', { name: button }).click();
        assert.deepEqual(await posted(page, 'action'), [{ type: 'action', action }]);
      });
    });

  it('offers first what helps most: to map columns where there are some', async () => {
    for (const [fixture, first] of [
      ['unreadable', 'Open as text'],
      ['mappable', 'Map columns…'],
    ] as const)
      await browser.withPage({ fixture }, async (page) => {
        const buttons = await page.getByRole('region', { name: 'Status' }).ariaSnapshot();
        assert.equal(/button "(.+)"/.exec(buttons)?.[1], first);
      });
  });

  it('names what the verdict lacks, and has only the order axis without times', async () => {
    await browser.withPage({ fixture: 'unknown' }, async (page) => {
      assert.match(
        await page.locator('.facts').innerText(),
        /Not certain because\s+2 rows could not be read/,
      );
      assert.equal(await page.locator('.fact').first().getByRole('listitem').count(), 2);
      assert.ok(await page.getByRole('button', { name: 'Time' }).isDisabled());
      assert.equal((await posted(page, 'lanes')).at(-1)?.request.axis, 'order');
    });
  });
});

describe('long lists', () => {
  it('hold only the rows in sight, and show the last one at its end', async () => {
    await browser.withPage({ fixture: 'bins' }, async (page) => {
      assert.ok((await page.locator('.row').count()) < 80);
      await page.getByRole('grid', { name: 'Findings' }).focus();
      await press(page, 'End');
      const last = page.locator('.finding-rows [aria-selected=true]');
      assert.match(await last.innerText(), /r-1999/);
      assert.equal(await last.getAttribute('aria-rowindex'), '2001');
      const [row, list] = [
        (await last.boundingBox())!,
        (await page.getByRole('grid', { name: 'Findings' }).boundingBox())!,
      ];
      assert.ok(row.y >= list.y && row.y + row.height <= list.y + list.height + 1);
      const active = await page.getByRole('grid', { name: 'Findings' }).getAttribute('aria-activedescendant');
      assert.equal(active, await last.getAttribute('id'));
    });
  });
});

describe('narrow and low windows', () => {
  it('put the code path under the lanes below 900 pixels', async () => {
    await browser.withPage({ width: 800, height: 700 }, async (page) => {
      const [lanes, path] = [
        (await page.locator('.lanes').boundingBox())!,
        (await page.locator('.code-path').boundingBox())!,
      ];
      assert.ok(path.y >= lanes.y + lanes.height);
      assert.ok(lanes.height > 250);
    });
  });

  it('fold overview and findings below 400 pixels of height', async () => {
    await browser.withPage({ width: 1200, height: 380 }, async (page) => {
      assert.ok(!(await page.locator('.overview').isVisible()));
      assert.ok(!(await page.locator('.findings').isVisible()));
      assert.ok((await picture(page).boundingBox())!.height > 250);
    });
  });

  for (const width of [1400, 900, 800, 420])
    it(`never scroll sideways at ${width}`, async () => {
      await browser.withPage({ width, height: 700 }, async (page) => {
        const wide = await page.evaluate(() =>
          [...document.querySelectorAll('.trace, .keys, .center, .code-path, .findings')]
            .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
            .map(({ className }) => className),
        );
        assert.deepEqual(wide, []);
      });
    });
});

describe('accessibility', () => {
  for (const theme of Object.keys(THEMES))
    // What has few parts is looked at in the two themes that differ most.
    for (const fixture of theme === 'light' || theme === 'hc-dark'
      ? ['race', 'unknown', 'unreadable', 'loading']
      : ['race', 'unknown'])
      it(`has no violation in ${theme}: ${fixture}`, async () => {
        await browser.withPage({ theme, fixture }, async (page) => {
          if (fixture === 'race') {
            await press(page, 'j', 'i', '?');
            await page.evaluate(() => {
              window.raceTest.send({ type: 'notice', text: 'Copied.' });
            });
          }
          assert.deepEqual(await axeViolations(page), []);
        });
      });
});
