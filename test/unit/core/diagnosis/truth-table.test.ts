import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnoseLoad, type MeasuredLoad } from '../../../../src/core/diagnosis/load-diagnosis.ts';
import { waitsOf } from '../../../../src/core/diagnosis/waits.ts';
import { QUIET as MACHINE } from './machines.ts';
import { runOf, type Queue } from './queue.ts';

const LIMIT_MS = 50;
const QUIET_MACHINE = { ...MACHINE, pressure_share: 0.05 };
/** Half as much as it can do. */
const QUIET: Queue = { seconds: 30, ratePerS: 300, workers: 2, busyMs: () => 3 };

function diagnosed(queue: Partial<Queue>, measured: Omit<MeasuredLoad, 'processes'> = {}) {
  const { history, processes } = runOf({ ...QUIET, ...queue });
  const waits = waitsOf(history, LIMIT_MS);
  return {
    waits,
    diagnosis: diagnoseLoad(waits, { machine: QUIET_MACHINE, processes, ...measured }),
    byRows: diagnoseLoad(waits),
  };
}

describe('the diagnosis of a load', () => {
  it('has nothing to say of a quiet run', () => {
    const { diagnosis, byRows } = diagnosed({});
    assert.equal(diagnosis.name, 'no delay');
    assert.equal(byRows.name, 'no delay');
    assert.equal(diagnosis.text, 'No wait reached 50 ms: the longest was 0 ms.');
  });

  it('calls one pause in a quiet run a pause, wherever it is', () => {
    for (const from of [0.5, 14, 28.5])
      for (const length of [0.3, 1.2]) {
        const { diagnosis, byRows, waits } = diagnosed({ pauses: [[from, from + length]] });
        assert.ok(waits.maxMs > 200, `one longest wait is far above the limit: ${waits.maxMs}`);
        assert.equal(diagnosis.name, 'pause', `${from} s, ${length} s: ${diagnosis.text}`);
        assert.equal(byRows.name, 'pause');
        assert.match(
          diagnosis.text,
          /pauses, not an overload: .* of 9,000 attempts .* in 1 stretch of time, .* began with no attempt for/,
        );
      }
  });

  it('calls it an overload where a third waits too long and hundreds are turned away, though no queue grows', () => {
    const { diagnosis, byRows, waits } = diagnosed({
      // Too little for a while every few seconds, with a door that closes.
      busyMs: (atS) => (atS % 5 < 2.25 ? 7.7 : 3),
      admitted: 38,
    });
    const share = waits.long / waits.known;
    assert.ok(share > 0.35 && share < 0.38, `share of long waits ${share}`);
    assert.ok(waits.turnedAway > 310 && waits.turnedAway < 350, `turned away ${waits.turnedAway}`);
    assert.ok(waits.lastQuarterMs < 1.5 * waits.firstQuarterMs, 'the waits do not grow');
    assert.equal(diagnosis.name, 'queueing overload', diagnosis.text);
    assert.equal(byRows.name, 'queueing overload');
    assert.match(
      diagnosis.text,
      /\(3\d(\.\d)? %\) waited 50 ms or longer; .* turned away with 503; the busiest process, w\d@/,
    );
  });

  it('calls it an overload where the queue grows, or where a full service refuses before anybody waits', () => {
    const growing = diagnosed({ busyMs: () => 7 });
    assert.equal(growing.diagnosis.name, 'queueing overload', growing.diagnosis.text);
    assert.equal(growing.byRows.name, 'queueing overload');
    const refusing = diagnosed({ busyMs: () => 9, admitted: 6 });
    assert.equal(refusing.waits.long, 0);
    assert.equal(refusing.diagnosis.name, 'queueing overload', refusing.diagnosis.text);
    assert.equal(refusing.byRows.name, 'no delay', 'rows alone may as well say that nothing was left');
  });

  it('calls a short burst an overload, not a pause: the workers did not stand still', () => {
    const { diagnosis, byRows, waits } = diagnosed({ busyMs: (atS) => (atS > 10 && atS < 12 ? 12 : 3) });
    assert.ok(waits.longTimeShare < 0.2 && waits.stalledMs < 50, JSON.stringify(waits));
    assert.ok(waits.lastQuarterMs < 1, 'no queue is left at the end');
    assert.equal(diagnosis.name, 'queueing overload', diagnosis.text);
    assert.equal(byRows.name, 'queueing overload');
  });

  it('calls a slow service overloaded where it also turns away, or has no processor time to spare', () => {
    const refusing = diagnosed({ awayMs: 70, admitted: 20 });
    assert.ok(refusing.waits.turnedAway > 100 && refusing.waits.long === 0, JSON.stringify(refusing.waits));
    assert.equal(refusing.diagnosis.name, 'queueing overload', refusing.diagnosis.text);
    const { waits } = diagnosed({ awayMs: 70 });
    const nameWith = (id: string, cpu_share: number) =>
      diagnoseLoad(waits, { machine: QUIET_MACHINE, processes: [{ id, cpu_share, busy_share: 0.5 }] }).name;
    assert.equal(nameWith('w1@conditional', 0.79), 'slow service');
    assert.equal(nameWith('w1@conditional', 0.8), 'queueing overload');
    assert.equal(nameWith('generator', 0.95), 'slow service', 'the generator is no part of the service');
  });

  it('does not call the store slow where a worker has no processor time to spare', () => {
    const { diagnosis } = diagnosed({ busyMs: () => 7 }, { storeCalls: { count: 27_000, mean_ms: 2.1 } });
    assert.equal(diagnosis.name, 'queueing overload', diagnosis.text);
  });

  it('calls it an overload where one worker of many cannot follow', () => {
    const { history, processes } = runOf({ ...QUIET, busyMs: () => 7, ratePerS: 100, workers: 1 });
    const waits = waitsOf(history, LIMIT_MS);
    assert.equal(waits.long, 0, 'one worker can do 100/s');
    const slower = runOf({ ...QUIET, busyMs: () => 12, ratePerS: 100, workers: 1 });
    const others = processes.map((process) => ({ ...process, id: 'w9@conditional' }));
    const diagnosis = diagnoseLoad(waitsOf(slower.history, LIMIT_MS), {
      machine: QUIET_MACHINE,
      processes: [...others, ...slower.processes],
    });
    assert.equal(diagnosis.name, 'queueing overload');
    assert.match(diagnosis.text, /the busiest process, w0@conditional, used (9\d|100) % of one processor/);
  });

  it('calls a service slow where every attempt takes 70 ms longer, in its worker or before it', () => {
    for (const late of [{ awayMs: 70 }, { beforeMs: 70 }]) {
      const { diagnosis, byRows } = diagnosed(late, { storeCalls: { count: 27_000, mean_ms: 0.3 } });
      assert.equal(diagnosis.name, 'slow service', diagnosis.text);
      assert.equal(byRows.name, 'slow service');
      assert.match(
        diagnosis.text,
        /slow, not overloaded: 19 of 20 attempts (waited|took a worker) 7\d(\.\d)? ms/,
      );
    }
  });

  it('calls the store slow where the attempts are in hand for long because of its calls', () => {
    const { diagnosis, byRows } = diagnosed({ awayMs: 75 }, { storeCalls: { count: 27_000, mean_ms: 25 } });
    assert.equal(diagnosis.name, 'slow store', diagnosis.text);
    assert.match(
      diagnosis.text,
      /calls to the store took 25 ms on average, 75 ms per attempt; a worker had an attempt for 78 ms/,
    );
    assert.equal(byRows.name, 'slow service', 'rows do not say what the time went to');
  });

  it('calls the store slow, too, where its calls block the workers so that a queue grows', () => {
    const { history, processes } = runOf({ ...QUIET, busyMs: () => 7 });
    const blocked = processes.map((process) => ({ ...process, cpu_share: 0.15 }));
    const diagnosis = diagnoseLoad(waitsOf(history, LIMIT_MS), {
      machine: QUIET_MACHINE,
      processes: blocked,
      storeCalls: { count: 27_000, mean_ms: 2.1 },
    });
    assert.equal(diagnosis.name, 'slow store', diagnosis.text);
  });

  it("names the machine where the processor was stolen, or was other processes'", () => {
    const overload = { busyMs: (atS: number) => (atS > 10 ? 12 : 3) };
    const stolen = { ...QUIET_MACHINE, own_share: 0.5, stolen_share: 0.42, idle_share: 0.04 };
    const taken = {
      ...QUIET_MACHINE,
      own_share: 0.27,
      other_share: 0.71,
      idle_share: 0.02,
      pressure_share: 0.9,
    };
    for (const machine of [stolen, taken]) {
      const { diagnosis } = diagnosed(overload, { machine });
      assert.equal(diagnosis.name, 'busy machine', diagnosis.text);
      assert.match(diagnosis.text, /^The machine was busy, .* of 2 processors were other processes'/);
    }
    assert.equal(diagnosed(overload).diagnosis.name, 'queueing overload');
  });

  it('does not blame a machine that is used by others and has processors left', () => {
    const shared = { ...QUIET_MACHINE, processors: 64, own_share: 0.05, other_share: 0.4, idle_share: 0.55 };
    const { diagnosis } = diagnosed({ busyMs: () => 7 }, { machine: shared });
    assert.equal(diagnosis.name, 'queueing overload', diagnosis.text);
  });

  it('says what was not measured, and of rows alone nothing but what they say', () => {
    const { history } = runOf({ ...QUIET, busyMs: () => 7 });
    const waits = waitsOf(history, LIMIT_MS);
    assert.match(diagnoseLoad(waits, {}).text, /; how busy the processes were was not measured\.$/);
    assert.match(diagnoseLoad(waits).text, /; no attempt was turned away\.$/);
  });
});
