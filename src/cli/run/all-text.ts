import type { DecisionName } from '../../core/index.ts';
import type { VariantName } from '../../harness/service/variants.ts';
import type { LabelledLine } from '../blamed-line.ts';
import type { Paint } from '../output/paint.ts';
import { reportText } from '../report/text.ts';
import type { WrittenReport } from '../report/write-report.ts';

/** One phase of the validation, in short. */
export interface PhaseLine {
  readonly variant: VariantName;
  readonly phase: string;
  readonly verdict: string;
  readonly valid: boolean;
  readonly invalid_because: readonly string[];
  /** What has to stand beside an `ok`. */
  readonly remarks: readonly string[];
  /** Undefined where the phase failed. */
  readonly attempts: number | undefined;
  /** Undefined where the store could not be asked. */
  readonly mismatch: number | undefined;
  /** Milliseconds; undefined where time was not measured. */
  readonly p99_ms: number | undefined;
}

/** Why a validation ended before its last phase. */
export interface Ended {
  /** E.g. `the load of unsafe is an INVALID RUN: …`. */
  readonly why: string;
  /** Whether the phase failed, and was not only invalid. */
  readonly failed: boolean;
}

const LABEL_WIDTH = 'verdict'.length;
const STYLE: Readonly<Record<string, 'green' | 'red' | 'yellow'>> = { ok: 'green', violation: 'red' };

/** A whole validation: its phases, the line of code to blame of each variant that has violated, and its report. */
export interface WholeValidation {
  readonly lines: readonly PhaseLine[];
  readonly blamed: ReadonlyMap<VariantName, readonly LabelledLine[]>;
  readonly written: WrittenReport;
  /** Why the phases that are not there were not run; undefined if all were. */
  readonly ended?: Ended | undefined;
  /** On the mitigation, which is not what the report is about if the validation ended before it. */
  readonly decision: DecisionName;
  readonly mitigation: VariantName;
}

/** What a whole validation came to, for people: a line for each phase, what went wrong, and the decision. */
export function runAllText(validation: WholeValidation, paint: Paint): string {
  const { lines, blamed, written } = validation;
  const rows = lines.map((line) => [
    line.variant,
    line.phase,
    line.valid ? line.verdict : 'INVALID RUN',
    `${line.attempts ?? '?'} attempts`,
    `mismatch ${line.mismatch ?? '?'}`,
    line.p99_ms === undefined ? '' : `p99 ${line.p99_ms.toFixed(1)} ms`,
  ]);
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length))) ?? [];
  const table = rows.map((row) => {
    const padded = row.map((cell, column) => cell.padEnd(widths[column]!));
    padded[2] = paint(STYLE[row[2]!] ?? 'yellow', padded[2]!);
    return padded.join('  ').trimEnd();
  });
  const invalid = lines.flatMap(({ variant, phase, invalid_because }) =>
    invalid_because.map((reason) => `  ${variant} ${phase}: ${reason}`),
  );
  const remarks = lines
    .filter(({ valid }) => valid)
    .flatMap((line) => line.remarks.map((remark) => `  ${line.variant} ${line.phase}: ${remark}`));
  const blame = [...blamed].flatMap(([variant, of]) => [
    '',
    paint('bold', variant),
    ...of.map(([label, text]) => `  ${paint('dim', label.padEnd(LABEL_WIDTH))}  ${text}`),
  ]);
  const report = reportText(written.report, written.paths, false, paint);
  return [...table, ...invalid, ...remarks, ...blame, ...endedEarly(validation, paint), '', report].join(
    '\n',
  );
}

/** That phases are not there, why, and what to do; nothing if all are. */
function endedEarly(
  { ended, decision, mitigation, written }: WholeValidation,
  paint: Paint,
): readonly string[] {
  if (ended === undefined) return [];
  const isOfAnother = written.report.variant !== mitigation;
  return [
    '',
    `${paint('yellow', 'ENDED EARLY')}  ${ended.why}`,
    `  ${ended.failed ? 'Mend that, and run it again' : 'Run it again on a machine that is not busy or with a lower --rate'}; --keep-going runs the other phases all the same.`,
    ...(isOfAnother
      ? [`  ${decision} on ${mitigation}, which was not run; the report is of the service before it.`]
      : []),
  ];
}
