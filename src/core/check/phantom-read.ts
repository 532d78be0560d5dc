import { countUpTo } from '../history/count-up-to.ts';
import { NONE, RESULT } from '../history/history.ts';
import type { KeyCheck } from './key-check.ts';
import { keyName } from './key-check.ts';
import { STEP } from './walk.ts';
import type { Walk } from './walk.ts';

/**
 * Versions that were read, above the initial one, and that no write in the trace can have made. A version inside a gap
 * of the chain is not one of them: that somebody outside the trace wrote there is certain, so it may be theirs.
 */
export function findPhantomReads(check: KeyCheck): void {
  const { history, walk, findings, doubts, key, rows } = check;
  if (walk.initialVersion === NONE || !check.requests.recordsWrites) return;
  const strange = rows.filter((row) => {
    const read = history.readVersion[row]!;
    return read > walk.initialVersion && !isExplained(walk, read);
  });
  if (strange.length === 0) return;
  const phantoms = phantomVersions(check, strange);
  for (const row of strange) {
    if (!phantoms.has(history.readVersion[row]!)) continue;
    if (check.whole) findings.add('phantom-read', key, [row]);
    else doubts.add('unread-writer', keyName(check));
  }
}

/** Whether the version is in the chain or within a gap of it. */
function isExplained(walk: Walk, version: number): boolean {
  const position = countUpTo(walk.chainVersion, version);
  if (walk.chainVersion[position - 1] === version) return true;
  const step = walk.chainStep[position];
  return step !== undefined && step >= 0 && walk.kind[step] === STEP.untraced;
}

/**
 * Which of the versions read by `rows` no timed-out attempt can have made. One that read an earlier version may have been
 * applied at any later moment, so it may have made any later version, but only one. So up to a version there can be no
 * more of them than attempts that are not in the chain already; and where versions are consecutive, those between count too.
 */
function phantomVersions(check: KeyCheck, rows: Uint32Array): Set<number> {
  const { history, walk, scheme } = check;
  const versions = [...new Set([...rows].map((row) => history.readVersion[row]!))].sort((a, b) => a - b);
  const { bases, written } = spareTimeouts(check);
  const exact = (cell: number): bigint => BigInt(history.versions.text(cell));
  const phantoms = new Set<number>();
  let makers = 0;
  let unwritten = 0;
  for (const version of versions) {
    if (written.has(version)) continue;
    while (makers < bases.length && bases[makers]! < version) makers++;
    const below = walk.chainVersion[countUpTo(walk.chainVersion, version) - 1]!;
    const needed = scheme === 'sequential' ? exact(version) - exact(below) : BigInt(unwritten + 1);
    if (needed <= makers) unwritten++;
    else phantoms.add(version);
  }
  return phantoms;
}

/** The timed-out attempts that are not in the chain: what the ones without a write version read, what the others wrote. */
function spareTimeouts({ history, requests, walk, rows }: KeyCheck): {
  bases: Float64Array;
  written: Set<number>;
} {
  const applied = new Set(walk.row.filter((_, step) => walk.kind[step] === STEP.bridged));
  const bases: number[] = [];
  const written = new Set<number>();
  for (const row of rows) {
    if (history.result[row] !== RESULT.timeout || applied.has(row)) continue;
    if (requests.repeatedTimeouts.has(row)) continue;
    // NONE, below everything: an attempt that does not say what it read may have made anything.
    if (history.writeVersion[row] === NONE) bases.push(history.readVersion[row]!);
    else written.add(history.writeVersion[row]!);
  }
  return { bases: Float64Array.from(bases).sort(), written };
}
