/**
 * A trace is untrusted, so nothing in this project turns text into markup. That rule is only worth something if each way to
 * break it is seen to fail; lint runs it over the real tree.
 */
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { ESLint, Linter } from 'eslint';

const root = resolve(import.meta.dirname, '../..');

const SINKS = [
  `element.innerHTML = text;`,
  `element['innerHTML'] = text;`,
  'element[`innerHTML`] = text;',
  `Object.assign(element, { innerHTML: text });`,
  `element.outerHTML = text;`,
  `element.insertAdjacentHTML('beforeend', text);`,
  `element.setHTMLUnsafe(text);`,
  `Document.parseHTMLUnsafe(text);`,
  `document.createRange().createContextualFragment(text);`,
  `new DOMParser().parseFromString(text, 'text/html');`,
  `new window.DOMParser().parseFromString(text, 'text/html');`,
  `frame.srcdoc = text;`,
  `frame.setAttribute('srcdoc', text);`,
  `document.write(text);`,
  `window.document.writeln(text);`,
  `select(element).html(text);`,
];

const HARMLESS = [
  `element.textContent = text;`,
  `element.setAttribute('title', text);`,
  `log.write(text);`,
  `const { html } = report; write(report.html);`,
  `const about = 'what innerHTML does';`,
];

for (const file of ['webview/main.ts', 'src/extension/extension.ts', 'src/report/html/style.ts'])
  test(`every way to turn text into markup fails the lint of ${file}`, async (t) => {
    const eslint = new ESLint({ cwd: root });
    const { rules } = (await eslint.calculateConfigForFile(join(root, file))) as Pick<Linter.Config, 'rules'>;
    const rule = { 'no-restricted-syntax': rules?.['no-restricted-syntax'] ?? 'off' };
    const complaints = (code: string) => new Linter().verify(code, { rules: rule });
    for (const code of SINKS)
      await t.test(code, () => {
        assert.match(
          complaints(code)
            .map(({ message }) => message)
            .join(),
          /turns text into markup/,
        );
      });
    for (const code of HARMLESS)
      await t.test(`but not ${code}`, () => {
        assert.deepEqual(complaints(code), []);
      });
  });
