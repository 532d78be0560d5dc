import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { runLoad } from '../../../../src/harness/phases/load.ts';
import { AttemptJournal, readJournals } from '../../../../src/harness/record/attempt-journal.ts';
import type { AttemptRow } from '../../../../src/harness/record/attempt-row.ts';
import { Unanswered } from '../../../../src/harness/record/unanswered.ts';
import { openTrace } from '../../../../src/ingest/open-trace.ts';
import { RESULTS } from '../../../../src/core/words/codes.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-unanswered-'));
after(() => {
  rmSync(folder, { recursive: true });
});

function row(more: Partial<AttemptRow>): AttemptRow {
  return {
    requestId: 'r-1',
    inventoryKey: 'k',
    workerId: '',
    deployment: '',
    clientId: 'c1',
    result: 'timeout',
    retryCount: 0,
    startUs: 100,
    serviceUs: 100,
    endUs: 900,
    ...more,
  };
}

describe('a delivery without an answer', () => {
  it('is one attempt of unknown outcome if no worker ever began it', () => {
    const unanswered = new Unanswered();
    unanswered.add(unanswered.next(), row({}));
    assert.deepEqual(unanswered.reconciled({ deliveries: new Map() }), [{ reached: false, rows: [row({})] }]);
  });

  it('has the attempts that its worker wrote down, the last one of unknown outcome whatever the worker knew', async () => {
    const journals = mkdtempSync(join(folder, 'whole-'));
    const journal = new AttemptJournal(journals, 'w1@conditional');
    const unanswered = new Unanswered();
    const [heard, delivery] = [unanswered.next(), unanswered.next()];
    const first = row({ workerId: 'w1@conditional', result: 'retry', readVersion: 1, endUs: 400 });
    const second = row({
      workerId: 'w1@conditional',
      result: 'success',
      retryCount: 1,
      readVersion: 2,
      writeVersion: 3,
      endUs: 700,
    });
    journal.began(heard, row({}));
    journal.began(delivery, first);
    journal.began(delivery, second);
    journal.unanswered(delivery, [first, second]);
    unanswered.add(delivery, row({}));
    const read = await readJournals(journals, unanswered.deliveries);
    assert.equal(read.begun, 3);
    assert.deepEqual(unanswered.reconciled(read), [
      { reached: true, rows: [first, { ...second, result: 'timeout', endUs: 900 }] },
    ]);
  });

  it('has as many attempts as a worker began that was killed: what another one followed was refused', async () => {
    const journals = mkdtempSync(join(folder, 'killed-'));
    const journal = new AttemptJournal(journals, 'w2@conditional');
    const unanswered = new Unanswered();
    const delivery = unanswered.next();
    journal.began(delivery, row({ serviceUs: 200 }));
    journal.began(delivery, row({ serviceUs: 500, startUs: 480, retryCount: 1 }));
    appendFileSync(join(journals, 'w2@conditional.journal'), '[1,2,');
    unanswered.add(delivery, row({}));
    const [reconciled] = unanswered.reconciled(await readJournals(journals, unanswered.deliveries));
    assert.deepEqual(
      reconciled!.rows.map(({ workerId, result, retryCount, startUs, endUs }) => [
        workerId,
        result,
        retryCount,
        startUs,
        endUs,
      ]),
      [
        ['w2@conditional', 'retry', 0, 100, 500],
        ['w2@conditional', 'timeout', 1, 480, 900],
      ],
    );
  });
});

describe('a run whose clients give up', () => {
  it('has every attempt that was begun in its trace, and its books balance', async () => {
    // One key, a slow store: requests are refused again and again, and their clients do not wait for that.
    const run = await runLoad(
      {
        phase: 'load',
        variant: 'conditional',
        workload: { seed: 5, rate: 8, durationS: 4, arrivals: 'constant', keys: 1, skew: 0 },
        units: 100,
        workers: 2,
        storeLatencyMs: 500,
        deadlineMs: 1500,
        directory: mkdtempSync(join(folder, 'run-')),
        interrupted: new AbortController().signal,
      },
      () => undefined,
    );
    const { started, ...results } = run.metrics.attempts;
    const { history, problems } = await openTrace(run.tracePath, {});
    assert.deepEqual(problems, []);
    assert.equal(history.size, started);
    for (const [result, count] of Object.entries(results))
      assert.equal([...history.result].filter((code) => RESULTS[code] === result).length, count, result);
    assert.ok(results.timeout > 0, 'nobody gave up');
    assert.ok(started > run.metrics.requests.deliveries, 'nobody was refused');
    assert.deepEqual(
      run.metrics.invalid_because.filter((reason) => !reason.startsWith('Requests were sent late')),
      [],
    );
  });
});
