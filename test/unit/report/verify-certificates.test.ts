import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type {
  Certificate,
  CertifiedReport,
  CertifiedStep,
  KeyCertificate,
} from '../../../src/ingest/run-files/certificate.ts';
import { certified, refusal, refusals, reportOn } from './certified-folder.ts';

/** A key with other steps. */
const withSteps =
  (change: (steps: readonly CertifiedStep[]) => readonly CertifiedStep[]) =>
  ({ epochs, ...key }: KeyCertificate): KeyCertificate => ({
    ...key,
    epochs: epochs.map(({ steps, ...epoch }) => ({ ...epoch, steps: change(steps) })),
  });

describe('race-trace verify, of a certificate that does not fit its trace', () => {
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
});
