import { basename, dirname, join, resolve } from 'node:path';
import { messageOf } from '../../core/words/errors.ts';
import { clipped } from '../../core/words/printable.ts';
import { safeJson } from '../../core/words/safe-json.ts';
import { readDecisionFiles } from '../../ingest/run-files/decision-files.ts';
import { changedFiles, digestIfThere } from '../../ingest/bytes/file-digest.ts';
import { openTrace, type OpenedTrace } from '../../ingest/open-trace.ts';
import {
  readCertifiedReport,
  type Certificate,
  type CertifiedReport,
} from '../../ingest/run-files/certificate.ts';
import { readMetrics } from '../../ingest/run-files/metrics.ts';
import { readRunFile } from '../../ingest/run-files/run-file.ts';
import type { AddCommand, Terminal } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { formatOption } from '../options/format.ts';
import { mapOption } from '../options/map.ts';
import { Progress } from '../output/progress.ts';
import { coverage } from './coverage.ts';
import type { DecisionBasis } from './decision-basis.ts';
import { decisionRefusals } from './decision.ts';
import type { GivenPhase } from './phases.ts';
import { reportRefusals } from './report.ts';
import { refusalsOf } from './trace.ts';
import { verifyExploration } from './verify-exploration.ts';

interface Options {
  readonly format: string;
  readonly map: ReadonlyMap<string, string>;
  readonly criteria?: string;
  readonly canary?: string;
}

/** Reasons that are shown of each trace, and of the report. */
const MOST_REASONS = 20;

/** `race-trace verify`: holds traces against a report. Ends in 0, in 1 if it refuses, in 2 if it cannot read. */
export const addVerify: AddCommand = (program, terminal, done) => {
  const command = program
    .command('verify')
    .description(
      'check a report against the traces that it was made from, or the certificate of an exploration',
    );
  command
    .argument('<report>', 'report.json of the report, or the certificate of an exploration')
    .argument('[trace...]', 'the traces that the report names')
    .option('--no-color', 'no colours');
  command.option(
    '--criteria <file>',
    'criteria of the decision (default: race-criteria.json in the folder of the run)',
  );
  command.option(
    '--canary <file>',
    'figures of the canary (default: race-canary.json in the folder of the run)',
  );
  command.addOption(formatOption()).addOption(mapOption());
  command.action(async (path: string, files: readonly string[], options: Options) => {
    if (files.length === 0) {
      const holds = await verifyExploration(path, options.format, terminal);
      done(holds ? EXIT.ok : EXIT.violation);
      return;
    }
    const report = await readCertifiedReport(path, terminal.interrupted);
    const traces = [];
    const given: (GivenPhase & { readonly folder: string })[] = [];
    for (const file of files) {
      const { phase, reasons } = await verifyTrace(report, file, options.map, terminal);
      if (phase !== undefined) given.push({ ...phase, folder: dirname(file) });
      traces.push({ file: clipped(file, 300), refused_because: reasons.slice(0, MOST_REASONS) });
    }
    const { reasons: ofFiles, ...files_ } = await decisionFiles(report, given, options, terminal.interrupted);
    const basis = { report, given, ...files_ };
    const refused = [...reportRefusals(report), ...ofFiles, ...decisionRefusals(basis)].slice(
      0,
      MOST_REASONS,
    );
    const verified = refused.length === 0 && traces.every(({ refused_because: why }) => why.length === 0);
    const { checked, notChecked } = coverage(basis);
    const json = {
      format: 'race-trace-verify/2',
      verified,
      certified: report.certificates.length,
      traces,
      report: { refused_because: refused },
      checked,
      not_checked: notChecked,
    };
    const blocks = [...traces, { file: clipped(path, 300), refused_because: refused }].map(
      ({ file, refused_because: why }) =>
        [`${why[0] ? 'REFUSED ' : 'verified'}  ${file}`, ...why].join('\n  '),
    );
    blocks.push(`Checked: ${checked.join('; ')}. Not checked: ${notChecked.join('; ')}.`);
    terminal.stdout.write(`${options.format === 'json' ? safeJson(json) : blocks.join('\n')}\n`);
    done(verified ? EXIT.ok : EXIT.violation);
  });
};

/** A trace held against its certificate, and what lies beside it. */
async function verifyTrace(
  report: CertifiedReport,
  file: string,
  columnMap: ReadonlyMap<string, string>,
  terminal: Terminal,
): Promise<{ readonly phase: GivenPhase | undefined; readonly reasons: readonly string[] }> {
  const { interrupted: signal } = terminal;
  const trace = await readShown(file, columnMap, terminal);
  const certificate = await certificateFor(report, file, signal);
  if (certificate === undefined)
    return { phase: undefined, reasons: ['the report has no certificate for it'] };
  const changed = await changedFiles(dirname(file), report.files, certificate, signal);
  // Which file is another one explains all that follows from it, and is never left out.
  const shown = refusalsOf(trace, certificate).slice(0, Math.max(0, MOST_REASONS - changed.length));
  const reasons = [...shown, ...changed];
  const metricsFile = `${certificate.phase}.metrics.json`;
  const text = await readRunFile(join(dirname(file), metricsFile), signal);
  let metrics: GivenPhase['metrics'];
  try {
    metrics = text === undefined ? undefined : readMetrics(text).metrics;
  } catch (error) {
    reasons.push(`${clipped(metricsFile, 120)} cannot be used: ${messageOf(error)}`);
  }
  return { phase: { certificate, trace, metrics }, reasons };
}

/** Reads a trace, and shows how much of it has been read. */
async function readShown(
  file: string,
  columnMap: ReadonlyMap<string, string>,
  terminal: Terminal,
): Promise<OpenedTrace> {
  const progress = new Progress(terminal, `reading ${clipped(file, 60)}`);
  try {
    return await openTrace(file, {
      mapping: { columns: columnMap },
      signal: terminal.interrupted,
      onProgress: (bytesRead, fileBytes) => {
        progress.show(bytesRead, fileBytes);
      },
    });
  } finally {
    progress.end();
  }
}

/** The certificate of a trace: of several for its name that of its folder, else that of its bytes. */
async function certificateFor(
  { certificates }: CertifiedReport,
  file: string,
  signal: AbortSignal,
): Promise<Certificate | undefined> {
  const named = certificates.filter((each) => each.trace.name === basename(file));
  const ofFolder = named.find(({ run }) => run === basename(dirname(resolve(file))));
  if (ofFolder !== undefined || named.length < 2) return ofFolder ?? named[0];
  const sha256 = await digestIfThere(file, signal);
  return named.find(({ trace }) => trace.sha256 === sha256) ?? named[0];
}

/** The criteria and the canary's record that the report lists, as far as they can be had. */
async function decisionFiles(
  report: CertifiedReport,
  given: readonly { readonly certificate: Certificate; readonly folder: string }[],
  { criteria, canary }: Options,
  signal: AbortSignal,
): Promise<Pick<DecisionBasis, 'limits' | 'canary'> & { readonly reasons: readonly string[] }> {
  const folder = given.find(({ certificate }) => certificate.side === 'candidate')?.folder;
  const isListed = (name: string) =>
    report.files.some((each) => each.run === report.name && each.name === name);
  const elsewhere = report.files.filter(({ run }) => run === '').length;
  const reasons: string[] = [];
  const find = async (named: string | undefined, usual: string) => {
    const path = named ?? (isListed(usual) && folder !== undefined ? join(folder, usual) : undefined);
    if (path === undefined) return undefined;
    const sha256 = await digestIfThere(path, signal);
    if (report.files.some((each) => each.sha256 === sha256)) return path;
    reasons.push(
      sha256 === undefined
        ? `${clipped(path, 300)} is missing`
        : `${clipped(path, 300)} is not the file that the report lists: SHA-256 ${sha256}`,
    );
    return undefined;
  };
  const found = {
    criteria: await find(criteria, 'race-criteria.json'),
    canary: await find(canary, 'race-canary.json'),
  };
  // One that is listed without a folder may lie anywhere.
  const wanting = elsewhere - Number(criteria !== undefined) - Number(canary !== undefined);
  const hasOwnCanary = report.canary !== null && !isListed('race-canary.json') && canary === undefined;
  const isUnknown =
    found.criteria === undefined && (isListed('race-criteria.json') || wanting > Number(hasOwnCanary));
  const read = await readDecisionFiles(undefined, { ...found, signal });
  return { reasons, limits: isUnknown ? undefined : read.criteria, canary: read.canary };
}
