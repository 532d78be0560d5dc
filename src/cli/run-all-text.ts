import type { VariantName } from '../harness/service/variants.ts';
import type { LabelledLine } from './blamed-line.ts';
import type { Paint } from './paint.ts';
import { reportText } from './report-text.ts';
import type { WrittenReport } from './report.ts';

/** One phase of the validation, in short. */
export interface PhaseLine {
  readonly variant: VariantName;
  readonly phase: string;
  readonly verdict: string;
  readonly valid: boolean;
  readonly invalid_because: readonly string[];
  /** What has to stand beside an `ok`. */
  readonly remarks: readonly string[];
  readonly attempts: number;
  /** Undefined where the store could not be asked. */
  readonly mismatch: number | undefined;
  /** Milliseconds; undefined where time was not measured. */
  readonly p99_ms: number | undefined;
}

const LABEL_WIDTH = 'verdict'.length;
const STYLE: Readonly<Record<string, 'green' | 'red' | 'yellow'>> = { ok: 'green', violation: 'red' };

/** A whole validation: its phases, the line of code to blame of each variant that has violated, and its report. */
export interface WholeValidation {
  readonly lines: readonly PhaseLine[];
  readonly blamed: ReadonlyMap<VariantName, readonly LabelledLine[]>;
  readonly written: WrittenReport;
}

/** What a whole validation came to, for people: a line for each phase, what went wrong, and the decision. */
export function runAllText({ lines, blamed, written }: WholeValidation, paint: Paint): string {
  const rows = lines.map((line) => [
    line.variant,
    line.phase,
    line.valid ? line.verdict : 'INVALID RUN',
    `${line.attempts} attempts`,
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
  return [
    ...table,
    ...invalid,
    ...remarks,
    ...blame,
    '',
    reportText(written.report, written.paths, false, paint),
  ].join('\n');
}
