import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseSite, pathOf } from '../../../../src/extension/sites/site.ts';

function place(text: string): string {
  const parsed = parseSite(text);
  if ('refused' in parsed) return `refused: ${parsed.refused}`;
  return `${pathOf(parsed.site)} ${parsed.site.line} ${parsed.site.column}`;
}

function refusal(text: string): string {
  const parsed = parseSite(text);
  assert.ok('refused' in parsed, `${JSON.stringify(text)} was taken as ${JSON.stringify(parsed)}`);
  return parsed.refused;
}

describe('parseSite', () => {
  for (const [text, expected] of [
    ['src/a.ts:31', 'src/a.ts 31 1'],
    ['src/a.ts:31:5', 'src/a.ts 31 5'],
    ['./src/../src//a.ts:1', 'src/a.ts 1 1'],
    ['/home/me/a b.ts:7:9', '/home/me/a b.ts 7 9'],
    ['C:\\work\\a.ts:7', 'C:/work/a.ts 7 1'],
    ['c:/work/a.ts:7:2', 'C:/work/a.ts 7 2'],
    ['src\\service\\unsafe.ts:18:3', 'src/service/unsafe.ts 18 3'],
    ['12:3', '12 3 1'],
    ['a:3:4', 'a 3 4'],
    ['src/ünï.ts:2', 'src/ünï.ts 2 1'],
    ['src/%2e%2e/a.ts:2', 'src/%2e%2e/a.ts 2 1'],
    ['src/aux.ts:2', 'src/aux.ts 2 1'],
  ] as const)
    it(`reads ${text}`, () => {
      assert.equal(place(text), expected);
    });

  for (const [why, texts] of Object.entries({
    'network share': [
      '\\\\host\\share\\a.ts:1',
      '//host/share/a.ts:1',
      '\\/host/a.ts:1',
      '\\\\?\\C:\\a.ts:1',
      '\\\\.\\pipe\\x:1',
      'C:\\work\\NUL:1',
      'C:/work/con.ts:3',
    ],
    'only paths are opened': [
      'file:///etc/passwd:1',
      'https://evil.example/a.ts:1',
      'command:workbench.action.quit:1',
      'vscode://x/y:1',
      'C:a.ts:1',
      'a.ts:stream:1',
      'src/a.ts:3:4:5',
    ],
    'climbs above': ['../a.ts:1', 'src/../../a.ts:1', '/../etc/passwd:1', 'C:\\..\\a.ts:1', '..\\..\\a.ts:2'],
    'control or invisible': [
      'a\u0000.ts:1',
      'a\n.ts:1',
      'src/\u202ea.ts:1',
      '\u001b[2Ja.ts:1',
      'a\u200b.ts:1',
    ],
    'line 0': ['a.ts:0', 'a.ts:000:4'],
    'does not name a place': [
      '',
      'a.ts',
      ':1',
      'a.ts:',
      'a.ts:-1',
      'a.ts:1e3',
      'a.ts:１２',
      'a.ts:0x10',
      'a.ts:9999999999',
    ],
    'a folder': ['/:1', 'src/:1', 'src/.:1', 'src/x/..:1', '.:1', 'C:\\:1'],
    'too long': [`${'a/'.repeat(3000)}b.ts:1`],
  }))
    for (const text of texts)
      it(`refuses ${JSON.stringify(text).slice(0, 60)} because of: ${why}`, () => {
        assert.match(refusal(text), new RegExp(why));
      });

  it('never throws, and what it takes has neither dots nor separators nor colons in its segments', () => {
    const hostile = fc.array(
      fc.constantFrom(
        '..',
        '.',
        '/',
        '\\',
        ':',
        'C:',
        '//',
        'a.ts',
        '\u0000',
        '%2f',
        '~',
        ':1',
        ':2:3',
        ' ',
        '\u202e',
        'file:',
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          hostile.map((parts) => parts.join('')),
          fc.string({ maxLength: 60 }),
        ),
        (text) => {
          const parsed = parseSite(text);
          if ('refused' in parsed) return;
          for (const segment of parsed.site.segments) {
            assert.doesNotMatch(segment, /[\\/:\u0000-\u001f]|^\.{0,2}$/);
          }
          assert.match(parsed.site.root, /^(\/|[A-Z]:\/)?$/);
          assert.ok(parsed.site.line >= 1 && parsed.site.column >= 1);
        },
      ),
      { numRuns: 20_000 },
    );
  });

  it('takes linear time on hostile lengths', () => {
    const before = process.cpuUsage();
    for (const filler of [':1', '../', '\\', ':', ' ']) parseSite(filler.repeat(1_000_000));
    for (const filler of [':1', '../', '\\', ':', ' ']) parseSite(filler.repeat(1_300));
    const { user } = process.cpuUsage(before);
    // It takes a few milliseconds; a quadratic one would take hours.
    assert.ok(user < 60e6, `${user / 1000} ms of CPU`);
  });
});
