import { clipped } from '../../core/words/printable.ts';
import type { Certificate, CertifiedReport, FileDigest } from '../../ingest/run-files/certificate.ts';
import { phaseText } from './phases.ts';

/** Where a report contradicts its own certificates and its list of files, in printable sentences. */
export function reportRefusals(report: CertifiedReport): string[] {
  const { certificates, invariant } = report;
  const reasons = certificates.flatMap((each) => [...identity(report, each), ...saidOf(report, each)]);
  const has = (phase: string, is: (each: Certificate) => boolean) =>
    certificates.some((each) => each.phase === phase && is(each));
  for (const { side, phase } of invariant)
    if (!has(phase, (each) => each.side === side))
      reasons.push(`the report has no certificate for ${phaseText({ side, phase })}`);
  for (const { run, name } of report.files) {
    const [, phase] = /^(.+)\.trace\.[a-z.]+$/.exec(name) ?? [];
    if (phase !== undefined && !has(phase, (each) => each.run === run))
      reasons.push(`the report has no certificate for ${clipped(name, 120)} of ${clipped(run, 120)}`);
  }
  return [...new Set(reasons)];
}

/** Whether a certificate is of a run and of files that the report names, and the only one of its phase. */
function identity(report: CertifiedReport, certificate: Certificate): string[] {
  const { side, run, phase, trace, manifest } = certificate;
  const reasons: string[] = [];
  const of = phaseText(certificate);
  const name = side === 'candidate' ? report.name : report.before?.name;
  if (run !== name)
    reasons.push(
      `the certificate for ${of} is of the run ${clipped(run, 120)}, not ${clipped(name ?? 'any', 120)}`,
    );
  const same = report.certificates.filter((each) => each.side === side && each.phase === phase);
  if (same.length > 1) reasons.push(`the report has ${same.length} certificates for ${of}`);
  const lists = (file: FileDigest) =>
    report.files.some(
      (each) =>
        each.run === run &&
        each.name === file.name &&
        each.bytes === file.bytes &&
        each.sha256 === file.sha256,
    );
  if (!trace.name.startsWith(`${phase}.trace.`) || !lists(trace))
    reasons.push(`the certificate for ${of} names a trace that the report does not list`);
  const manifestFile = `${phase}.run.json`;
  const isListed = report.files.some((each) => each.run === run && each.name === manifestFile);
  if (manifest === null ? isListed : manifest.name !== manifestFile || !lists(manifest))
    reasons.push(
      `the certificate for ${of} names ${manifest === null ? 'no manifest' : 'a manifest'} that the report ${manifest === null ? 'lists' : 'does not list'}`,
    );
  return reasons;
}

/** Where the report says something else of a phase than its certificate. */
function saidOf(
  { invariant }: CertifiedReport,
  { side, phase, verdict, ledger, keys }: Certificate,
): string[] {
  const said = invariant.find((books) => books.side === side && books.phase === phase);
  const lines = ledger.by;
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['verdict', said?.verdict, verdict],
    ['keys', said?.keys, keys.length],
    ...(['confirmed', 'initial', 'remaining', 'mismatch', 'undecided', 'unexplained'] as const).map(
      (figure) => [figure, said?.ledger[figure], ledger[figure]] as const,
    ),
    ...(Object.keys(lines) as (keyof typeof lines)[]).map(
      (cause) => [cause, said?.ledger.by[cause], lines[cause]] as const,
    ),
  ];
  const reasons = pairs
    .filter(([, says, certified]) => says !== certified)
    .map(
      ([figure, says, certified]) =>
        `the report says ${figure} ${JSON.stringify(says)} of ${phase}, certified is ${JSON.stringify(certified)}`,
    );
  const isUnknown = verdict === 'unknown';
  if (said !== undefined && said.unknown_because.length > 0 !== isUnknown)
    reasons.push(
      `the report gives ${isUnknown ? 'no reason' : 'reasons'} for the verdict ${verdict} of ${phase}`,
    );
  return reasons;
}
