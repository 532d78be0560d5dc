import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { notificationText } from '../../../src/extension/notification-text.ts';

/** What VS Code takes for a link in a notification. */
const LINK = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+(?: (["']).+?\1)?\)/;

describe('notificationText', () => {
  it('leaves no link that would run a command', () => {
    for (const text of [
      '[x](command:workbench.action.terminal.new)',
      'a [b](https://evil.example "title") c',
      '[[x]](command:y)',
      ']([x](file:///etc/passwd)',
    ]) {
      assert.ok(LINK.test(text) || text.startsWith('[['), text);
      assert.doesNotMatch(notificationText(text), LINK);
    }
  });

  it('keeps ordinary sentences as they are', () => {
    const sentence = 'src/a [old] (copy).ts:3 is not in the open folders.';
    assert.equal(notificationText(sentence), sentence);
  });

  it('makes control characters visible and has an end', () => {
    assert.equal(notificationText('a\u001bb'), 'a\\u{1b}b');
    assert.equal(notificationText('x'.repeat(5000)).length, 500);
  });
});
