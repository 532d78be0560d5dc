import { type Analysis, attemptName, shortSite, stepSite, stepsOfAttempts } from '../../core/index.ts';
import { clipped } from '../../core/words/printable.ts';
import { count, counted } from '../../core/words/numbers.ts';
import type { Mitigation, MitigatedRun, WriteSide } from '../race-model.ts';
import type { Side } from '../phase-ref.ts';
import { refOf, variantName, type ReportInput, type SidedPhase } from './input.ts';
import { NONE, RESULT } from '../../core/words/codes.ts';

/** More attempts do not stand side by side. */
const MOST_ATTEMPTS = 5;

/** What was changed between the service before and the candidate; undefined where there is nothing before. */
export function mitigationOf(
  { run, before, sourceOf }: ReportInput,
  phases: readonly SidedPhase[],
): Mitigation | undefined {
  if (before === undefined) return undefined;
  const side = (of: Side, variant: string) =>
    writeSide(
      variant,
      phases.filter((phase) => phase.side === of),
      sourceOf,
    );
  return {
    before: side('before', variantName(before)),
    after: side('candidate', variantName(run)),
    held: heldRun(phases),
  };
}

function writeSide(
  variant: string,
  phases: readonly SidedPhase[],
  sourceOf: ReportInput['sourceOf'],
): WriteSide {
  const site = phases.map(({ record }) => writeSiteIn(record.analysis)).find((each) => each !== undefined);
  const source = site === undefined ? undefined : sourceOf(site);
  let [writes, refused, replays, mostRetries] = [0, 0, 0, 0];
  for (const { record } of phases) {
    const { result, retryCount, writeSite } = record.analysis.history;
    replays += record.analysis.counts['idempotent-replay'];
    for (let row = 0; row < result.length; row++) {
      writes += Number(writeSite[row] !== NONE);
      refused += Number(result[row] === RESULT.conflict || result[row] === RESULT.retry);
      mostRetries = Math.max(mostRetries, retryCount[row]!);
    }
  }
  const said = phases.flatMap(({ record }) => record.setup.idempotent ?? []);
  return {
    variant,
    site: shortSite(site),
    source: source === undefined ? '' : clipped(source.trim(), 160),
    ...{ writes, refused, replays, mostRetries },
    idempotent: said.length === 0 ? undefined : said.every(Boolean),
  };
}

function writeSiteIn(analysis: Analysis): string | undefined {
  const row = analysis.history.writeSite.findIndex((site) => site !== NONE);
  return row < 0 ? undefined : stepSite(analysis, row, 'write');
}

/** The candidate under the schedule in which the service before it failed, if it held and its attempts are few enough. */
function heldRun(phases: readonly SidedPhase[]): MitigatedRun | undefined {
  const of = (side: Side) => phases.find((each) => each.side === side && each.phase === 'reproduce');
  const [failed, held] = [of('before'), of('candidate')];
  const schedule = failed?.record.analysis.facts?.schedule;
  if (held === undefined || schedule === undefined) return undefined;
  const { analysis } = held.record;
  const { facts, verdict, history, ledger } = analysis;
  if (facts?.schedule !== schedule || verdict !== 'ok' || history.size > MOST_ATTEMPTS) return undefined;
  const taken = (ledger.initial ?? 0) - (ledger.remaining ?? 0);
  const { columns, steps } = stepsOfAttempts(analysis, [...Array(history.size).keys()]);
  return {
    ...refOf(held),
    columns: columns.map(({ row }) => ({ row, label: attemptLabel(analysis, row) })),
    steps,
    outcome: `${count(ledger.confirmed)} confirmed for ${counted(taken, 'unit')}: the books balance.`,
  };
}

/** `B · w2`, and `B · w2, retry 1` of one that came again. */
function attemptLabel({ history }: Analysis, row: number): string {
  const retry = history.retryCount[row]!;
  return `${attemptName(history, row)}${retry > 0 ? `, retry ${count(retry)}` : ''}`;
}
