import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { writeReport } from '../../../src/cli/report.ts';
import { openTrace } from '../../../src/ingest/open-trace.ts';
import type { Certificate, FileDigest } from '../../../src/report/certificate-format.ts';
import { runCli } from '../cli/terminal.ts';
import { certificateOf } from './certified.ts';
import { HELD, RACED, validation } from './synthetic-validation.ts';

const HEADER = 'request_id,inventory_key,worker_id,read_version,write_version,result,read_value,write_value';
/** Five units of one key, of which B was sold one that C had already; and a key of which one was sold. */
const ROWS = [
  'r1,seat-7,A,1,2,success,5,4',
  'r2,seat-7,B,1,,retry,5,',
  'r2,seat-7,B,2,3,success,4,3',
  'r3,seat-7,C,2,4,success,4,3',
  'r4,seat-8,A,1,2,success,5,4',
  'r5,seat-8,B,2,,timeout,4,',
];
const MANIFEST = {
  format: 'race-trace/1',
  version_scheme: 'sequential',
  initial: { 'seat-7': { value: 5, version: 1 }, 'seat-8': { value: 5, version: 1 } },
  remaining: { 'seat-7': { value: 3, version: 4 }, 'seat-8': { value: 3, version: 3 } },
  complete: true,
};

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

interface Case {
  readonly trace: string;
  readonly report: string;
  readonly certificate: Certificate;
  readonly write: (name: string, content: string | Uint8Array) => string;
}

/** A certified trace in a folder of its own. */
async function certified(rows = ROWS): Promise<Case> {
  const folder = mkdtempSync(join(tmpdir(), 'race-trace-verify-'));
  folders.push(folder);
  const write = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const trace = write('load.trace.csv', `${[HEADER, ...rows].join('\n')}\n`);
  const manifest = write('load.run.json', JSON.stringify(MANIFEST));
  const files = { trace: digestOf(trace), manifest: digestOf(manifest) };
  const certificate = certificateOf(await openTrace(trace), files);
  const report = write('report.json', JSON.stringify({ certificates: [certificate] }));
  return { trace, report, certificate, write };
}

function digestOf(path: string): FileDigest {
  const bytes = readFileSync(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name: basename(path), bytes: bytes.length, sha256 };
}

async function refusal(report: string, trace: string): Promise<readonly string[]> {
  const { code, stdout } = await runCli(['verify', '--format', 'json', report, trace]);
  const value = JSON.parse(stdout) as { verified: boolean; traces: { refused_because: string[] }[] };
  assert.equal(value.verified, false);
  assert.equal(code, 1);
  return value.traces[0]!.refused_because;
}

describe('race-trace verify', () => {
  it('verifies what was certified', async () => {
    const { report, trace } = await certified();
    const { code, stdout, stderr } = await runCli(['verify', report, trace]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    assert.match(stdout, /^verified {2}.*load\.trace\.csv\n$/);
  });

  it('names the line, the column, the key and the books that a changed cell belongs to', async () => {
    const { report, trace, write } = await certified();
    write('load.trace.csv', readFileSync(trace, 'utf8').replace('C,2,4,success', 'C,2,4,conflict'));
    const reasons = await refusal(report, trace);
    assert.equal(
      reasons[0],
      'line 5 was certified otherwise in column result; it is now key seat-7, request r3, conflict, read v2, wrote v4',
    );
    for (const reason of [
      'seat-7: rows with result success: 2 now, 3 in the certificate',
      'seat-7: stale-version writes: 0 now, 1 in the certificate',
      'seat-7: mismatch: 0 now, 1 in the certificate',
      'seat-7: its version chain is another one',
    ])
      assert.ok(reasons.includes(reason), reasons.join('\n'));
    assert.ok(!reasons.some((reason) => reason.includes('seat-8')), reasons.join('\n'));
  });

  it('says where a row is missing, and where there is one too many', async () => {
    const { report, trace, write } = await certified();
    const all = readFileSync(trace, 'utf8');
    write('load.trace.csv', all.replace(`${ROWS[3]!}\n`, ''));
    assert.equal((await refusal(report, trace))[0], 'a certified row is missing between line 5 and line 7');
    write('load.trace.csv', `${all}${ROWS[4]!}\n`);
    assert.equal(
      (await refusal(report, trace))[0],
      'there is a row that was not certified between line 8 and line 9',
    );
  });

  it('refuses a report whose books are not those of the rows', async () => {
    const { trace, write, certificate } = await certified();
    const [first, ...others] = certificate.keys;
    const { ledger } = first!;
    const balanced = { ...ledger, mismatch: 0, by: { ...ledger.by, 'stale-version-write': 0 } };
    const forged = { ...certificate, keys: [{ ...first, ledger: balanced }, ...others] };
    const report = write('forged.json', JSON.stringify({ certificates: [forged] }));
    assert.deepEqual(await refusal(report, trace), [
      'seat-7: mismatch: 1 now, 0 in the certificate',
      'seat-7: units by stale-version-write: 1 now, 0 in the certificate',
    ]);
  });

  it('refuses a timed-out attempt that cannot have been applied', async () => {
    const { trace, write, certificate } = await certified();
    const [first, second] = certificate.keys;
    assert.deepEqual(second?.applied, [[7, '3']]);
    const forged = { ...certificate, keys: [first, { ...second, applied: [[7, '4']] }] };
    const report = write('forged.json', JSON.stringify({ certificates: [forged] }));
    const [reason] = await refusal(report, trace);
    assert.equal(reason, 'seat-8: line 7 is taken for the write of version 4, which it cannot be');
  });

  it('refuses a store that held something else', async () => {
    const { report, trace, write } = await certified();
    const remaining = { ...MANIFEST.remaining, 'seat-7': { value: 2, version: 4 } };
    write('load.run.json', JSON.stringify({ ...MANIFEST, remaining }));
    const reasons = await refusal(report, trace);
    assert.deepEqual(reasons.slice(0, 2), [
      'seat-7: remaining: 2 now, 3 in the certificate',
      'seat-7: mismatch: 0 now, 1 in the certificate',
    ]);
    assert.match(
      reasons.at(-1)!,
      /^the manifest has other bytes than the certified one: SHA-256 [0-9a-f]{64}, not /,
    );
  });

  it('refuses other bytes of the same rows, and says that it is only the bytes', async () => {
    const { report, trace, write } = await certified();
    write('load.trace.csv', readFileSync(trace, 'utf8').replaceAll('\n', '\r\n'));
    const reasons = await refusal(report, trace);
    assert.equal(reasons.length, 1);
    assert.match(
      reasons[0]!,
      /^the trace file has other bytes than the certified one: .+, 261 bytes instead of 254$/,
    );
  });

  it('finds the certificate among several of one name', async () => {
    const [first, second] = [await certified(), await certified(ROWS.slice(0, 3))];
    const certificates = [first.certificate, second.certificate];
    const report = first.write('both.json', JSON.stringify({ certificates }));
    assert.equal((await runCli(['verify', report, first.trace, second.trace])).code, 0);
  });

  it('verifies every trace of a report that race-trace report made, on both of its sides', async () => {
    const { trace, write } = await certified();
    const folder = dirname(trace);
    const [unsafe, conditional] = [join(folder, 'unsafe'), join(folder, 'conditional')];
    validation(unsafe, 'unsafe', { reproduce: RACED, load: RACED });
    validation(conditional, 'conditional', { reproduce: HELD, load: HELD });
    const made = await writeReport(conditional, { baseline: unsafe });
    assert.deepEqual(
      made.paths.slice(2).map((path) => basename(path)),
      ['report.json', 'alerts.rules.yml', 'alerts.test.yml'],
    );
    const report = made.paths[2]!;
    const traces = [unsafe, conditional].flatMap((side) =>
      ['reproduce', 'load'].map((phase) => join(side, `${phase}.trace.csv`)),
    );
    const { code, stdout } = await runCli(['verify', report, ...traces]);
    assert.equal(code, 0, stdout);
    write('unsafe/load.trace.csv', readFileSync(traces[1]!, 'utf8').replace('success', 'conflict'));
    assert.match(
      (await refusal(report, traces[1]!))[0]!,
      /^line \d+ was certified otherwise in column result;/,
    );
  });

  it('makes what a trace says visible', async () => {
    const evil = ['r1,seat\u001b[2J,A,1,2,success,5,4'];
    const { report, trace, write } = await certified(evil);
    write('load.trace.csv', readFileSync(trace, 'utf8').replace(',1,2,', ',1,3,'));
    const { stdout } = await runCli(['verify', report, trace]);
    assert.ok(!stdout.includes('\u001b'), JSON.stringify(stdout));
  });

  it('refuses a trace that the report has no certificate for', async () => {
    const { report, trace, write } = await certified();
    const other = write('other.trace.csv.gz', gzipSync(readFileSync(trace)));
    assert.deepEqual(await refusal(report, other), [
      'the report has no certificate for it, only for load.trace.csv',
    ]);
  });

  it('ends in 2 for what cannot be read, and says what to do', async () => {
    const { report, trace, write, certificate } = await certified();
    const broken = write('broken.json', JSON.stringify({ certificates: [{ ...certificate, keys: 7 }] }));
    const cases: readonly [string[], RegExp][] = [
      [[report, join(trace, 'nothing.csv')], /there is no file .*nothing\.csv/],
      [[join(trace, 'nothing.json'), trace], /cannot be read as a report: /],
      [[trace, trace], /cannot be read as a report: .*JSON/],
      [[write('empty.json', '{}'), trace], /has no certificates that can be used \(certificates: /],
      [
        [broken, trace],
        /has no certificates that can be used \(certificates\.0\.keys: .*race-trace report writes/,
      ],
      [[report], /missing required argument 'trace'/],
    ];
    for (const [args, says] of cases) {
      const { code, stderr } = await runCli(['verify', ...args]);
      assert.equal(code, 2, args.join(' '));
      assert.match(stderr, says);
    }
  });
});
