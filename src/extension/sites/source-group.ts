/** An editor group, as far as it matters to where a source opens. */
export interface EditorGroup {
  /** 1-based, from left to right. */
  readonly column: number;
  /** Whether what it shows now is a swimlane, which a source must not cover. */
  readonly showsTrace: boolean;
  /** The files that are open in it, as texts of their URIs. */
  readonly files: readonly string[];
}

/**
 * The column in which a source opens beside the swimlane (or report) in column `own`: where it is open already, else the nearest
 * group to the right, else to the left. A new group is made only where there is none but swimlanes, so that one group of sources is
 * all that ever stands beside a swimlane.
 */
export function sourceColumn(groups: readonly EditorGroup[], own: number | undefined, file: string): number {
  const others = groups.filter(({ column, showsTrace }) => column !== own && !showsTrace);
  const holder = others.find(({ files }) => files.includes(file));
  const right = others.find(({ column }) => column > (own ?? 0));
  return (holder ?? right ?? others.at(-1))?.column ?? groups.length + 1;
}
