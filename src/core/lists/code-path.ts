import type { Analysis } from '../analysis.ts';
import type { Finding } from '../findings/finding.ts';
import { clipped } from '../words/printable.ts';
import { traceTimes } from '../history/attempt-times.ts';
import { booksOf, booksTitle } from './books.ts';
import { claimOf } from './claim.ts';
import { findingName } from './finding-name.ts';
import type { CodePath, CodePathColumn, CodePathStep } from './model.ts';
import { attemptName, shortSite } from '../history/names.ts';
import { count, moment } from '../words/numbers.ts';
import { definitionOf } from '../findings/finding.ts';
import { replaySchedule } from './replay.ts';
import { stepDetail, stepSite } from './step-detail.ts';
import { findingAt, pictured } from '../picture/witness.ts';
import { stepTable, witnessTable } from './witness-table.ts';
import type { WitnessStep } from './witness-table.ts';

/** The code path of a finding: what happened, the proof, the steps side by side, the books. Undefined if there is none. */
export function codePath(analysis: Analysis, findingId: number): CodePath | undefined {
  const finding = findingAt(analysis, findingId);
  if (!finding) return undefined;
  const shown = pictured(analysis, finding);
  const table = witnessTable(analysis, shown);
  const { claim, proof } = claimOf(analysis, finding);
  return {
    findingId,
    name: findingName(analysis, finding),
    level: finding.level,
    claim,
    proof: [proof, causeOf(analysis, finding, shown), hidden(shown, table.rows.length)]
      .filter((part) => part !== '')
      .join(' '),
    columns: columnsOf(analysis, table.rows),
    steps: table.steps.map((step, id) => stepOf(analysis, shown, step, id)),
    books: booksOf(analysis, finding.key),
    booksTitle: booksTitle(analysis, finding.key),
    replay: replaySchedule(analysis, findingId) ?? '',
  };
}

/** The steps of some attempts side by side, of which none is to blame. */
export function stepsOfAttempts(
  analysis: Analysis,
  rows: readonly number[],
): Pick<CodePath, 'columns' | 'steps'> {
  const table = stepTable(analysis, rows);
  return {
    columns: columnsOf(analysis, table.rows),
    steps: table.steps.map((step, id) => stepOf(analysis, undefined, step, id)),
  };
}

/** Why the steps of another finding are shown. */
function causeOf(analysis: Analysis, finding: Finding, shown: Finding): string {
  return shown === finding ? '' : `For example: ${claimOf(analysis, shown).claim}`;
}

function hidden({ rows }: Finding, shown: number): string {
  const more = new Set(rows).size - shown;
  return more > 0 ? `${count(more)} more of the attempts in between are not shown.` : '';
}

/** Columns with different labels: the file's line tells attempts apart that nothing else does. */
function columnsOf({ history }: Analysis, rows: readonly number[]): CodePathColumn[] {
  const labels = rows.map((row) => attemptName(history, row));
  return rows.map((row, column) => {
    const label = labels[column]!;
    const unique = labels.filter((other) => other === label).length === 1;
    return { row, label: unique ? label : `${label} · line ${count(history.line[row]!)}` };
  });
}

function stepOf(
  analysis: Analysis,
  finding: Finding | undefined,
  step: WitnessStep,
  id: number,
): CodePathStep {
  const { column, row, us, offending } = step;
  const { fromUs, toUs } = traceTimes(analysis.history);
  return {
    id,
    column,
    when: Number.isNaN(us) ? '' : moment(us - fromUs, toUs - fromUs),
    step: step.step,
    detail: clipped(stepDetail(analysis, finding, row, step.step), 120),
    site: shortSite(stepSite(analysis, row, step.step)),
    source: '',
    offending,
    lacks: offending && finding !== undefined ? definitionOf(finding.code).lacks : '',
  };
}
