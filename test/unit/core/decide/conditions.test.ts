import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CONDITION_NAMES, CONDITION_WORDS, type Conditions } from '../../../../src/core/decide/conditions.ts';
import { PHASES } from '../../../../src/core/decide/evidence.ts';
import { decided, expect, type Change } from './deciding.ts';
import { CONDITIONS, DRAWN_FROM, withCandidate, withPhase, type PhaseChange } from './evidence-of.ts';

const retest =
  (change: PhaseChange): Change =>
  (evidence) =>
    withCandidate(evidence, 'retest', change);
const before =
  (phase: 'load' | 'reproduce' | 'fault', change: PhaseChange): Change =>
  (evidence) => ({ ...evidence, before: evidence.before && withPhase(evidence.before, phase, change) });

/** Of each condition what another run may have. */
const OTHER = {
  store: 'sqlite',
  storeLatency: '0 ms',
  workers: '2',
  admitted: '64',
  units: '500000',
  code: 'beef',
  machine: 'linux arm64, 4 processors',
  node: '22.0.0',
} satisfies typeof CONDITIONS;

describe('runs that are compared', () => {
  for (const name of CONDITION_NAMES) {
    const [noun, member] = CONDITION_WORDS[name];
    const other = { ...CONDITIONS, [name]: OTHER[name] };
    // The code is compared between all phases, of which the baseline is the first.
    const first = name === 'code' ? 'baseline' : 'load';

    it(`have the same ${noun}, or the decision is withheld with both values`, () => {
      const { text, level, evidence } = expect(
        retest({ conditions: other }),
        'undecided',
        'different-conditions',
      );
      assert.equal(level, 'withholds');
      assert.equal(
        text,
        `The runs differ in the ${noun}: ${CONDITIONS[name]} in ${first} of 'unsafe', ${OTHER[name]} in retest of 'conditional'.`,
      );
      assert.equal(evidence.where, `runs/conditional/retest.run.json: ${member}`);
      expect(before('load', { conditions: other }), 'undecided', 'different-conditions');
      expect(
        (evidence) => withCandidate(evidence, 'load', { conditions: other }),
        'undecided',
        'different-conditions',
      );
    });

    it(`differ in the ${noun} if only one records it, and in nothing if none does`, () => {
      const without: Conditions = Object.fromEntries(
        Object.entries(CONDITIONS).filter(([each]) => each !== name),
      );
      const lacking = expect(retest({ conditions: without }), 'undecided', 'different-conditions');
      assert.match(lacking.text, /, not recorded in retest of 'conditional'\.$/);
      const firstLacks = expect(before('load', { conditions: without }), 'undecided', 'different-conditions');
      assert.match(firstLacks.text, /not recorded in load of 'unsafe'/);
      const none: Change = (evidence) =>
        [...PHASES].reduce(
          (all, phase) => ({
            ...withCandidate(all, phase, { conditions: without }),
            before: all.before && withPhase(all.before, phase, { conditions: without }),
          }),
          evidence,
        );
      assert.equal(decided(none).decision, 'release');
    });

    it(`may differ in the ${noun} if the criteria say so, and the report says that they do`, () => {
      const allowed = { allowDifferent: [name] };
      const { text, level } = expect(retest({ conditions: other }), 'release', 'allowed-difference', allowed);
      assert.equal(level, 'supports');
      assert.match(text, new RegExp(`^The criteria allow that runs differ in the ${noun}: .*${OTHER[name]}`));
      // What is allowed of one condition is allowed of no other.
      const rest = CONDITION_NAMES.filter((each) => each !== name);
      expect(retest({ conditions: other }), 'undecided', 'different-conditions', { allowDifferent: rest });
    });
  }

  it('show of a digest what tells it from another, and of any other text all', () => {
    const code = (last: string) => ({ conditions: { ...CONDITIONS, code: last } });
    const digest = expect(retest(code('beef'.repeat(16))), 'undecided', 'different-conditions');
    assert.match(digest.text, /, beefbeefbeef… in retest of 'conditional'\.$/);
    const name = 'reservation-service-of-the-shop@1.2.4';
    assert.match(
      expect(retest(code(name)), 'undecided', 'different-conditions').text,
      new RegExp(`, ${name} in`),
    );
  });

  it('are named for each condition apart', () => {
    const { reasons } = decided(retest({ conditions: OTHER }));
    const named = reasons.filter(({ code }) => code === 'different-conditions');
    assert.equal(named.length, CONDITION_NAMES.length);
  });

  it('are of the same code in every phase, that of the variant within its own validation only', () => {
    for (const phase of PHASES) {
      const code = { ...CONDITIONS, code: OTHER.code };
      const all: Change = (evidence) => withCandidate(evidence, phase, { conditions: code });
      assert.match(expect(all, 'undecided', 'different-conditions').text, /in the code of the service: /);
      const own: Change = (evidence) => withCandidate(evidence, phase, { variantCode: 'changed' });
      const { text } = expect(own, 'undecided', 'different-conditions');
      assert.match(text, /^The runs differ in the code of 'conditional': .*changed in /);
      expect(own, 'release', 'allowed-difference', { allowDifferent: ['code'] });
    }
    expect(before('fault', { variantCode: 'changed' }), 'undecided', 'different-conditions');
  });

  for (const member of Object.keys(DRAWN_FROM))
    it(`have the same ${member} if they have the same workload hash`, () => {
      const drawnFrom = { ...DRAWN_FROM, [member]: 'another' };
      const { text, evidence } = expect(retest({ drawnFrom }), 'undecided', 'different-workload');
      assert.match(
        text,
        new RegExp(`^The loads have the same workload hash, .*: ${member} is .*another in retest`),
      );
      assert.equal(evidence.where, `runs/conditional/retest.run.json: workload.${member}`);
    });

  it('name what their workloads were made from where the hash differs', () => {
    const other = { workloadHash: 'other', drawnFrom: { ...DRAWN_FROM, rate: '450/s' } };
    const { text } = expect(retest(other), 'undecided', 'different-workload');
    assert.match(text, /: rate is 900\/s in load of 'unsafe', 450\/s in retest of 'conditional'\.$/);
  });
});
