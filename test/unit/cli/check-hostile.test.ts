import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { file, folder, json, MANIFEST } from './check-files.ts';
import { runCli } from './terminal.ts';

/** Everything that could move a cursor, set a title or a clipboard, hide text, reverse it, or break a line. */
const HOSTILE = [
  '\u001b[2J\u001b[H',
  '\u001b]8;;http://x\u0007y\u001b]8;;\u0007',
  '\u001b]52;c;AAAA\u0007',
  '\u001b]0;title\u0007',
  '\u009b31m',
  'a\rb',
  'a\u0008\u007f',
  '\u0000',
  'a\u202eb\u2066c\u2069',
  'zero\u200bwidth\ufeff',
  'a\u2028b\u2029c\u0085d',
  '\u{e0041}tag',
  '%1b%5b31m \\x1b[31m ${jndi:x} <script>alert(1)</script> ﷽ 🏳️‍🌈 Ṱ̺̺̕o',
  '::error file=x::y',
];
const RAW =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/u;

describe('hostile text in a trace', () => {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const header =
    'request_id,inventory_key,client_id,worker_id,read_version,write_version,result,write_site,read_value';
  const rows = HOSTILE.flatMap((text, i) => {
    const cell = quoted(text);
    return [
      `${quoted(`${text}${i}`)},${cell},${cell},${cell},1,2,success,${cell},1`,
      `${quoted(`${text}${i}b`)},${cell},${cell},${cell},1,3,success,${cell},1`,
      `${cell},${cell},${cell},${cell},${cell},1,${cell},${cell},-1`,
    ];
  });
  const path = file(
    'hostile.trace.csv',
    `${header},${quoted(HOSTILE.join(''))}\n${rows.map((row) => `${row},x\n`).join('')}`,
  );
  const initial = Object.fromEntries(HOSTILE.map((text) => [text, { value: 'x', version: 'y' }]));
  file('hostile.run.json', JSON.stringify({ ...MANIFEST, variant: HOSTILE.join(''), initial }));

  it('never reaches the terminal raw, in text or in JSON', async () => {
    for (const argv of [
      ['check', path],
      ['check', '--quiet', path],
      ['check', '--format', 'json', path],
      ['check', '--max-findings', '1000', path, join(folder, HOSTILE[0]!)],
    ]) {
      const { stdout, stderr } = await runCli(argv);
      assert.ok(stdout.length > 50);
      assert.doesNotMatch(stdout, RAW, argv.join(' '));
      assert.doesNotMatch(stderr, RAW);
    }
  });

  it('comes back exact from JSON', async () => {
    const { value } = await json(path);
    const findings = value.findings as { code: string; key: string; site: string | null }[];
    const keys = new Set(findings.filter(({ code }) => code === 'stale-version-write').map(({ key }) => key));
    assert.deepEqual([...keys].sort(), [...HOSTILE].sort());
    assert.ok(findings.every(({ site, key }) => site === null || site === key));
  });
});
