import type { FindingRow } from '../../core/index.ts';

/** What findings are put together by. */
export type Grouping = 'code' | 'key';

/** Findings of one kind, or of one inventory key. */
export interface FindingGroup {
  /** Printable, and different for every group of one tree. */
  readonly label: string;
  /** The worst level among the rows. */
  readonly level: FindingRow['level'];
  readonly rows: readonly FindingRow[];
}

const WORST_FIRST: readonly FindingRow['level'][] = ['error', 'warning', 'info'];

/** Groups findings, keeping their order: the first group is that of the first, and worst, finding. */
export function groupFindings(rows: readonly FindingRow[], grouping: Grouping): FindingGroup[] {
  const groups = new Map<string | number, FindingRow[]>();
  for (const row of rows) {
    const by = grouping === 'code' ? row.code : row.keyId;
    const group = groups.get(by);
    if (group) group.push(row);
    else groups.set(by, [row]);
  }
  const labels = new Set<string>();
  return [...groups.values()].map((group) => {
    const { code, key, keyId } = group[0]!;
    // Two keys can look alike once they are printable and clipped.
    const name = grouping === 'code' ? code.replaceAll('-', ' ') : key;
    const label = labels.has(name) ? `${name} (${keyId})` : name;
    labels.add(label);
    const level = WORST_FIRST.find((worst) => group.some((row) => row.level === worst)) ?? 'info';
    return { label, level, rows: group };
  });
}
