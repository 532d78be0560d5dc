import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openTrace } from '../../../src/ingest/open-trace.ts';
import type { Certificate } from '../../../src/report/certificate-format.ts';
import { read } from '../ingest/read.ts';
import { certificateOf, sha256 } from './certified.ts';

const path = fileURLToPath(new URL('../../../sample-traces/two-client-unsafe.trace.csv', import.meta.url));
const certificate = certificateOf(await openTrace(path));

/** Columns of numbers; every other column is text, versions and times included. */
const NUMBERS = ['latency_ms', 'queue_delay_ms', 'retry_count', 'read_value', 'write_value'];

/** The rows of a simple CSV file as docs/certificate.md has them: written from the document, without the program. */
function canonicalRows(csv: string): { names: string[]; rows: string[] } {
  const [header = '', ...lines] = csv.trim().split('\n');
  const names = header.split(',');
  const rows = lines.map((line) =>
    JSON.stringify(
      line
        .split(',')
        .map((cell, at) => (cell === '' ? null : NUMBERS.includes(names[at]!) ? Number(cell) : cell)),
    ),
  );
  return { names, rows };
}

async function certificateOfText(csv: string): Promise<Certificate> {
  return certificateOf({ ...(await read(csv)), facts: undefined });
}

describe('a certificate', () => {
  it('has the root and the chain that a stranger computes from the document', () => {
    const { names, rows } = canonicalRows(readFileSync(path, 'utf8'));
    assert.equal(rows.length, 2);
    const digests = rows.map(sha256);
    // Two rows are laid out two wide: one line.
    assert.equal(certificate.content.width, 2);
    const root = sha256([JSON.stringify(names), sha256(digests.join(''))].join('\n'));
    assert.equal(certificate.content.sha256, root);
    const [key] = certificate.keys;
    assert.equal(key?.rows_sha256, sha256(digests.join('')));
    assert.equal(key.chain_sha256, sha256(`chain 1 2 ${digests[0]}\nstale 1 3 ${digests[1]}`));
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
        'confirmation-without-write': 0,
        'lost-confirmation': 0,
      },
      unexplained: 0,
    });
    assert.deepEqual(certificate.ledger, certificate.keys[0].ledger);
  });

  it('is the same for the same rows in another form', async () => {
    const { names, rows } = canonicalRows(readFileSync(path, 'utf8'));
    const ndjson = rows.map((row) => {
      const cells = JSON.parse(row) as unknown[];
      return JSON.stringify(Object.fromEntries(names.map((name, at) => [name, cells[at]]).reverse()));
    });
    const { facts } = await openTrace(path);
    const again = await read(ndjson.join('\n'), { name: 'a.trace.ndjson', facts });
    assert.deepEqual(certificateOf({ ...again, facts }), certificate);
  });

  it('tells large versions, times of 64 bits, fractions and unknown columns apart', async () => {
    const header = 'request_id,inventory_key,result,write_version,start_us,latency_us,price';
    const root = async (row: string) => (await certificateOfText(`${header}\n${row}\n`)).content.sha256;
    const row = 'r1,__proto__,success,9223372036854775806,1700000000000000123,1.5,7';
    const roots = await Promise.all(
      [
        row,
        row.replace('5806', '5807'),
        row.replace('0123', '0124'),
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
    assert.notEqual(without.content.sha256, empty.content.sha256);
  });
});
