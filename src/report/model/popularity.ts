import { type Analysis, type KeyAnalysis, nameOf, rowsOf, type RunWorkload } from '../../core/index.ts';
import { percent } from '../../core/words/figures.ts';
import { count, counted } from '../../core/words/numbers.ts';
import type { KeyPopularity, KeyPopularityRow } from './model.ts';
import { refOf, type SidedPhase } from './input.ts';
import { ROW_FLAG, RESULT } from '../../core/words/codes.ts';

const SHOWN = 10;
/** A formula over more keys than this would take long and say the same. */
const MOST_KEYS = 1_000_000;

/** How the attempts of each phase spread over keys, and where they got into each other's way. */
export function keyPopularity(phases: readonly SidedPhase[]): readonly KeyPopularity[] {
  return phases.map((phase) => {
    const { analysis, workload } = phase.record;
    const rows = analysis.keys
      .toSorted((a, b) => b.to - b.from - (a.to - a.from))
      .slice(0, SHOWN)
      .map((key) => rowOf(analysis, key));
    return {
      ...refOf(phase),
      keys: analysis.keys.length,
      rows,
      predicted: workload === undefined ? [] : predictedShares(workload).slice(0, rows.length),
      sentence: sentenceOf(analysis, rows),
    };
  });
}

function rowOf(analysis: Analysis, key: KeyAnalysis): KeyPopularityRow {
  const { history, rowFlags } = analysis;
  const rows = rowsOf(analysis, key);
  let [refused, wrong] = [0, 0];
  for (const row of rows) {
    const result = history.result[row];
    if (result === RESULT.conflict || result === RESULT.retry) refused++;
    if ((rowFlags[row]! & (ROW_FLAG.staleWrite | ROW_FLAG.duplicate)) !== 0) wrong++;
  }
  return {
    name: nameOf(history, key.key) || '(no name)',
    attempts: rows.length,
    share: history.size === 0 ? 0 : rows.length / history.size,
    refused,
    wrong,
  };
}

function sentenceOf(analysis: Analysis, rows: readonly KeyPopularityRow[]): string {
  const [first] = rows;
  if (first === undefined) return 'No key was asked for.';
  const top = rows.slice(0, 10).reduce((sum, { share }) => sum + share, 0);
  const all = counted(analysis.keys.length, 'key');
  return (
    `${all} took ${counted(analysis.history.size, 'attempt')}; the most popular, ${first.name}, took ` +
    percent(first.share) +
    (rows.length > 1 ? `, the first ${count(Math.min(10, rows.length))} together ${percent(top)}.` : '.')
  );
}

/** The shares that the workload's popularity gives to the keys by rank: a hot set, if any, and Zipf for the others. */
function predictedShares({ keys, skew, hot }: RunWorkload): number[] {
  const size = Math.min(keys, MOST_KEYS);
  const hotKeys = Math.min(hot?.keys ?? 0, size);
  const hotShare = hot?.share ?? 0;
  const weights = Array.from({ length: size - hotKeys }, (_, rank) => (rank + 1) ** -skew);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const others = weights.map((weight) => ((1 - hotShare) * weight) / total);
  return [...Array.from({ length: hotKeys }, () => hotShare / hotKeys), ...others].sort((a, b) => b - a);
}
