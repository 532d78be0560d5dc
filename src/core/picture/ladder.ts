import type { KeyIndex } from './key-index.ts';
import { within } from './ladder-index.ts';
import type { Rung } from './model.ts';
import { nameAt, valueRead, valueWritten, versionName } from '../history/names.ts';
import { count, counted } from '../words/numbers.ts';
import { RUNG_SIGN } from '../words/signs.ts';
import { countBelow, countUpTo } from '../history/count-up-to.ts';
import type { Window } from './window.ts';
import type { RungStatus } from '../words/terms.ts';
import { NONE } from '../words/codes.ts';

/** More rungs than this are merged where they are too close to be told apart. */
const MOST_RUNGS = 400;

/**
 * The rungs that the window touches, each from where its version came to be to where the next one did, without gaps. Where
 * they are many, those that begin within one bin are one rung that is as bad as the worst of them; a rung of the selected
 * finding stays alone.
 */
export function ladderIn(index: KeyIndex, window: Window, focusRows: readonly number[]): Rung[] {
  const { at } = index.ladder;
  const first = countUpTo(at, window.covers[0]) - 1;
  const last = countUpTo(at, window.covers[1]) - 1;
  const apart = last - first + 1 > MOST_RUNGS ? focusLinks(index, focusRows) : undefined;
  const rungs: Rung[] = [];
  for (let link = first; link <= last;) {
    const end = apart && link >= 0 ? groupEnd(index, link, last, window, apart) : link;
    rungs.push(rungOf(index, link, end));
    link = end + 1;
  }
  return rungs;
}

/** The links of the selected finding's rows, ascending. */
function focusLinks({ entryOf, linkOf }: KeyIndex, rows: readonly number[]): number[] {
  const links = rows.map((row) => linkOf[entryOf(row) ?? -1] ?? NONE);
  return links.filter((link) => link !== NONE).sort((a, b) => a - b);
}

/** The last link that begins in the same bin as `link`, with the links of the finding kept apart. */
function groupEnd(
  { ladder }: KeyIndex,
  link: number,
  last: number,
  { binWidth }: Window,
  apart: readonly number[],
): number {
  const nextBin = (Math.floor(ladder.at[link]! / binWidth) + 1) * binWidth;
  const end = Math.max(link, countBelow(ladder.at, nextBin, link, last + 1) - 1);
  const next = apart.find((each) => each >= link);
  if (next === undefined || next > end) return end;
  return next === link ? link : next - 1;
}

/** The rung of the links from `link` to `end`; link -1 is the initial version. */
function rungOf(index: KeyIndex, link: number, end: number): Rung {
  const { at, row, stale, bridged } = index.ladder;
  const [first, last] = index.extent;
  const edges = { from: link < 0 ? first : at[link]!, to: end + 1 < at.length ? at[end + 1]! : last };
  if (link < 0)
    return { ...edges, status: 'initial', ...labelled(initialLabels(index.initialLabel)), row: NONE };
  const [worst] = [...within(stale, link, end), ...within(bridged, link, end)];
  const status: RungStatus =
    worst === undefined ? 'chain' : within(stale, worst, worst).length > 0 ? 'stale' : 'bridged';
  return {
    ...edges,
    status,
    ...labelled(link === end ? linkLabels(index, link, status) : groupLabels(index, link, end)),
    row: row[worst ?? end]!,
  };
}

function labelled([label = '', ...shorter]: readonly string[]): Pick<Rung, 'label' | 'shorter'> {
  return { label, shorter };
}

/** `v1 · 1 left`, `v1`. */
function initialLabels(label: string): readonly string[] {
  const end = label.indexOf(' · ');
  return end < 0 ? [label] : [label, label.slice(0, end)];
}

/** `v3 · 0 · w2 ✕ from v1`, `v3 ✕ from v1`, `v3 ✕`, `v3`: what is wrong outlasts who did it, and the version all. */
function linkLabels(index: KeyIndex, link: number, status: RungStatus): readonly string[] {
  const { history } = index.analysis;
  const row = index.ladder.row[link]!;
  const left = history.writeValue[row]!;
  const made = versionMade(index, row);
  // Without versions the units are the name already.
  const units = Number.isNaN(left) || made === valueWritten(history, row) ? '' : count(left);
  const who = nameAt(history, index.laneBy === 'worker' ? history.workerId : history.clientId, row);
  const full = joined(made, units, who);
  if (status === 'stale') {
    const { glyph } = RUNG_SIGN.stale;
    const from = `${made} ${glyph} from ${versionName(history, history.readVersion[row]!) || valueRead(history, row)}`;
    return distinct([full + from.slice(made.length), from, `${made} ${glyph}`, made]);
  }
  if (status === 'bridged') return distinct([`${full} (timed out)`, `${made} (timed out)`, made]);
  return distinct([full, joined(made, units), made]);
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

function distinct(labels: readonly string[]): readonly string[] {
  return [...new Set(labels)];
}

/** `v10–v57 · 48 writes, 2 stale`, `v10–v57`. */
function groupLabels(index: KeyIndex, link: number, end: number): readonly string[] {
  const { row } = index.ladder;
  const stale = within(index.ladder.stale, link, end).length;
  const writes = counted(end - link + 1, 'write') + (stale > 0 ? `, ${count(stale)} stale` : '');
  const versions = `${versionMade(index, row[link]!)}–${versionMade(index, row[end]!)}`;
  return [`${versions} · ${writes}`, versions];
}

/** The version that the row made; of a timed-out write the next one, where versions are consecutive. */
function versionMade({ analysis }: KeyIndex, row: number): string {
  const { history, scheme } = analysis;
  const made = versionName(history, history.writeVersion[row]!);
  const base = history.readVersion[row]!;
  if (made !== '' || base === NONE) return made || valueWritten(history, row) || 'v?';
  if (scheme.scheme === 'sequential') return `v${BigInt(history.versions.text(base)) + 1n}`;
  return `after ${versionName(history, base)}`;
}
