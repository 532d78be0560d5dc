import { COLUMNS, type ColumnName } from '../../core/index.ts';
import { RESULTS, type Result } from '../../core/words/codes.ts';
import { counted } from '../../core/words/numbers.ts';
import { clipped, printable } from '../../core/words/printable.ts';
import type { MappingView, MemberView } from '../../ingest/guess/mapping-view.ts';

/** A line of a list that a person chooses from, and what it stands for. */
export interface Choice<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly value: T;
}

/** What a person may do next with a mapping. */
export type Step =
  | { readonly do: 'write' }
  | { readonly do: 'column'; readonly column: ColumnName }
  | { readonly do: 'result'; readonly value: string }
  | { readonly do: 'look' };

/** A part of the list, under a title of its own. */
export interface Part {
  readonly title: string;
  readonly choices: readonly Choice<Step>[];
}

/** Columns that hold nothing which one would look for in a log. */
const RARE: ReadonlySet<ColumnName> = new Set(['phase', 'fault', 'deployment']);

/** The mapping as a list: what can be written or what is missing, each column with its member and why, each result, and rows as they would be read. */
export function partsOf(view: MappingView): readonly Part[] {
  const { proposal, read } = view;
  return [
    read === undefined
      ? { title: 'What is missing', choices: view.lacks.map(lackChoice) }
      : { title: 'The mapping', choices: [writeChoice(read)] },
    {
      title: 'Columns',
      choices: COLUMNS.filter((column) => !RARE.has(column)).map((column) => columnChoice(view, column)),
    },
    {
      title: 'Results',
      choices: (proposal?.results ?? []).map(({ value, result, because }) => ({
        label: `${clipped(value, 40)} = ${result ?? '?'}`,
        description: because,
        value: { do: 'result', value },
      })),
    },
    {
      title: 'Rows as they would be read',
      choices: (read?.preview.rows ?? []).map((row) => ({
        label: row
          .map((cell) => clipped(printable(cell), 24))
          .filter((cell) => cell !== '')
          .join('  '),
        value: { do: 'look' },
      })),
    },
  ];
}

function writeChoice({
  attempts,
  skipped,
  rejected,
  because,
}: NonNullable<MappingView['read']>): Choice<Step> {
  const refused = rejected === 0 ? '' : `, ${rejected} rejected (${clipped(because ?? '', 80)})`;
  return {
    label: '$(check) Write race-trace.json',
    description: `first lines: ${counted(attempts, 'attempt')}, ${skipped} skipped${refused}`,
    value: { do: 'write' },
  };
}

function lackChoice(lack: string): Choice<Step> {
  return { label: `$(warning) ${lack}`, value: { do: 'look' } };
}

function columnChoice({ proposal }: MappingView, column: ColumnName): Choice<Step> {
  const proposed = proposal?.columns.find((each) => each.column === column);
  const value = { do: 'column', column } as const;
  if (proposed === undefined) return { label: column, description: '–', value };
  const { path, unit, certainty, because } = proposed;
  return {
    label: column,
    description: clipped(unit === undefined ? path : `${path}@${unit}`, 60),
    detail: `${certainty}: ${because}`,
    value,
  };
}

/** The members that a column may be taken from, and none. */
export function memberChoices({ members }: MappingView): readonly Choice<MemberView | undefined>[] {
  return [
    { label: '$(circle-slash) None', description: 'the file does not have it', value: undefined },
    ...members.map((member) => ({
      label: clipped(member.path, 80),
      description: member.examples,
      value: member,
    })),
  ];
}

/** The results that a value of the file may stand for. */
export function resultChoices(): readonly Choice<Result>[] {
  return RESULTS.map((result) => ({ label: result, value: result }));
}

/** Whether a column holds times, lengths of time, or neither. */
export function measureOf(column: ColumnName): 'time' | 'length' | undefined {
  if (column.endsWith('_us')) return 'time';
  return column.endsWith('_ms') ? 'length' : undefined;
}
