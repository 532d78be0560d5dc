import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { pageHtml } from '../../../../src/extension/editor/html.ts';

const page = pageHtml({
  cspSource: 'https://*.host.example "quoted"',
  nonce: 'bm9uY2U',
  scriptUri: 'https://x.host.example/dist/webview.js?a=1&b=2',
  styleUri: 'https://x.host.example/dist/webview.css"><script>',
});

describe("the swimlane's page", () => {
  it('forbids everything that it does not name, and names no other script than its own', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';
    const directives = policy.replaceAll('&quot;', '"').split('; ');
    assert.deepEqual(directives, [
      "default-src 'none'",
      "script-src 'nonce-bm9uY2U'",
      `style-src https://*.host.example "quoted" 'sha256-${createHash('sha256').update('').digest('base64')}'`,
      'font-src https://*.host.example "quoted"',
      'img-src https://*.host.example "quoted"',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    assert.doesNotMatch(policy, /unsafe|connect-src|\*(?!\.host\.example)/);
  });

  it('has one script, with the nonce, and says its language', () => {
    assert.deepEqual(page.match(/<script[^>]*>/g), [
      '<script nonce="bm9uY2U" src="https://x.host.example/dist/webview.js?a=1&amp;b=2">',
    ]);
    assert.match(page, /<html lang="en">/);
  });
});
