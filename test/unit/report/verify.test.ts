import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { writeReport } from '../../../src/cli/report/write-report.ts';
import { openTrace } from '../../../src/ingest/open-trace.ts';
import type {
  Certificate,
  CertifiedReport,
  CertifiedStep,
  FileDigest,
  KeyCertificate,
} from '../../../src/ingest/run-files/certificate.ts';
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
  variant: 'conditional',
  version_scheme: 'sequential',
  initial: { 'seat-7': { value: 5, version: 1 }, 'seat-8': { value: 5, version: 1 } },
  remaining: { 'seat-7': { value: 3, version: 4 }, 'seat-8': { value: 3, version: 3 } },
  complete: true,
  closed: true,
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
  const report = write('report.json', JSON.stringify(reportOn([certificate], files)));
  return { trace, report, certificate, write };
}

/** What of a report the verifier reads. */
function reportOn(
  certificates: readonly Certificate[],
  files: Readonly<Record<string, FileDigest>> = {},
): CertifiedReport {
  const listed = Object.values(files).map((file) => ({ run: 'conditional', ...file }));
  const own = certificates.flatMap(({ run, trace, manifest }) =>
    [trace, manifest].flatMap((file) => (file === null ? [] : [{ run, ...file }])),
  );
  return {
    format: 'race-trace-report/1',
    name: certificates.find(({ side }) => side === 'candidate')?.run ?? 'conditional',
    variant: 'conditional',
    before: { name: certificates.find(({ side }) => side === 'before')?.run ?? 'unsafe', variant: 'unsafe' },
    decision: { decision: 'blocked', reasons: [{ code: 'violation', level: 'blocks' }], criteria: [] },
    canary: null,
    invariant: certificates.map(({ side, phase, verdict, keys, ledger }) => ({
      ...{ side, phase, verdict, ledger, keys: keys.length, attempts: 0 },
      unknown_because: verdict === 'unknown' ? ['it is'] : [],
      invalid_because: [],
    })),
    files: [...listed, ...own],
    certificates,
  };
}

/** What is refused of a trace, and of the report as a whole. */
async function refusals(report: string, trace: string): Promise<readonly string[]> {
  const { code, stdout } = await runCli(['verify', '--format', 'json', report, trace]);
  const value = JSON.parse(stdout) as Refused;
  assert.equal(value.verified, false);
  assert.equal(code, 1);
  return [...value.traces[0]!.refused_because, ...value.report.refused_because];
}

interface Refused {
  readonly verified: boolean;
  readonly traces: readonly { readonly refused_because: readonly string[] }[];
  readonly report: { readonly refused_because: readonly string[] };
}

function digestOf(path: string): FileDigest {
  const bytes = readFileSync(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name: basename(path), bytes: bytes.length, sha256 };
}

/** What is refused of a trace alone. */
async function refusal(report: string, trace: string): Promise<readonly string[]> {
  const { stdout } = await runCli(['verify', '--format', 'json', report, trace]);
  return (JSON.parse(stdout) as Refused).traces[0]!.refused_because;
}

/** A key with other steps. */
const withSteps =
  (change: (steps: readonly CertifiedStep[]) => readonly CertifiedStep[]) =>
  ({ epochs, ...key }: KeyCertificate): KeyCertificate => ({
    ...key,
    epochs: epochs.map(({ steps, ...epoch }) => ({ ...epoch, steps: change(steps) })),
  });

describe('race-trace verify', () => {
  it('verifies what was certified', async () => {
    const { report, trace } = await certified();
    const { code, stdout, stderr } = await runCli(['verify', report, trace]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    assert.match(
      stdout,
      /^verified {2}.*load\.trace\.csv\nverified {2}.*report\.json\nChecked: rows, steps, books and verdict of 1 of 1 trace; the decision blocked against certificates, 0 files of metrics and the criteria\. Not checked: what only clients measured, such as the offered rate; the sentences of the report\.\n$/,
    );
  });

  it('names the line, the key and the books that a changed cell belongs to', async () => {
    const { report, trace, write } = await certified();
    write('load.trace.csv', readFileSync(trace, 'utf8').replace('C,2,4,success', 'C,2,4,conflict'));
    const reasons = await refusal(report, trace);
    assert.equal(reasons[0], 'line 5, key seat-7: from here on the rows are not the certified ones');
    assert.match(reasons[1]!, /^key seat-7: \[2,5,3,0,.*certified is \[3,5,3,1,/);
    assert.ok(!reasons.some((reason) => reason.includes('seat-8')), reasons.join('\n'));
    assert.match(
      reasons.at(-1)!,
      /^load\.trace\.csv has other bytes than those of the report: SHA-256 [0-9a-f]{64}$/,
    );
  });

  it('says where a row is missing, and where there is one too many', async () => {
    const { report, trace, write } = await certified();
    const all = readFileSync(trace, 'utf8');
    const elsewhere = 'from here on the rows are not the certified ones';
    write('load.trace.csv', all.replace(`${ROWS[3]!}\n`, ''));
    assert.equal((await refusal(report, trace))[0], `line 5, key seat-8: ${elsewhere}`);
    write('load.trace.csv', `${all}${ROWS[4]!}\n`);
    assert.equal((await refusal(report, trace))[0], `line 8, key seat-8: ${elsewhere}`);
  });

  it('says where neighbouring rows of different keys were exchanged', async () => {
    const { report, trace, write } = await certified();
    const [fourth, fifth] = [ROWS[3]!, ROWS[4]!];
    write(
      'load.trace.csv',
      readFileSync(trace, 'utf8').replace(`${fourth}\n${fifth}`, `${fifth}\n${fourth}`),
    );
    assert.match((await refusal(report, trace))[0]!, /^line 5, key seat-8: from here on/);
  });

  const forgeries: readonly [string, (key: KeyCertificate) => KeyCertificate, RegExp][] = [
    [
      'books that are not those of the rows',
      (key) => {
        const by = { ...key.ledger.by, 'stale-version-write': 0 };
        return { ...key, ledger: { ...key.ledger, mismatch: 0, by } };
      },
      /^key seat-7: \[3,5,3,1,.*, certified is \[3,5,3,0,/,
    ],
    [
      'a stale write that is said to be in the chain',
      withSteps((steps) => steps.map(([line, base, made]) => [line, base, made, 'chain'])),
      /^line 5, key seat-7: this is no step 'chain' from version 2 to 4$/m,
    ],
    [
      'steps in another order',
      withSteps((steps) => steps.toReversed()),
      /^line 5, key seat-7: this is no step/,
    ],
    [
      'a success that is left out',
      withSteps((steps) => steps.slice(0, -1)),
      /^line 5, key seat-7: key seat-7 has no step for version 4$/m,
    ],
    [
      'a success that is counted twice',
      withSteps((steps) => [...steps, steps[0]!]),
      /^line 2, key seat-7: version 2 is its step twice$/m,
    ],
    [
      'a first version that the manifest does not have',
      (key) => ({
        ...key,
        epochs: [{ ...key.epochs[0]!, initial: '2', steps: key.epochs[0]!.steps.slice(1) }],
      }),
      /^line 2, key seat-7: key seat-7 has no step for version 2$/m,
    ],
  ];
  for (const [what, forge, says] of forgeries)
    it(`refuses ${what}`, async () => {
      const { trace, write, certificate } = await certified();
      const [first, ...others] = certificate.keys;
      const forged = { ...certificate, keys: [forge(first!), ...others] };
      const report = write('forged.json', JSON.stringify(reportOn([forged])));
      assert.match((await refusal(report, trace)).join('\n'), says);
    });

  it('refuses a timed-out attempt that cannot have been applied', async () => {
    const { trace, write, certificate } = await certified();
    const [first, second] = certificate.keys;
    assert.deepEqual(second?.epochs[0]?.steps.at(-1), [7, '2', '3', 'chain']);
    const forge = withSteps((steps) => [...steps.slice(0, -1), [7, '1', '4', 'chain']]);
    const forged: Certificate = { ...certificate, keys: [first!, forge(second)] };
    const report = write('forged.json', JSON.stringify(reportOn([forged])));
    const [reason] = await refusal(report, trace);
    assert.equal(reason, "line 7, key seat-8: this is no step 'chain' from version 1 to 4");
  });

  it('refuses a report that says something else than its certificates', async () => {
    const { trace, write, certificate } = await certified();
    const { ledger } = certificate;
    const honest = reportOn([certificate]);
    const [books] = honest.invariant;
    const cases: readonly [CertifiedReport, RegExp][] = [
      [
        { ...honest, invariant: [{ ...books!, ledger: { ...ledger, confirmed: 5 } }] },
        /^the report says confirmed 5 of load, certified is 4$/,
      ],
      [
        { ...honest, invariant: [{ ...books!, verdict: 'ok' }] },
        /^the report says verdict "ok" of load, certified is "violation"$/,
      ],
      [{ ...honest, invariant: [] }, /^the report says verdict undefined of load/],
      [
        { ...honest, decision: { ...honest.decision, decision: 'release' } },
        /^the report decides release, although the verdict of load is violation$/,
      ],
      [
        reportOn([{ ...certificate, verdict: 'ok' }]),
        /^the verdict is certified as ok, but it is violation: a write is stale on key seat-7$/,
      ],
      [
        reportOn([{ ...certificate, ledger: { ...ledger, mismatch: 7 } }]),
        /^all keys together: \[4,10,6,0,.*, certified is \[4,10,6,7,/,
      ],
    ];
    for (const [forged, says] of cases) {
      const report = write('forged.json', JSON.stringify(forged));
      assert.match((await refusals(report, trace)).join('\n'), new RegExp(says.source, 'm'));
    }
  });

  it('refuses a store that held something else', async () => {
    const { report, trace, write } = await certified();
    const remaining = { ...MANIFEST.remaining, 'seat-7': { value: 2, version: 4 } };
    write('load.run.json', JSON.stringify({ ...MANIFEST, remaining }));
    const reasons = await refusal(report, trace);
    assert.match(reasons[0]!, /^key seat-7: \[3,5,2,0,.*certified is \[3,5,3,1,/);
    assert.match(reasons.at(-1)!, /^load\.run\.json has other bytes than those of the report: SHA-256/);
  });

  it('refuses other bytes of the same rows, and says that it is only the bytes', async () => {
    const { report, trace, write } = await certified();
    write('load.trace.csv', readFileSync(trace, 'utf8').replaceAll('\n', '\r\n'));
    const reasons = await refusal(report, trace);
    assert.equal(reasons.length, 1);
    assert.match(reasons[0]!, /^load\.trace\.csv has other bytes than those of the report/);
  });

  it('finds the certificate among several of one name by the folder of the run', async () => {
    const [first, second] = [await certified(), await certified(ROWS.slice(0, 3))];
    const certificates = [
      { ...second.certificate, run: 'elsewhere', side: 'before' } as const,
      { ...first.certificate, run: basename(dirname(first.trace)) },
    ];
    const report = first.write('both.json', JSON.stringify(reportOn(certificates)));
    const { code, stdout } = await runCli(['verify', report, first.trace]);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /verdict of 1 of 2 traces; .*Not checked: load of the service before; /);
  });

  it('verifies every trace of a report that race-trace report made, on both of its sides, and the files beside it', async () => {
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
    write(
      'conditional/load.metrics.json',
      readFileSync(join(conditional, 'load.metrics.json'), 'utf8') + '\n',
    );
    assert.match((await refusal(report, traces[3]!))[0]!, /^load\.metrics\.json has other bytes/);
    rmSync(join(conditional, 'load.metrics.json'));
    assert.equal((await refusal(report, traces[3]!))[0], 'load.metrics.json is missing');
    write('unsafe/load.trace.csv', readFileSync(traces[1]!, 'utf8').replace('success', 'conflict'));
    assert.match((await refusal(report, traces[1]!))[0]!, /^line 2, key seat-0: from here on/);
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
    assert.deepEqual(await refusal(report, other), ['the report has no certificate for it']);
  });

  it('ends in 2 for what cannot be read, and says what to do', async () => {
    const { report, trace, write, certificate } = await certified();
    const broken = { ...reportOn([certificate]), certificates: [{ ...certificate, keys: 7 }] };
    const cases: readonly [string[], RegExp][] = [
      [[report, join(trace, 'nothing.csv')], /there is no file .*nothing\.csv/],
      [[join(trace, 'nothing.json'), trace], /nothing\.json cannot be read: a part of that path is a file/],
      [[trace, trace], /load.trace.csv is not JSON: Unexpected token/],
      [
        [write('empty.json', '{}'), trace],
        /no certificates that can be used \(format: expected "race-trace-report\/1"; it is missing/,
      ],
      [
        [write('broken.json', JSON.stringify(broken)), trace],
        /no certificates that can be used \(certificates\.0\.keys: expected a list, not 7.*race-trace report writes/,
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
