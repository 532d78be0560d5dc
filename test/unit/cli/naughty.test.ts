/** Whatever a trace, a manifest or the name of a file holds: what is printed and written is text, and no more. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ALL_NAUGHTY, CI_COMMAND, NAUGHTY, RAW } from '../../naughty-strings.ts';
import { hostileRun } from '../report/synthetic-validation.ts';
import { file, folder, json, MANIFEST } from './check-files.ts';
import { runCli, type Ran } from './terminal.ts';

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const HEADER =
  'request_id,inventory_key,client_id,worker_id,read_version,write_version,result,write_site,read_value';

/** Writes a trace in which every text is this one, with a stale write, a row that is refused and a manifest like it. */
function traceOf(name: string, texts: readonly string[]): string {
  const rows = texts.flatMap((text, i) => {
    const cell = quoted(text);
    return [
      `${quoted(`${text}${i}`)},${cell},${cell},${cell},1,2,success,${cell},1`,
      `${quoted(`${text}${i}b`)},${cell},${cell},${cell},1,3,success,${cell},1`,
      `${cell},${cell},${cell},${cell},${cell},1,${cell},${cell},-1`,
    ];
  });
  const initial = Object.fromEntries(texts.map((text) => [text, { value: 'x', version: 'y' }]));
  const reasons = { variant: texts[0], invalid_because: texts, initial };
  file(`${name}.run.json`, JSON.stringify({ ...MANIFEST, ...reasons }));
  const header = `${HEADER},${quoted(texts.join(''))}`;
  return file(`${name}.trace.csv`, `${header}\n${rows.map((row) => `${row},x\n`).join('')}`);
}

function assertInert({ stdout, stderr }: Ran, what: string): void {
  for (const text of [stdout, stderr]) {
    assert.doesNotMatch(text, RAW, what);
    assert.doesNotMatch(text, CI_COMMAND, what);
  }
}

describe('naughty texts', () => {
  const short = ALL_NAUGHTY.filter((text) => text.length < 1000 && text !== '');

  it('of a trace are inert in what check prints, as text and as JSON', async () => {
    const path = traceOf('all', short);
    for (const argv of [[], ['--quiet'], ['--format', 'json'], ['--max-findings', '1000']]) {
      const ran = await runCli(['check', path, ...argv]);
      assert.ok(ran.stdout.length > 50);
      assertInert(ran, argv.join(' '));
    }
  });

  it('come back exact from JSON', async () => {
    const { value } = await json(traceOf('exact', short));
    const findings = value.findings as { code: string; key: string }[];
    const keys = new Set(findings.filter(({ code }) => code === 'stale-version-write').map(({ key }) => key));
    assert.deepEqual([...keys].sort(), [...new Set(short)].sort());
  });

  it('however long they are', async () => {
    for (const [at, text] of NAUGHTY.sizes.entries()) {
      assertInert(await runCli(['check', traceOf(`long-${at}`, [text])]), text.slice(0, 20));
      assertInert(await runCli(['check', '--format=json', traceOf(`long-${at}`, [text])]), text.slice(0, 20));
    }
  });

  it('are inert where a file of that name is missing, or is no trace', async () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      for (const text of short.filter((each) => !each.startsWith('-'))) {
        for (const argv of [
          ['check', text],
          ['report', text],
          ['verify', text, text],
        ])
          assertInert(await runCli(argv), `${argv[0]} ${text}`);
      }
    } finally {
      process.chdir(before);
    }
  });

  it('are inert in a report and in what a verifier says of it', async () => {
    for (const [at, text] of NAUGHTY['commands of CI jobs'].entries()) {
      const run = join(folder, `run-${at}`);
      mkdirSync(run);
      hostileRun(run, text);
      for (const argv of [
        ['report', run],
        ['report', run, '--format', 'json'],
        ['verify', join(run, 'report.json'), join(run, 'load.trace.csv')],
        ['verify', join(run, 'report.json'), join(run, 'load.trace.csv'), '--format', 'json'],
      ])
        assertInert(await runCli(argv), `${argv[0]} ${text}`);
      const written = readdirSync(run).filter((name) => /^(report|alerts)\./.test(name));
      assert.ok(written.length >= 3);
      for (const name of written)
        assert.doesNotMatch(readFileSync(join(run, name), 'utf8'), CI_COMMAND, `${name} ${text}`);
    }
  });

  it('are inert as the folder that a run writes into', async () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      for (const format of ['text', 'json']) {
        const ran = await runCli(['reproduce', '--out', '::error file=x::y', '--format', format]);
        assert.equal(ran.code, 0, ran.stderr);
        assertInert(ran, format);
      }
    } finally {
      process.chdir(before);
    }
  });
});

describe('keys that look alike', () => {
  const pairs: readonly (readonly [kind: string, one: string, other: string])[] = [
    ['a soft hyphen', 'seat-7', 'seat\u00ad-7'],
    ['a Hangul filler', 'seat', 'seat\u3164'],
    ['a variation selector', '🎟', '🎟\ufe0f'],
    ['a space of no width', 'seat', 'se\u200bat'],
    ['NFC and NFD', 'Caf\u00e9', 'Cafe\u0301'],
    ['syllables and their letters', '\uac00', '\u1100\u1161'],
    ['a space at the end', 'seat', 'seat '],
    ['two spaces for one', 'a seat', 'a  seat'],
    ['a space that does not break', 'a seat', 'a\u00a0seat'],
  ];
  const look = async (name: string, one: string, other: string) => {
    const rows = [one, other].map((key, i) => `r${i},${quoted(key)},1,2,success\n`);
    const { value } = await json(
      file(name, `request_id,inventory_key,read_version,write_version,result\n${rows.join('')}`),
    );
    return value as {
      keys: number;
      verdict: string;
      problems: { total: number; stored: { kind: string; message: string }[] };
    };
  };

  for (const [kind, one, other] of pairs)
    it(`are named where they differ by ${kind}, and stay different keys`, async () => {
      const { keys, problems } = await look(`alike.trace.csv`, one, other);
      assert.equal(keys, 2);
      assert.deepEqual(
        problems.stored.map((problem) => problem.kind),
        ['look-alike-keys'],
      );
      const [, first, second] = /: '(.*)' and '(.*)'$/.exec(problems.stored[0]!.message) ?? [];
      assert.ok(first !== undefined && first !== second, problems.stored[0]!.message);
    });

  it('are not named where they look different, however odd they are', async () => {
    assert.equal((await look('unlike.trace.csv', 'seat\u00ad1', 'seat-2')).problems.total, 0);
  });
});
