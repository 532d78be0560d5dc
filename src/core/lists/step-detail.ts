import type { Analysis } from '../analysis.ts';
import { nameBeside } from '../findings/attempt-words.ts';
import type { Finding } from '../findings/finding.ts';
import type { History } from '../history/history.ts';
import { nameAt, namesOnce, valueRead, valueWritten, versionName } from '../history/names.ts';
import { ownUnits } from '../history/own-units.ts';
import { rowMessage } from '../history/row-message.ts';
import { unitsChanged } from '../words/numbers.ts';
import { clipped } from '../words/printable.ts';
import { RESULT_SIGN } from '../words/signs.ts';
import type { Step } from '../words/terms.ts';
import { NONE, RESULTS, ROW_FLAG, type Result } from '../words/codes.ts';

/** What a step did: `v1, 1 left`, `v1→v2`, `✓`. `finding` is the one whose witness it is in, if any. */
export function stepDetail(
  analysis: Analysis,
  finding: Finding | undefined,
  row: number,
  step: Step,
): string {
  if (step === 'confirm') return answer(analysis, row);
  return step === 'read' ? reading(analysis.history, row) : writing(analysis.history, finding, row);
}

/** The site of a step as the trace has it: not printable, to be opened and not to be shown; undefined where it has none. */
export function stepSite({ history }: Analysis, row: number, step: Step): string | undefined {
  const { readSite, writeSite, confirmSite, strings } = history;
  const index = { read: readSite, write: writeSite, confirm: confirmSite }[step][row] ?? NONE;
  return index === NONE ? undefined : strings.at(index);
}

/** How a step's line of source is found. Neither text is printable: they are to be searched for, and not to be shown. */
export interface StepSource {
  /** As the trace has it; undefined where it has none. */
  readonly site: string | undefined;
  /** What the log says of the attempt, where the trace has no line for any of its steps. */
  readonly message: string | undefined;
}

/** How the line of a step of an attempt is found. */
export function stepSource(analysis: Analysis, row: number, step: Step): StepSource {
  const isPlaced = (['read', 'write', 'confirm'] as const).some((each) => stepSite(analysis, row, each));
  return {
    site: stepSite(analysis, row, step),
    message: isPlaced ? undefined : rowMessage(analysis.history, row),
  };
}

/** `w1 · r-001 read v1`: a step in one line. */
export function stepLabel(analysis: Analysis, finding: Finding, row: number, step: Step): string {
  const { history } = analysis;
  const who = [nameAt(history, history.workerId, row), nameAt(history, history.requestId, row)];
  return `${namesOnce(who)} ${step} ${stepDetail(analysis, finding, row, step)}`.trimEnd();
}

/** `w1 wrote v2`, of the step to blame `w2 wrote v3 from v1`: who did what, told apart from the row `besides`. */
export function stepAct(
  analysis: Analysis,
  finding: Finding,
  { row, step, offending }: { readonly row: number; readonly step: Step; readonly offending: boolean },
  besides: number | undefined,
): string {
  const { history } = analysis;
  const who = clipped(nameBeside(history, row, besides), 60);
  const read = versionName(history, history.readVersion[row]!);
  const made = versionName(history, history.writeVersion[row]!);
  if (step === 'read' && read !== '') return `${who} read ${read}`;
  if (step === 'write' && made !== '')
    return `${who} wrote ${made}${offending && read !== '' ? ` from ${read}` : ''}`;
  const detail = stepDetail(analysis, finding, row, step);
  return `${who} ${step === 'confirm' ? detail : `${step} ${detail}`}`.trimEnd();
}

function reading(history: History, row: number): string {
  return joined(versionName(history, history.readVersion[row]!), valueRead(history, row));
}

/** What a write came to that made no version, where the client was told. */
const OUTCOMES: Readonly<Partial<Record<Result, string>>> = {
  conflict: 'refused',
  retry: 'refused',
  rejected: 'nothing left',
};

function writing(history: History, finding: Finding | undefined, row: number): string {
  const data = row === finding?.rows[0] ? finding.data : undefined;
  const written = history.writeVersion[row]!;
  const read = history.readVersion[row]!;
  const base = versionName(history, read === NONE ? (data?.base ?? NONE) : read);
  const made = versionName(history, written === NONE ? (data?.made ?? NONE) : written);
  const units = unitsChanged(ownUnits(history, row));
  if (made !== '') return joined(`${base}→${made}`, units);
  const left = valueWritten(history, row);
  if (left !== '') return joined(left, units);
  const outcome = OUTCOMES[RESULTS[history.result[row]!]!] ?? 'outcome unknown';
  return base === '' ? outcome : `on ${base}, ${outcome}`;
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}

function answer({ history, rowFlags }: Analysis, row: number): string {
  const replay = (rowFlags[row]! & ROW_FLAG.idempotentReplay) !== 0;
  const result = RESULTS[history.result[row]!]!;
  const words = [RESULT_SIGN[result].glyph, result === 'success' ? '' : result, replay ? 'replay' : ''];
  return words.filter((word) => word !== '').join(' ');
}
