import type { Analysis } from '../analysis.ts';
import type { Finding } from '../findings/finding.ts';
import { definitionOf } from '../findings/finding.ts';
import { startOf, traceTimes } from '../history/attempt-times.ts';
import { attemptName, shortMessage, shortSite } from '../history/names.ts';
import { offendingStep } from '../picture/offending-step.ts';
import { count, moment } from '../words/numbers.ts';
import { clipped } from '../words/printable.ts';
import type { CodePathColumn, CodePathStep, Interleaving } from './model.ts';
import { stepDetail, stepSource } from './step-detail.ts';
import { stepTable, type WitnessStep, type WitnessTable } from './witness-table.ts';
import { NONE } from '../words/codes.ts';

type Sides = Pick<Interleaving, 'columns' | 'steps'>;

/** The steps of a table side by side, a column per attempt; `finding` is the one whose witness it is, if any. */
export function sideBySide(analysis: Analysis, table: WitnessTable, finding: Finding | undefined): Sides {
  return {
    columns: columnsOf(analysis, table.rows),
    steps: table.steps.map((step, id) => stepOf(analysis, finding, step, id)),
  };
}

/** The steps of some attempts side by side, of which none is to blame. */
export function stepsOfAttempts(analysis: Analysis, rows: readonly number[]): Sides {
  return sideBySide(analysis, stepTable(analysis, rows), undefined);
}

/**
 * All attempts of a short trace, a column per client, with the worst finding's step to blame marked. Steps are numbered,
 * since the time between them is chance, and have no site.
 */
export function interleavingOfClients(analysis: Analysis): Interleaving {
  const { history, findings } = analysis;
  const rows = [...Array(history.size).keys()].sort((a, b) => startOf(history, a) - startOf(history, b));
  const worst = findings.find(({ level, rows: [row] }) => level === 'error' && row !== undefined);
  const table = stepTable(analysis, rows, worst?.rows[0], worst && offendingStep(history, worst));
  const { columns, steps } = sideBySide(analysis, table, worst);
  const clientOf = (row: number): number =>
    history.clientId[row] === NONE ? -1 - row : history.clientId[row]!;
  const clients = [...new Set(rows.map(clientOf))];
  return {
    level: worst?.level ?? 'info',
    columns: clients.map((client) => {
      const row = rows.find((each) => clientOf(each) === client)!;
      return { row, label: attemptName(history, row) };
    }),
    steps: steps.map((step, index) => ({
      ...step,
      column: clients.indexOf(clientOf(columns[step.column]!.row)),
      when: `t${count(index + 1)}`,
      site: '',
    })),
  };
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

/** The line of a step; of an attempt without any, what its log says, at its end and at the step to blame. */
function whereOf(analysis: Analysis, { row, step, offending }: WitnessStep): string {
  const { site, message } = stepSource(analysis, row, step);
  if (site !== undefined) return shortSite(site);
  return offending || step === 'confirm' ? shortMessage(message) : '';
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
    site: whereOf(analysis, step),
    source: '',
    offending,
    lacks: offending && finding !== undefined ? definitionOf(finding.code).lacks : '',
  };
}
