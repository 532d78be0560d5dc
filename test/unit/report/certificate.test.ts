import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openTrace } from '../../../src/ingest/open-trace.ts';
import type { Certificate } from '../../../src/ingest/run-files/certificate.ts';
import { contentDigest, rowDigests } from '../../../src/ingest/row-digest.ts';
import { read } from '../ingest/read.ts';
import { certificateOf, sha256 } from './certified.ts';

const path = fileURLToPath(new URL('../../../sample-traces/two-client-unsafe.trace.csv', import.meta.url));
const certificate = certificateOf(await openTrace(path));

/** What the cells of a column are, by the last part of its name; every other column is text. */
const KINDS: Readonly<Record<string, (cell: string, origin: number) => unknown>> = {
  result: (cell) => ['success', 'conflict', 'rejected', 'timeout', 'retry'].indexOf(cell),
  version: (cell) => cell,
  count: (cell) => (cell === '' ? -1 : Number(cell)),
  ms: (cell) => (cell === '' ? null : Number(cell)),
  units: (cell) => (cell === '' ? null : Number(cell)),
  value: (cell) => (cell === '' ? null : Number(cell)),
  us: (cell, origin) => (cell === '' ? null : Number(cell) - origin),
};
const COLUMNS_OF_THE_FORMAT =
  'client_id confirm_site deployment end_us fault inventory_key latency_ms phase queue_delay_ms read_site read_us ' +
  'read_value read_version request_id result retry_count start_us units worker_id write_site write_us write_value write_version';

/** The rows of a simple CSV file as docs/certificate.md has them: written from the document, without the program. */
function canonicalRows(csv: string): { head: string; rows: string[] } {
  const [header = '', ...lines] = csv.trim().split('\n');
  const names = header.split(',');
  const cells = lines.map((line) => line.split(','));
  const times = cells.flatMap((row) => row.filter((cell, at) => names[at]!.endsWith('_us') && cell !== ''));
  const origin = Math.min(...times.map(Number));
  const rows = cells.map((row) =>
    JSON.stringify(
      COLUMNS_OF_THE_FORMAT.split(' ').map((name) => {
        const cell = row[names.indexOf(name)] ?? '';
        return (KINDS[/[^_]+$/.exec(name)![0]] ?? ((text) => (text === '' ? null : text)))(cell, origin);
      }),
    ),
  );
  return { head: JSON.stringify([[...names].sort(), String(origin), 0]), rows };
}

async function certificateOfText(csv: string): Promise<Certificate> {
  return certificateOf({ ...(await read(csv)), facts: undefined });
}

describe('a certificate', () => {
  it('has the digests and the steps that a stranger computes from the document', () => {
    const { head, rows } = canonicalRows(readFileSync(path, 'utf8'));
    assert.equal(rows.length, 2);
    const digests = rows.map(sha256);
    assert.equal(certificate.rows.sha256, sha256(`${head}\n${digests.join('')}`));
    assert.equal(certificate.rows.tags, digests.map((digest) => digest.slice(0, 4)).join(''));
    assert.deepEqual(certificate.keys[0]?.epochs, [
      {
        initial: '1',
        isDecided: true,
        steps: [
          [2, '1', '2', 'chain'],
          [3, '1', '3', 'stale'],
        ],
      },
    ]);
  });

  it('has the digests that the verifier computes, whatever the columns', async () => {
    for (const text of [
      'request_id,inventory_key,result,write_version,start_us,latency_us,price\nr1,k,success,2,9007199254740993,1.5,7\n',
      'inventory_key,result,request_id,retry_count,fault\nk,timeout,r1,,\nk,retry,r2,3,late\n',
      'request_id,inventory_key,result,read_version\nr1,k,conflict,18446744073709551615\n',
    ]) {
      const { history, reading } = await read(text);
      const { rows } = await certificateOfText(text);
      assert.equal(contentDigest(history, reading, rowDigests(history)), rows.sha256, text);
    }
  });

  it('has the books of the key', () => {
    assert.deepEqual(certificate.keys[0]?.ledger, {
      confirmed: 2,
      initial: 1,
      remaining: 0,
      mismatch: 1,
      by: {
        'stale-version-write': 1,
        'duplicate-confirmation': 0,
        'duplicate-write': 0,
        'confirmation-without-write': 0,
        'lost-confirmation': 0,
        'outside the trace': 0,
      },
      undecided: 0,
      unexplained: 0,
    });
    assert.deepEqual(certificate.ledger, certificate.keys[0].ledger);
  });

  it('is the same for the same rows in another form', async () => {
    const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split('\n');
    const ndjson = lines.map((line) => {
      const cells = line.split(',');
      const numeric = /_(ms|value|us|count|version)$/;
      const members = header.split(',').map((name, at) => {
        const cell = cells[at]!;
        return [name, cell === '' ? null : numeric.test(name) ? Number(cell) : cell];
      });
      return JSON.stringify(Object.fromEntries(members.reverse()));
    });
    const { facts } = await openTrace(path);
    const again = await read(`\n${ndjson.join('\n')}`, { name: 'a.trace.ndjson', facts });
    assert.deepEqual(certificateOf({ ...again, facts }), certificate);
  });

  it('tells large versions, times of 64 bits, fractions and unknown columns apart', async () => {
    const header = 'request_id,inventory_key,result,write_version,start_us,latency_us,price';
    const root = async (row: string) => (await certificateOfText(`${header}\n${row}\n`)).rows.sha256;
    const row = 'r1,__proto__,success,9223372036854775806,9007199254740992,1.5,7';
    const roots = await Promise.all(
      [
        row,
        row.replace('5806', '5807'),
        row.replace('0992', '0993'),
        row.replace(',1.5,', ',1.25,'),
        row.replace(',7', ',8'),
        row.replace(',7', ','),
      ].map(root),
    );
    assert.equal(new Set(roots).size, roots.length);
  });

  it('tells a missing column from an empty one', async () => {
    const without = await certificateOfText('request_id,inventory_key,result\nr1,k,success\n');
    const empty = await certificateOfText('request_id,inventory_key,result,fault\nr1,k,success,\n');
    assert.notEqual(without.rows.sha256, empty.rows.sha256);
  });
});
