import { count, counted, signed } from '../../core/text/numbers.ts';
import { invariantErrorRate } from '../../core/measure/screens.ts';
import { percent } from '../../core/text/figures.ts';
import type { PhaseBooks } from '../model.ts';
import { findingLinks, list, section, table, tag, type Making } from './parts.ts';
import { markup, type Html, type Part } from './template.ts';

const VERDICT = {
  ok: tag('good', '✓ ok'),
  violation: tag('bad', '✕ violation'),
  unknown: tag('warn', '? unknown'),
} as const;

const CAUSES = [
  ['stale-version-write', 'stale writes'],
  ['duplicate-confirmation', 'duplicate confirmations'],
  ['confirmation-without-write', 'confirmations without a write'],
  ['lost-confirmation', 'lost confirmations'],
] as const;

/** The invariant after every phase, its ledger, and the findings. */
export function invariantSection(making: Making): Html {
  const { invariant } = making.report;
  return section('invariant', 'The invariant', [
    markup`<p>
      Confirmed reservations = initial inventory − remaining inventory, per key and in total. Initial and
      remaining inventory are read from the store itself; every unit of a mismatch is put down to what caused
      it.
    </p>`,
    table(
      'The invariant after each phase',
      [
        { head: 'Phase' },
        { head: 'Confirmed', numeric: true },
        { head: 'Initial − remaining', numeric: true },
        { head: 'Mismatch', numeric: true },
        { head: 'Put down to' },
        { head: 'Verdict' },
      ],
      invariant.map((books) => ({ cells: bookCells(books) })),
    ),
    notes(invariant),
    findings(making),
  ]);
}

function bookCells({ label, ledger, verdict }: PhaseBooks): readonly Part[] {
  const { confirmed, initial, remaining, mismatch } = ledger;
  const taken = initial === undefined || remaining === undefined ? undefined : initial - remaining;
  const wrong = mismatch !== undefined && mismatch !== 0;
  const rate = wrong ? ` (${percent(invariantErrorRate(Math.abs(mismatch), confirmed))})` : '';
  return [
    label,
    count(confirmed),
    taken === undefined ? 'not known' : count(taken),
    mismatch === undefined
      ? 'not known'
      : wrong
        ? markup`<strong class="bad">${signed(mismatch)}${rate}</strong>`
        : '0',
    causesOf(ledger),
    VERDICT[verdict],
  ];
}

/** `stale writes +419, duplicate confirmations +1`: every unit, those that nothing explains included. */
function causesOf({ by, unexplained }: PhaseBooks['ledger']): Part {
  const parts = CAUSES.filter(([cause]) => by[cause] !== 0).map(
    ([cause, name]) => `${name} ${signed(by[cause])}`,
  );
  if (parts.length === 0 && unexplained === 0) return '·';
  return [
    parts.join(', '),
    unexplained !== 0 &&
      markup`${parts.length > 0 && ', '}<span class="bad">unexplained ${signed(unexplained)}</span>`,
  ];
}

function notes(invariant: readonly PhaseBooks[]): Part {
  const said = invariant.flatMap((books) => [
    ...books.invalidBecause.map((reason) => `${books.label}: the run says that it proves nothing. ${reason}`),
    ...books.unknownBecause.map((reason) => `${books.label}: ${reason}`),
    ...books.problems.map((problem) => `${books.label}, reading: ${problem}`),
    ...(books.problemsTotal > books.problems.length
      ? [`${books.label}: ${counted(books.problemsTotal, 'problem')} of reading in all`]
      : []),
    ...(books.ledger.excessUnits > 0
      ? [
          `${books.label}: ${counted(books.ledger.excessUnits, 'unit')} taken beyond one per confirmed request`,
        ]
      : []),
  ]);
  return said.length > 0 && list(said);
}

function findings(making: Making): Part {
  const { findings: lines } = making.report;
  if (lines.length === 0) return markup`<p>Nothing was found in any phase.</p>`;
  return [
    markup`<h3 id="findings">Findings</h3>`,
    table(
      'Findings',
      [
        { head: 'Finding' },
        { head: 'Phase' },
        { head: 'Key' },
        { head: 'What' },
        { head: 'When' },
        { head: 'Evidence' },
      ],
      lines.map((line, id) => ({
        cells: [
          markup`<span class="${line.level === 'error' ? 'bad' : ''}">${line.code}</span>`,
          line.label,
          markup`<code class="key">${line.key}</code>`,
          line.summary,
          line.when,
          findingLinks(making, line, id),
        ],
      })),
      'The first of each kind in each phase, and where times are known the last; race-trace check lists all.',
    ),
  ];
}
