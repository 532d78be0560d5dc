/** The rows to have in the document for a scrolled list: those in sight and a few on either side. */
export function windowOf(
  scrollTop: number,
  height: number,
  rowHeight: number,
  rows: number,
): { readonly first: number; readonly end: number } {
  const around = 8;
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - around);
  const end = Math.min(rows, Math.ceil((scrollTop + height) / rowHeight) + around);
  return { first: Math.min(first, end), end };
}

/** Where to scroll so that a row is seen in full; the same place if it is already. */
export function scrolledTo(row: number, scrollTop: number, height: number, rowHeight: number): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : scrollTop;
}

/** The row that a navigation key leads to; undefined for any other key. */
export function rowByKey(key: string, row: number, rows: number, page: number): number | undefined {
  if (rows === 0) return undefined;
  const wanted = {
    ArrowDown: row + 1,
    ArrowUp: row < 0 ? rows - 1 : row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: rows - 1,
  }[key];
  return wanted === undefined ? undefined : Math.max(0, Math.min(rows - 1, wanted));
}
