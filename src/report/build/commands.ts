import { clipped } from '../../core/text/printable.ts';
import type { RunSetup, RunWorkload } from '../../core/decide/run-record.ts';
import type { CommandLine } from '../model.ts';
import { variantOfPhase, type ReportInput, type SidedPhase } from './input.ts';

/** What to type to make each phase again, to check it again, and to make this report again. */
export function commandsOf(input: ReportInput, phases: readonly SidedPhase[]): readonly CommandLine[] {
  const { run, before } = input;
  const folderOf = ({ side }: SidedPhase) => word((side === 'candidate' ? run : before)?.name ?? '');
  return [
    ...phases.map((phase) => ({
      figure: `${phase.label}: the run itself`,
      command: runCommand(phase, folderOf(phase), before),
    })),
    ...phases.map((phase) => ({
      figure: `${phase.label}: verdict, findings and books`,
      command: `race-trace check ${folderOf(phase)}/${phase.record.traceName} --format json`,
    })),
    {
      figure: 'everything else in this report',
      command: `race-trace report ${word(run.name)}${before === undefined ? '' : ` --baseline ${word(before.name)}`}`,
    },
  ].map(({ figure, command }) => ({ figure, command: clipped(command, 500) }));
}

function runCommand(phase: SidedPhase, folder: string, before: ReportInput['before']): string {
  const { workload, analysis, metrics, setup, plays } = phase.record;
  const { schedule, seed } = analysis.facts ?? {};
  const variant = variantOfPhase(phase.record);
  const out = `--out ${folder}`;
  if (schedule !== undefined) {
    const runs = plays === undefined || plays.runs === 1 ? '' : option('runs', plays.runs);
    return `race-trace reproduce --schedule ${word(schedule)}${runs}${option('seed', seed)} ${out}`;
  }
  const workers = phase.phase === 'baseline' ? '' : option('workers', metrics?.capacity.workers);
  const service = `${option('variant', variant)}${setupOptions(setup)}${workers}`;
  if (phase.phase === 'retest' && before !== undefined)
    return `race-trace run retest --of ${word(before.name)}${service} ${out}`;
  if (workload === undefined) return `race-trace run ${phase.phase}${option('seed', seed)}${service} ${out}`;
  const phaseName = phase.phase === 'retest' ? 'load' : phase.phase;
  return `race-trace run ${phaseName}${options(workload)}${service} ${out}`;
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

function options({ seed, rate, durationS, arrivals, keys, skew, hot, burst, units }: RunWorkload): string {
  return [
    option('seed', seed),
    option('rate', rate),
    option('duration', `${durationS}s`),
    option('arrivals', arrivals),
    option('keys', keys),
    option('skew', skew),
    option('hot', hot && `${hot.keys}:${hot.share}`),
    option('burst', burst && `${burst.factor}x:${burst.lengthS}s/${burst.periodS}s`),
    option('units', units),
  ].join('');
}

function option(name: string, value: string | number | undefined): string {
  return value === undefined ? '' : ` --${name} ${word(String(value))}`;
}

/** One word of a shell's line, quoted where it is not plain. */
function word(text: string): string {
  return /^[\w./:@+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
