import type { FindingRow, PossibleRow } from '../../core/index.ts';

/** What findings are put together by. */
export type Grouping = 'code' | 'key';

/** Findings of one kind, or of one inventory key. */
export interface FindingGroup {
  /** Printable, and different for every group of one tree. */
  readonly label: string;
  /** The worst level among the rows. */
  readonly level: FindingRow['level'];
  /** Whether it is the one of what is only possible. */
  readonly isPossible: boolean;
  readonly rows: readonly (FindingRow | PossibleRow)[];
}

const WORST_FIRST: readonly FindingRow['level'][] = ['error', 'warning', 'info'];

/**
 * Groups findings, keeping their order: the first group is that of the first, and worst, finding. Those that are only
 * possible are a group of their own, the last.
 */
export function groupFindings(
  all: readonly (FindingRow | PossibleRow)[],
  grouping: Grouping,
): FindingGroup[] {
  const rows = all.filter((row) => !('hangsOn' in row));
  const possible = all.filter((row) => 'hangsOn' in row);
  const groups = new Map<string | number, FindingRow[]>();
  for (const row of rows) {
    const by = grouping === 'code' ? row.code : row.keyId;
    const group = groups.get(by);
    if (group) group.push(row);
    else groups.set(by, [row]);
  }
  const labels = new Set<string>();
  const certain = [...groups.values()].map((group): FindingGroup => {
    const { code, key, keyId } = group[0]!;
    // Two keys can look alike once they are printable and clipped.
    const name = grouping === 'code' ? code.replaceAll('-', ' ') : key;
    const label = labels.has(name) ? `${name} (${keyId})` : name;
    labels.add(label);
    const level = WORST_FIRST.find((worst) => group.some((row) => row.level === worst)) ?? 'info';
    return { label, level, isPossible: false, rows: group };
  });
  if (possible.length === 0) return certain;
  return [...certain, { label: 'only possible', level: 'info', isPossible: true, rows: possible }];
}
