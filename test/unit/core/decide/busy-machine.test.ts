import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LoadFigures, PhaseEvidence } from '../../../../src/core/decide/evidence.ts';
import type { MachineReading } from '../../../../src/core/diagnosis/machine-use.ts';
import { BUSY, QUIET } from '../diagnosis/machines.ts';
import { decided, type Change } from './deciding.ts';
import { counts, ledger, withCandidate, type PhaseChange } from './evidence-of.ts';

/** A machine, and whether a limit of latency that was missed on it says something of the service. */
const MACHINES: readonly (readonly [name: string, machine: MachineReading | undefined, excused: boolean])[] =
  [
    ['not recorded', undefined, false],
    ['not measured', { not_measured: 'this system has no /proc/stat' }, false],
    ['quiet', QUIET, false],
    ['short of processors by its own load', { ...QUIET, own_share: 0.97, idle_share: 0.01 }, false],
    ['with others below the share', { ...BUSY, own_share: 0.79, other_share: 0.19 }, false],
    ['with others at the share', { ...BUSY, own_share: 0.78, other_share: 0.2 }, true],
    ['with others at the share and processors left', { ...QUIET, other_share: 0.4, idle_share: 0.3 }, false],
    [
      'with others at the share and processes waiting',
      { ...QUIET, other_share: 0.4, idle_share: 0.3, pressure_share: 0.3 },
      true,
    ],
    ['busy with others', BUSY, true],
    ['stolen by the hypervisor', { ...QUIET, stolen_share: 0.05 }, true],
    [
      'with others at the share and some of it stolen',
      { ...BUSY, other_share: 0.17, stolen_share: 0.04 },
      true,
    ],
    ['hardly stolen', { ...QUIET, stolen_share: 0.04 }, false],
  ];

type Missed = Partial<LoadFigures>;
/** What went wrong in the retest besides, and the decision on a busy machine. */
const WRONG: readonly (readonly [
  name: string,
  change: (is: PhaseEvidence) => PhaseChange,
  decision: string,
])[] = [
  ['the p99 latency', figures({ p99LatencyMs: 212 }), 'undecided'],
  ['the maximum queue delay', figures({ maxQueueDelayMs: 70 }), 'undecided'],
  ['both', figures({ p99LatencyMs: 212, maxQueueDelayMs: 70 }), 'undecided'],
  ['server errors', figures({ http5xxRate: 0.2 }), 'blocked'],
  ['conflicts', figures({ conflictRate: 0.5 }), 'blocked'],
  ['retries', figures({ attemptsPerRequest: 3 }), 'blocked'],
  ['latency and server errors', figures({ p99LatencyMs: 212, http5xxRate: 0.2 }), 'blocked'],
  [
    'latency and a violation',
    (is) => ({
      ...figures({ p99LatencyMs: 212 })(is),
      verdict: 'violation',
      counts: counts({ 'stale-version-write': 1 }),
    }),
    'blocked',
  ],
  [
    'latency and a mismatch',
    (is) => ({ ...figures({ p99LatencyMs: 212, mismatch: 1 })(is), ledger: ledger(1) }),
    'blocked',
  ],
];

function figures(change: Missed) {
  return (is: PhaseEvidence): PhaseChange => ({ figures: { ...is.figures, ...change } });
}

/** That the retest ran on this machine, and went wrong in this way besides. */
function on(machine: MachineReading | undefined, change: (is: PhaseEvidence) => PhaseChange): Change {
  return (evidence) => {
    const retest = evidence.candidate.phases.retest!;
    return withCandidate(evidence, 'retest', { ...change(retest), machine });
  };
}

describe('a limit of latency that was missed', () => {
  for (const [name, machine, excused] of MACHINES)
    it(`${excused ? 'withholds' : 'blocks'} on a machine ${name}`, () => {
      const { decision } = decided(on(machine, figures({ p99LatencyMs: 212 })));
      assert.equal(decision, excused ? 'undecided' : 'blocked');
    });

  for (const [name, change, expected] of WRONG)
    it(`leads to ${expected} on a busy machine with ${name}, and to blocked on a quiet one`, () => {
      assert.equal(decided(on(BUSY, change)).decision, expected);
      assert.equal(decided(on(QUIET, change)).decision, 'blocked');
    });

  it('is told once for each phase, with the figures, the machine and what to do', () => {
    const { reasons, items, criteria } = decided(
      on(BUSY, figures({ p99LatencyMs: 212, maxQueueDelayMs: 70 })),
    );
    const busy = reasons.filter(({ code }) => code === 'busy-machine');
    assert.deepEqual(
      busy.map(({ text }) => text),
      [
        'In retest the p99 latency is 212 ms (it must be below 150 ms) and the maximum queue delay is 70 ms (it must be below 50 ms), ' +
          "and the machine was busy: 71 % of 2 processors were other processes', 27 % this run's own, 0 % stolen by the hypervisor. " +
          "That is no evidence against 'conditional'; run it again on a machine that does nothing else.",
      ],
    );
    assert.equal(busy[0]?.evidence.where, 'runs/conditional/retest.run.json: machine');
    // The limit was missed all the same, and the latency target is not shown.
    assert.equal(criteria.filter(({ status }) => status === 'fail').length, 2);
    const target = items.find(({ item }) => item === 'latency target');
    assert.deepEqual(
      [target?.status, target?.text],
      [
        'missing',
        'The p99 latency in retest misses its limit on a busy machine, which says nothing about the service.',
      ],
    );
  });

  it('is no matter of the machine in a canary', () => {
    const { decision } = decided((evidence) => {
      const slow = { ...evidence, canary: { ...evidence.canary!, p99LatencyMs: 212 } };
      return withCandidate(slow, 'retest', { machine: BUSY });
    });
    assert.equal(decision, 'blocked');
  });

  it('changes nothing where the limits were kept on a busy machine', () => {
    assert.equal(decided(on(BUSY, () => ({}))).decision, 'release');
  });
});
