import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { ColumnName } from '../../../../src/core/index.ts';
import type { Result } from '../../../../src/core/words/codes.ts';
import { memberChoices, partsOf } from '../../../../src/extension/mapping/choices.ts';
import { lookInThread } from '../../../../src/extension/mapping/mapping-thread.ts';
import type { MappingView } from '../../../../src/ingest/guess/mapping-view.ts';

const SCRIPT = new URL('../../../../src/extension/mapping/worker.ts', import.meta.url);
const LOGS = join(import.meta.dirname, '../../../logs');

function look(
  name: string,
  columns: readonly (readonly [ColumnName, { path: string; unit?: string } | undefined])[] = [],
  results: readonly (readonly [string, Result])[] = [],
): Promise<MappingView> {
  const choices = { columns: new Map(columns), results: new Map(results) };
  return lookInThread(SCRIPT, { path: join(LOGS, name), files: 'app.log', choices });
}

describe('mapping columns in VS Code', () => {
  it('shows each column with its member, each result, and five rows as they would be read', async () => {
    const [what, columns, results, rows] = partsOf(await look('zap/app.log'));
    assert.deepEqual(what!.choices[0]!.value, { do: 'write' });
    assert.equal(what!.choices[0]!.description, 'first lines: 60 attempts, 3 skipped');
    const request = columns!.choices.find(({ label }) => label === 'request_id');
    assert.equal(request!.description, 'orderNo');
    assert.match(request!.detail!, /^sure: its name is that of a request/);
    assert.deepEqual(
      results!.choices.map(({ label }) => label),
      ['ACCEPTED = success', 'OUT_OF_STOCK = rejected'],
    );
    assert.equal(rows!.choices.length, 5);
    assert.match(rows!.choices[0]!.label, /^SO-0480\d\d {2}P-100\d {2}success {2}\d/);
  });

  it('takes what a person says instead, and none', async () => {
    const view = await look(
      'zap/app.log',
      [
        ['latency_ms', { path: 'elapsed', unit: 's' }],
        ['units', undefined],
      ],
      [['OUT_OF_STOCK', 'conflict']],
    );
    const { map, result, units } = view.source!;
    assert.deepEqual([map!.latency, units], ['elapsed@s', undefined]);
    assert.deepEqual(result, { from: 'outcome', ACCEPTED: 'success', OUT_OF_STOCK: 'conflict' });
    assert.equal(view.read!.rejected, 0);
  });

  it('proposes nothing for a log without a key, says why, and takes one that a person names', async () => {
    const nothing = await look('python-json-logger/app.log');
    assert.equal(nothing.source, undefined);
    assert.match(partsOf(nothing)[0]!.choices[0]!.label, /names what an attempt takes from/);
    const view = await look(
      'python-json-logger/app.log',
      [
        ['request_id', { path: 'trace_id' }],
        ['inventory_key', { path: 'name' }],
        ['result', { path: 'outcome' }],
      ],
      [
        ['drawn', 'success'],
        ['none_left', 'rejected'],
      ],
    );
    assert.deepEqual([view.read!.attempts, view.read!.rejected], [45, 0]);
    assert.deepEqual(view.source!.where, { message: 'draw' });
  });

  it('offers every member with examples, and the unit of its times', async () => {
    const choices = memberChoices(await look('zap/app.log'));
    assert.equal(choices[0]!.value, undefined);
    const time = choices.find(({ label }) => label === 'ts')!.value;
    assert.deepEqual([time!.timeUnit, time!.saysUnit], ['s', false]);
    assert.match(choices.find(({ label }) => label === 'outcome')!.description!, /ACCEPTED, OUT_OF_STOCK/);
  });

  it('says of a file that is not there that it is not', async () => {
    await assert.rejects(look('none.log'), /there is no file/);
  });
});
