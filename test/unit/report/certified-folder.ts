import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after } from 'node:test';
import { openTrace } from '../../../src/ingest/open-trace.ts';
import type { Certificate, CertifiedReport, FileDigest } from '../../../src/ingest/run-files/certificate.ts';
import { runCli } from '../cli/terminal.ts';
import { certificateOf } from './certified.ts';

const HEADER = 'request_id,inventory_key,worker_id,read_version,write_version,result,read_value,write_value';
/** Five units of one key, of which B was sold one that C had already; and a key of which one was sold. */
export const ROWS = [
  'r1,seat-7,A,1,2,success,5,4',
  'r2,seat-7,B,1,,retry,5,',
  'r2,seat-7,B,2,3,success,4,3',
  'r3,seat-7,C,2,4,success,4,3',
  'r4,seat-8,A,1,2,success,5,4',
  'r5,seat-8,B,2,,timeout,4,',
];
export const MANIFEST = {
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
export async function certified(rows = ROWS): Promise<Case> {
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
export function reportOn(
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

/** A file's name, size and digest as a report lists them. */
export function digestOf(path: string): FileDigest {
  const bytes = readFileSync(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name: basename(path), bytes: bytes.length, sha256 };
}

/** What `race-trace verify --format json` prints, as far as tests look at it. */
export interface Refused {
  readonly verified: boolean;
  readonly traces: readonly { readonly refused_because: readonly string[] }[];
  readonly report: { readonly refused_because: readonly string[] };
}

/** What is refused of a trace, and of the report as a whole. */
export async function refusals(report: string, trace: string): Promise<readonly string[]> {
  const { code, stdout } = await runCli(['verify', '--format', 'json', report, trace]);
  const value = JSON.parse(stdout) as Refused;
  assert.equal(value.verified, false);
  assert.equal(code, 1);
  return [...value.traces[0]!.refused_because, ...value.report.refused_because];
}

/** What is refused of a trace alone. */
export async function refusal(report: string, trace: string): Promise<readonly string[]> {
  const { stdout } = await runCli(['verify', '--format', 'json', report, trace]);
  return (JSON.parse(stdout) as Refused).traces[0]!.refused_because;
}
