/** What cannot be read, written or run is said in a sentence, with the path and what to do, and ends in 2. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { hostileRun } from '../report/synthetic-validation.ts';
import { runCli } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-unusable-'));
const run = join(folder, 'run');
hostileRun(run, 'seat');
const disk = join(folder, 'disk');
mkdirSync(disk);
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk]).status === 0;
after(() => {
  if (mounted) spawnSync('umount', [disk]);
  rmSync(folder, { recursive: true, force: true });
});

/** One sentence on stderr with all of these in it, nothing on stdout, and 2. */
async function refused(argv: readonly string[], ...parts: readonly (string | RegExp)[]): Promise<void> {
  const { code, stdout, stderr } = await runCli(argv);
  assert.deepEqual([code, stdout], [2, ''], stderr);
  for (const part of parts)
    assert.ok(typeof part === 'string' ? stderr.includes(part) : part.test(stderr), stderr);
  assert.doesNotMatch(stderr, /\bE[A-Z]{4,}\b|\n.*\n {4}at /, 'an error of the system as it is');
}

describe('a place that cannot be written', () => {
  const blocked = join(folder, 'file');
  writeFileSync(blocked, '');

  it('because it is a file', async () => {
    await refused(['report', run, '--out', blocked], blocked, /there is a file of that name; name a folder/);
    await refused(['reproduce', '--out', blocked], blocked, /there is a file of that name; name a folder/);
  });

  it('because it is below a file', async () => {
    const below = join(blocked, 'out');
    await refused(['report', run, '--out', below], below, /a part of that path is a file/);
    await refused(['run', 'load', '--out', below], below, /a part of that path is a file/);
  });

  it('because its disk is full; nothing is left there', async (t) => {
    if (!mounted) {
      t.diagnostic('NOT TESTED: a full disk needs the right to mount one; run the tests as root');
      return;
    }
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(12 * 1024));
    await refused(
      ['report', run, '--out', disk],
      join(disk, 'report.html'),
      /the disk is full; free some space/,
    );
    assert.deepEqual(readdirSync(disk), ['ballast']);
    await refused(['reproduce', '--out', join(disk, 'out')], disk, /free some space/);
  });

  it('because it is read-only', async (t) => {
    if (!mounted) {
      t.diagnostic('NOT TESTED: a read-only disk needs the right to mount one; run the tests as root');
      return;
    }
    spawnSync('mount', ['-o', 'remount,ro', disk]);
    await refused(
      ['report', run, '--out', join(disk, 'new')],
      join(disk, 'new'),
      /takes no new one|its disk is read-only/,
    );
    await refused(['report', run, '--out', disk], join(disk, 'report.html'), /its disk is read-only/);
    spawnSync('mount', ['-o', 'remount,rw', disk]);
  });

  it('is not made for a report that there will not be', async () => {
    const out = join(folder, 'none', 'of', 'these');
    await refused(['report', join(folder, 'missing'), '--out', out], 'missing');
    assert.equal(existsSync(join(folder, 'none')), false);
  });
});

describe('a run that no machine can do', () => {
  const absurd: readonly (readonly string[])[] = [
    ['--duration', '1000000h'],
    ['--duration', `${'9'.repeat(400)}s`],
    ['--duration', '0s'],
    ['--rate', '9007199254740991'],
    ['--rate', '1000000', '--duration', '1h'],
    ['--burst', `${'9'.repeat(300)}x:1s/2s`],
    ['--keys', '9007199254740991'],
    ['--skew', '9'.repeat(400)],
    ['--workers', '100000'],
    ['--store-latency', '99999999999ms'],
  ];
  for (const flags of absurd)
    it(`is refused before anything begins: ${flags.join(' ').slice(0, 60)}`, async () => {
      const out = join(folder, 'absurd');
      await refused(['run', 'load', ...flags, '--out', out], /at most|from \d|It must be/);
      assert.equal(existsSync(join(out, 'load.trace.csv')), false);
    });
});

describe('a limit of a flag', () => {
  for (const [flags, says] of [
    [['--rate', '1000001'], /It must be a whole number from 1 to 1000000\./],
    [['--keys', '1000001'], /It must be a whole number from 1 to 1000000\./],
    [['--workers', '257'], /It must be a whole number from 1 to 256\./],
    [['--duration', '169h'], /It must be a time of at most 168h\./],
    [['--store-latency', '61s'], /It must be a time such as .*, at most 60s\./],
    [['--skew', '101'], /It must be a number from 0 to 100\./],
  ] as const)
    it(`is named by the flag that is beyond it: ${flags.join(' ')}`, async () => {
      const { code, stderr } = await runCli(['run', 'load', ...flags, '--out', join(folder, 'beyond')]);
      assert.equal(code, 2);
      assert.ok(stderr.startsWith(`error: option '${flags[0]} `), stderr);
      assert.match(stderr, says);
    });
});

describe('a JSON file that is not one', () => {
  const deep = `${'['.repeat(200_000)}1.0${']'.repeat(200_000)}`;
  const utf16 = Buffer.from('{"format":"race-trace/1"}', 'utf16le');
  const at = (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  it('because it is UTF-16', async () => {
    const path = at('criteria.json', utf16);
    const marked = at('marked.json', Buffer.concat([Buffer.of(0xff, 0xfe), utf16]));
    for (const each of [path, marked]) {
      await refused(['report', run, '--criteria', each], /is UTF-16: save it as UTF-8/);
      await refused(['report', run, '--canary', each], /is UTF-16: save it as UTF-8/);
      await refused(['verify', each, each], /is UTF-16: save it as UTF-8/);
    }
  });

  it('because its nesting has no end', async () => {
    const path = at('deep.json', `{"format":"race-trace/1","x":${deep}}`);
    await refused(['report', run, '--criteria', path], /deep\.json|\$\.x/);
    await refused(['report', run, '--canary', path], /deep\.json|\$\.x/);
    await refused(['verify', path, path], /deep\.json|certificates|report/);
  });

  for (const [name, content, why] of [
    ['utf16', utf16, /UTF-16: save it as UTF-8/],
    ['deep', `{"format":"race-trace-metrics/1","x":${deep}}`, /cannot be used/],
  ] as const)
    it(`beside a trace does not discard the report, and is named in it: ${name}`, async () => {
      const path = join(folder, `beside-${name}`);
      hostileRun(path, 'seat');
      writeFileSync(join(path, 'load.metrics.json'), content);
      const { code } = await runCli(['report', path]);
      // What the rows prove, a file that cannot be read does not take back.
      assert.equal(code, 1);
      const report = readFileSync(join(path, 'report.md'), 'utf8');
      assert.match(report, why);
      assert.match(report, /load\.metrics\.json/);
    });

  it('as the manifest of a trace is a problem of it', async () => {
    const header = 'request_id,inventory_key,read_version,write_version,result\nr1,a,1,2,success\n';
    for (const [content, why] of [
      [utf16, /the manifest is UTF-16: save it as UTF-8/],
      [`{"format":"race-trace/1","x":${deep}}`, /the manifest is nested too deep/],
    ] as const) {
      const path = at('odd.trace.csv', header);
      at('odd.run.json', content);
      const { code, stdout } = await runCli(['check', path]);
      assert.equal(code, 3);
      assert.match(stdout, why);
    }
  });

  it('as a row of a trace is a problem of it', async () => {
    const path = at(
      'deep.trace.ndjson',
      `{"request_id":"r","inventory_key":"k","result":"success","x":${deep}}\n{"request_id":"s","inventory_key":"k","result":"success"}\n`,
    );
    assert.match((await runCli(['check', path])).stdout, /nested too deep/);
  });
});

describe('a trace in UTF-16', () => {
  const text = 'request_id,inventory_key,read_version,write_version,result\nr1,Café,1,2,success\n';
  const le = Buffer.from(text, 'utf16le');

  it('is read where a mark says so, and else it is said what to do', async () => {
    for (const [name, bytes] of [
      ['le', le],
      ['be', Buffer.from(le).swap16()],
    ] as const) {
      const path = join(folder, `${name}.trace.csv`);
      writeFileSync(
        path,
        Buffer.concat([name === 'le' ? Buffer.of(0xff, 0xfe) : Buffer.of(0xfe, 0xff), bytes]),
      );
      assert.match((await runCli(['check', path])).stdout, /1 attempt · 1 key/);
      writeFileSync(path, bytes);
      assert.match(
        (await runCli(['check', path])).stdout + (await runCli(['check', path])).stderr,
        /is UTF-16, and no byte order mark says so: save it as UTF-8/,
      );
    }
  });
});
