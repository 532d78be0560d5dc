import type { Analysis } from '../analysis.ts';
import type { Finding } from '../findings/finding.ts';
import { endOf } from '../history/attempt-times.ts';
import type { Arc } from './model.ts';
import { nameAt, versionName } from '../history/names.ts';
import { duration } from '../words/numbers.ts';
import { shownRows } from './witness.ts';

/** The arcs that explain a finding, between steps of the rows that are shown for it. */
export function arcsOf(analysis: Analysis, finding: Finding): Arc[] {
  const [row, ...others] = shownRows(finding);
  if (row === undefined) return [];
  switch (finding.code) {
    case 'stale-version-write':
      return staleWrite(analysis, finding, row, others);
    case 'duplicate-confirmation':
      return sameRequest(analysis, [row, ...others]);
    case 'version-reuse':
      return others.map((other) => ({
        ...between(other, 'write', row, 'write'),
        kind: 'overtook',
        label: `both made ${versionName(analysis.history, analysis.history.writeVersion[row]!)}`,
      }));
    case 'stale-read':
      return others.map((other) => ({
        ...between(other, 'confirm', row, 'read'),
        kind: 'overtook',
        label: `${versionName(analysis.history, analysis.history.writeVersion[other]!)} was confirmed${before(
          analysis.history.readUs[row]! - endOf(analysis.history, other),
          ' before',
        )}`,
      }));
    default:
      return [];
  }
}

function staleWrite(
  { history }: Analysis,
  finding: Finding,
  row: number,
  overtakers: readonly number[],
): Arc[] {
  const base = versionName(history, finding.data.base ?? history.readVersion[row]!);
  const arcs = overtakers.map((other, index): Arc => ({
    ...between(other, 'write', row, 'write'),
    kind: 'overtook',
    label: index === 0 ? 'overtook' : '',
  }));
  const first = overtakers[0];
  const earlier =
    first === undefined ? '' : before(history.writeUs[row]! - history.writeUs[first]!, ' earlier');
  const by = first === undefined ? ' outside the trace' : byWhom(nameAt(history, history.workerId, first));
  const label = `based on ${base}, replaced${earlier}${by}`;
  return [...arcs, { ...between(row, 'write', row, 'read'), kind: 'based-on', label }];
}

function byWhom(name: string): string {
  return name === '' ? '' : ` by ${name}`;
}

/** The confirmations of one request, each joined to the next. */
function sameRequest({ history }: Analysis, rows: readonly number[]): Arc[] {
  const inTime = rows.toSorted((a, b) => endOf(history, a) - endOf(history, b) || a - b);
  const request = nameAt(history, history.requestId, rows[0]!);
  return inTime.slice(1).map((row, index) => ({
    ...between(inTime[index]!, 'confirm', row, 'confirm'),
    kind: 'same-request',
    label: index === 0 ? `${request} confirmed again` : 'and again',
  }));
}

function between(
  fromRow: number,
  fromStep: Arc['fromStep'],
  toRow: number,
  toStep: Arc['toStep'],
): Pick<Arc, 'fromRow' | 'fromStep' | 'toRow' | 'toStep'> {
  return { fromRow, fromStep, toRow, toStep };
}

/** ` 1.2 ms earlier`; nothing where the clocks do not say so. */
function before(us: number, word: string): string {
  return us > 0 ? ` ${duration(us / 1000)}${word}` : '';
}
