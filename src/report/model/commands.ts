import type { PhaseRecord, RunSetup, RunWorkload } from '../../core/index.ts';
import { clipped } from '../../core/words/printable.ts';
import type { CommandLine } from './model.ts';
import { variantOfPhase, type ReportInput, type SidedPhase } from './input.ts';

/** What to type to make each phase again, to check it again, and to make this report again. */
export function commandsOf(input: ReportInput, phases: readonly SidedPhase[]): readonly CommandLine[] {
  const { run, before } = input;
  const folderOf = ({ side }: SidedPhase) => word((side === 'candidate' ? run : before)?.name ?? '');
  const traces = phases.map((phase) => `${folderOf(phase)}/${word(phase.record.traceName)}`).join(' ');
  // Where every phase failed there is no trace to name.
  const ofTraces = (figure: string, command: string) => (traces === '' ? [] : [{ figure, command }]);
  return [
    ...runAll(input, phases),
    ...phases.map((phase) => ({
      figure: `the run ${phase.label}`,
      command: runCommand(phase, folderOf(phase), before),
    })),
    ...ofTraces('verdicts, findings and books', `race-trace check ${traces} --format json`),
    { figure: 'this report', command: reportCommand(input) },
    ...ofTraces(
      'whether traces and certificates still fit',
      `race-trace verify ${word(run.name)}/report.json ${traces}`,
    ),
  ].map(({ figure, command }) => ({ figure, command: clipped(command, 1000) }));
}

function runCommand(phase: SidedPhase, folder: string, before: ReportInput['before']): string {
  const { workload, analysis, metrics, setup, plays } = phase.record;
  const { schedule, seed } = analysis.facts ?? {};
  const variant = variantOfPhase(phase.record);
  const out = `--out ${folder}`;
  if (schedule !== undefined) {
    const runs = plays === undefined || plays.runs === 1 ? '' : option('runs', plays.runs);
    const service = option('variant', variant);
    return `race-trace run reproduce${service} --schedule ${word(schedule)}${runs}${option('seed', seed)} ${out}`;
  }
  if (metrics !== undefined && metrics.capacity === undefined)
    return `race-trace drive URL${ownLoad(phase.record, before)}${option('variant', variant)} ${out}`;
  const workers = phase.phase === 'baseline' ? '' : option('workers', metrics?.capacity?.workers);
  const service = `${option('variant', variant)}${setupOptions(setup)}${workers}`;
  if (phase.phase === 'retest' && before !== undefined)
    return `race-trace run retest --of ${word(before.name)}${service} ${out}`;
  if (workload === undefined) return `race-trace run ${phase.phase}${option('seed', seed)}${service} ${out}`;
  const phaseName = phase.phase === 'retest' ? 'load' : phase.phase;
  return `race-trace run ${phaseName}${options(workload)}${service} ${out}`;
}

/** The load of a user's own service, of which neither the URL nor the names of records are in a manifest. */
function ownLoad({ phase, workload }: PhaseRecord, before: ReportInput['before']): string {
  const several = workload !== undefined && workload.keys > 1;
  const keys = several ? ' --keys-from FILE' : '';
  if (phase === 'retest' && before !== undefined) return `${option('of', before.name)}${keys}`;
  if (workload === undefined) return keys;
  return `${arrivalOptions(workload)}${keys}`;
}

/** The one command that makes both runs and this report; only where both are what it makes. */
function runAll({ run, before }: ReportInput, phases: readonly SidedPhase[]): readonly CommandLine[] {
  const load = before?.phases.find(({ phase }) => phase === 'load');
  const retest = phases.find(({ side, phase }) => side === 'candidate' && phase === 'retest');
  const mitigation = retest && variantOfPhase(retest.record);
  if (load?.workload === undefined || variantOfPhase(load) !== 'unsafe' || mitigation === undefined)
    return [];
  if (retest?.record.workload?.hash !== load.workload.hash) return [];
  const { units, ...offered } = load.workload;
  const { rate, durationS } = offered;
  // Said only where it is not what the command would take: it holds for every phase.
  const named = units === Math.ceil(rate * durationS) ? offered : { ...offered, units };
  const { store, admitted } = retest.record.setup;
  const service = setupOptions({ ...(store && { store }), ...(admitted && { admitted }) });
  const workers = option('workers', retest.record.metrics?.capacity?.workers);
  return [
    {
      figure: `all runs anew, and a report of them, in a folder with ${word(before?.name ?? '')} and ${word(run.name)}`,
      command: `race-trace run all${option('mitigation', mitigation)}${options(named)}${service}${workers} --out runs/again`,
    },
  ];
}

function reportCommand({ run, before, decisionFiles = [], columnMap = new Map() }: ReportInput): string {
  const baseline = before === undefined ? '' : ` --baseline ${word(before.name)}`;
  const named = decisionFiles.filter(({ besides }) => besides).map(({ is, name }) => option(is, name));
  const maps = [...columnMap].map(([ours, theirs]) => option('map', `${ours}=${theirs}`));
  return `race-trace report ${word(run.name)}${baseline}${named.join('')}${maps.join('')}`;
}

function setupOptions({ idempotent, store, admitted, faults }: RunSetup): string {
  return [
    idempotent === false ? ' --no-idempotency' : '',
    storeOption(store?.kind),
    option('store-latency', store?.latency_ms === undefined ? undefined : `${store.latency_ms}ms`),
    option('admitted', admitted),
    option('faults', faults),
  ].join('');
}

/** Where a server is, and who may use it, is in no manifest. */
function storeOption(kind: string | undefined): string {
  if (kind === undefined || kind === 'sqlite') return '';
  return kind === 'memory' ? ' --store memory:' : ` --store ${word(`${kind}://HOST`)}`;
}

function options(of: Omit<RunWorkload, 'hash' | 'units'> & { readonly units?: number }): string {
  return `${arrivalOptions(of)}${option('keys', of.keys)}${option('units', of.units)}`;
}

function arrivalOptions(of: Omit<RunWorkload, 'hash' | 'units' | 'keys'>): string {
  const { seed, rate, durationS, arrivals, skew, hot, burst } = of;
  return [
    option('seed', seed),
    option('rate', rate),
    option('duration', `${durationS}s`),
    option('arrivals', arrivals),
    option('skew', skew),
    option('hot', hot && `${hot.keys}:${hot.share}`),
    option('burst', burst && `${burst.factor}x:${burst.lengthS}s/${burst.periodS}s`),
  ].join('');
}

function option(name: string, value: string | number | undefined): string {
  return value === undefined ? '' : ` --${name} ${word(String(value))}`;
}

/** One word of a shell's line, quoted where it is not plain. */
function word(text: string): string {
  return /^[\w./:@+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
