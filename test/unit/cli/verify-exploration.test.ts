import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { explorationRefusals } from '../../../src/cli/verify/exploration/exploration.ts';
import { certificateOf } from '../../../src/explore/outcome/certificate.ts';
import { explore } from '../../../src/explore/outcome/explore.ts';
import type { Footprint } from '../../../src/explore/search/footprint.ts';
import {
  readExplorationCertificate,
  type ExplorationCertificate,
} from '../../../src/ingest/run-files/exploration-certificate.ts';
import { exactly, model, UNBOUNDED, type Rules, type Step } from '../explore/search/model.ts';
import { runCli } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-verify-exploration-'));
after(() => {
  rmSync(folder, { recursive: true });
});

const SALE: readonly Step[] = [{ read: 'stock' }, { take: 'stock' }];
const LOCKED: readonly Step[] = [{ lock: 'l' }, ...SALE, { unlock: 'l' }];
const OTHER: readonly Step[] = [{ read: 'other' }, { take: 'other' }];
const SUBJECT = { name: 'model', kind: 'module', processes: 1 } as const;

type Options = Parameters<typeof explore>[1];

async function certified(
  programs: readonly (readonly Step[])[],
  { rules = {}, ...options }: Partial<Options> & { rules?: Partial<Rules> } = {},
): Promise<ExplorationCertificate> {
  const found = await explore(model(programs, rules), { ...UNBOUNDED, recorded: 1, ...options });
  // As a file has it.
  return JSON.parse(JSON.stringify(certificateOf(found, SUBJECT))) as ExplorationCertificate;
}

/** The certificate with other members, or nodes. */
type Change = (certificate: ExplorationCertificate) => Partial<ExplorationCertificate>;

const soldOnce: Rules['holds'] = ({ seen }) => !seen.every(({ stock }) => stock === 1);

void describe('the certificate of an exploration', () => {
  void it('is verified as it was written: whole, reduced, bounded, cut short, with locks', async () => {
    for (const certificate of [
      await certified([SALE, SALE]),
      await certified([SALE, SALE], { rules: { holds: soldOnce } }),
      await certified([LOCKED, LOCKED]),
      await certified([SALE, SALE, OTHER], { reduce: true }),
      await certified([LOCKED, LOCKED, OTHER], { reduce: true }),
      await certified([SALE, SALE], { preemptions: 1 }),
      await certified([SALE, SALE], { maxSchedules: 4 }),
      await certified([SALE, SALE], { maxSteps: 3 }),
      await certified([SALE, SALE], { maxSchedules: 1, maxSeconds: 0 }),
    ])
      assert.deepEqual(explorationRefusals(certificate), []);
  });

  void it('is verified of any clients, with and without reduction', async () => {
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.record({ read: fc.constantFrom('x', 'y') }),
      fc.record({ take: fc.constantFrom('x', 'y') }),
    );
    const program = fc.oneof(fc.array(step, { minLength: 1, maxLength: 3 }), fc.constant(LOCKED));
    await fc.assert(
      fc.asyncProperty(fc.tuple(program, program), fc.boolean(), async (programs, reduce) => {
        assert.deepEqual(explorationRefusals(await certified(programs, { reduce })), []);
      }),
      { numRuns: 60 },
    );
  });
});

void describe('a certificate is refused', () => {
  let whole: ExplorationCertificate;
  let reduced: ExplorationCertificate;
  before(async () => {
    whole = await certified([SALE, SALE], { rules: { holds: soldOnce } });
    reduced = await certified([SALE, SALE, OTHER], { reduce: true });
  });

  /** A node with two choices, without the last of them. */
  const withoutOneChoice: Change = ({ nodes }) => {
    const at = nodes.findIndex(({ next }) => next.length === 4);
    return { nodes: nodes.map((node, id) => (id === at ? { ...node, next: node.next.slice(0, 2) } : node)) };
  };
  const changes: readonly (readonly [what: string, change: Change, message: RegExp])[] = [
    ['with one schedule removed', withoutOneChoice, /could go on and no schedule lets it/],
    [
      'with one outcome changed',
      ({ nodes }) => {
        const leaf = nodes.findIndex(({ outcome }) => outcome === 1);
        return { nodes: nodes.map((node, id) => (id === leaf ? { ...node, outcome: 0 } : node)) };
      },
      /answered another thing than its outcome says|end in .*, not/,
    ],
    [
      'with an outcome said to hold',
      ({ outcomes }) => ({ outcomes: outcomes.map((each) => ({ ...each, broken: null })) }),
      /the verdict is violation, and these outcomes and doubts make it ok/,
    ],
    [
      'with another number of schedules',
      ({ schedules }) => ({ schedules: schedules + 1 }),
      /has 6 schedules, not 7/,
    ],
    [
      'with another number of an outcome',
      ({ outcomes }) => ({
        outcomes: outcomes.map((each, i) => (i === 0 ? { ...each, schedules: 9 } : each)),
      }),
      /schedules of the tree end in .*, not 9/,
    ],
    [
      'with a step that has another name',
      ({ places }) => ({
        places: places.map((each) => (each.at === 'ready' ? { ...each, step: `${each.step}!` } : each)),
      }),
      /the steps have another digest/,
    ],
    [
      'with a client that is said to be over',
      ({ places, nodes }) => {
        const over = places.findIndex((each) => each.at === 'over' && each.client === 1);
        const at = nodes.findIndex(({ next }) => next.length === 4);
        return {
          nodes: nodes.map((node, id) =>
            id === at ? { ...node, at: [node.at[0]!, over], next: node.next.slice(0, 2) } : node,
          ),
        };
      },
      /moves B, which was held/,
    ],
    ['with a doubt and an ok', () => ({ verdict: 'ok', doubts: ['who was it?'] }), /the verdict is ok/],
    [
      'with a node that leads to itself',
      ({ nodes }) => ({
        nodes: nodes.map((node, id) => ({
          ...node,
          next: node.next.map((each, i) => (i % 2 === 1 ? id : each)),
        })),
      }),
      /comes before node/,
    ],
    ['without its beginning', () => ({ root: null }), /has 0 schedules/],
  ];
  for (const [what, change, message] of changes)
    void it(what, () => {
      const refused = explorationRefusals({ ...whole, ...change(whole) });
      assert.match(refused.join('\n'), message);
    });

  void it('with one schedule removed where others were left out as equal', () => {
    const refused = explorationRefusals({ ...reduced, ...withoutOneChoice(reduced) });
    assert.match(refused.join('\n'), /could go on and no schedule lets it/);
  });

  void it('that was made with a relation by which reads and writes commute', async () => {
    // The search is told that steps touch less than they do, and the certificate has what they touch.
    const blind = (each: Step): Footprint => ({ ...exactly(each), writes: [] });
    const wrong = await certified([SALE, SALE], { reduce: true, rules: { footprintOf: blind } });
    const places = wrong.places.map((place) =>
      place.at === 'ready' && place.step.startsWith('take')
        ? { ...place, footprint: { reads: [], locks: [], writes: ['stock'] } }
        : place,
    );
    assert.match(explorationRefusals({ ...wrong, places }).join('\n'), /could go on and no schedule lets it/);
  });

  void it('that claims a reduction although a client waited unseen', async () => {
    const parked = await certified([LOCKED, LOCKED], { rules: { waitsAs: 'parked' } });
    const refused = explorationRefusals({ ...parked, reduction: 'sleep sets' });
    assert.match(refused.join('\n'), /waits for what no footprint tells of/);
  });

  void it('that is deeper than any run', () => {
    const { places } = whole;
    const ready = places.findIndex((each) => each.at === 'ready' && each.client === 0);
    const over = places.findIndex((each) => each.at === 'over' && each.client === 1);
    const nodes = Array.from({ length: 100_000 }, (_, id) => ({
      at: [ready, over],
      next: id === 0 ? [] : [0, id - 1],
      outcome: null,
    }));
    const refused = explorationRefusals({
      ...whole,
      nodes,
      root: nodes.length - 1,
      incomplete: 'it is long',
    });
    assert.match(refused.join('\n'), /more steps than a run can have/);
  });
});

void describe('race-trace verify of an exploration', () => {
  void it('prints what was checked and what was not', async () => {
    const path = join(folder, 'ok.json');
    writeFileSync(path, JSON.stringify(await certified([LOCKED, LOCKED])));
    const { code, stdout } = await runCli(['verify', path]);
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^verified .*ok\.json: ok, 8 schedules of model\nChecked: every choice of the tree was made; 8/,
    );
    assert.equal((await readExplorationCertificate(path)).schedules, 8);
  });

  void it('refuses, and names what is no certificate', async () => {
    const path = join(folder, 'wrong.json');
    writeFileSync(path, JSON.stringify({ ...(await certified([LOCKED, LOCKED])), schedules: 9 }));
    const { code, stdout } = await runCli(['verify', path]);
    assert.equal(code, 1);
    assert.match(stdout, /^REFUSED .*\n {2}the tree has 8 schedules, not 9\n/);
    writeFileSync(path, '{"format": "race-trace-report/1"}');
    const other = await runCli(['verify', path]);
    assert.equal(other.code, 2);
    assert.match(
      other.stderr,
      /no certificate of an exploration \(.*A report\.json is verified with the traces/,
    );
  });
});
