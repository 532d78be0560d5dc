import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { extensionPage } from '../../../scripts/extension-page.ts';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

describe('the page of the installed extension', () => {
  const page = extensionPage(README);

  it('refers to nothing that only the repository has', () => {
    assert.match(README, /!\[[^\]]*\]\(docs\//);
    assert.deepEqual(page.match(/\]\((?!https:)[^)]*\)/g), null);
    assert.doesNotMatch(page, /^## Further/m);
  });

  it('says all else as the README does', () => {
    const words = (text: string) => text.replaceAll(/[_[\]]|\([\w/.#-]+\)/g, '').split(/\s+/);
    const kept = new Set(words(page));
    const [body = ''] = README.replace(/^!\[.*\n/m, '').split('## Further');
    for (const word of words(body)) assert.ok(kept.has(word), word);
    assert.match(page, /^# Race Trace\n\nYour service .*\n.*\n\nIt opens .*\n.*\n\n```\n {2}time/);
  });

  it('leaves what is elsewhere alone', () => {
    const text = 'See [it](https://example.org) and ![it](https://example.org/a.png).\n';
    assert.equal(extensionPage(text), text);
  });
});
