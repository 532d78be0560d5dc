import { invariantErrorRate } from '../../core/index.ts';
import { percent } from '../../core/words/figures.ts';
import { count, counted, signed } from '../../core/words/numbers.ts';
import { findingPlace } from '../finding-place.ts';
import type { FailureTimeline, MechanismCase, PhaseBooks, Report } from '../model/model.ts';
import {
  code,
  details,
  heading,
  list,
  tableBlock,
  tag,
  text,
  type Block,
  type Cell,
  type Section,
  type Tone,
} from './block.ts';

const VERDICT = {
  ok: tag('good', 'ok'),
  violation: tag('bad', 'violation'),
  unknown: tag('open', 'unknown'),
} as const;

const CAUSES = [
  ['stale-version-write', 'stale writes'],
  ['duplicate-confirmation', 'duplicate confirmations'],
  ['duplicate-write', 'duplicate writes'],
  ['confirmation-without-write', 'confirmations without a write'],
  ['lost-confirmation', 'lost confirmations'],
  ['outside the trace', 'writes outside the trace'],
] as const;

/** The invariant after every phase, its ledger, and the findings. */
export function invariantSection(report: Report): Section {
  const { invariant } = report;
  return {
    id: 'invariant',
    title: 'The invariant',
    blocks: [
      text(
        'Confirmed reservations = initial inventory − remaining inventory, per key and in total, with the store itself as the witness.',
      ),
      tableBlock({
        name: 'The invariant after each phase',
        columns: [
          { head: 'Phase', label: true },
          { head: 'Confirmed', numeric: true },
          { head: 'Initial − remaining', numeric: true },
          { head: 'Mismatch', numeric: true },
          { head: 'Attributed to' },
          { head: 'Verdict' },
        ],
        rows: invariant.map(bookCells),
      }),
      ...list(invariant.flatMap(notes)),
      ...findings(report),
      ...possible(report),
    ],
  };
}

function bookCells({ label, ledger, verdict, invalidBecause }: PhaseBooks): readonly Cell[] {
  const { confirmed, initial, remaining, mismatch } = ledger;
  const known = initial !== undefined && remaining !== undefined;
  const wrong = mismatch !== undefined && mismatch !== 0;
  const rate = wrong ? invariantErrorRate(Math.abs(mismatch), confirmed) : undefined;
  return [
    label,
    count(confirmed),
    known ? `${count(initial)} − ${count(remaining)} = ${count(initial - remaining)}` : 'not known',
    mismatch === undefined
      ? 'not known'
      : wrong
        ? {
            text: signed(mismatch) + (rate === undefined ? '' : ` (${percent(rate, 4)})`),
            as: 'strong',
            tone: verdict === 'violation' ? 'bad' : 'warn',
          }
        : '0',
    causesOf(ledger),
    invalidBecause.length > 0 ? [VERDICT[verdict], ' ', tag('open', 'run invalid')] : VERDICT[verdict],
  ];
}

/** `stale writes +419, duplicate confirmations +1`: every unit, those that nothing explains included. */
function causesOf({ by, unexplained }: PhaseBooks['ledger']): Cell {
  const parts = CAUSES.filter(([cause]) => by[cause] !== 0).map(
    ([cause, name]) => `${name} ${signed(by[cause])}`,
  );
  if (unexplained === 0) return parts.join(', ');
  return { text: [...parts, `unexplained ${signed(unexplained)}`].join(', '), tone: 'bad' };
}

function notes(books: PhaseBooks): readonly string[] {
  const { label, side, ledger, problems, problemsTotal } = books;
  return [
    // Of the candidate these are reasons of the decision, and said there.
    ...(side === 'before' ? [...books.invalidBecause, ...books.unknownBecause] : []).map(
      (reason) => `${label}: ${reason}`,
    ),
    ...books.remarks.map((remark) => `${label}, ok, but ${remark}`),
    ...problems.map((problem) => `${label}, reading: ${problem}`),
    ...(problemsTotal > problems.length
      ? [`${label}: ${counted(problemsTotal, 'problem')} of reading in all`]
      : []),
    ...(ledger.excessUnits > 0
      ? [`${label}: ${counted(ledger.excessUnits, 'unit')} taken beyond one per confirmed request`]
      : []),
  ];
}

function findings({ findings: lines }: Report): readonly Block[] {
  if (lines.length === 0) return [text('Nothing was found in any phase.')];
  return [
    details(
      `${counted(lines.length, 'finding')}: the first of each kind in each phase, and the last where times are known`,
      [
        tableBlock({
          name: 'Findings',
          columns: ['Finding', 'Phase', 'Key', 'What', 'When', 'Evidence'].map((head) => ({
            head,
            label: head === 'Key',
          })),
          rows: lines.map((line, finding) => [
            line.level === 'error' ? { text: line.code, tone: 'bad' } : line.code,
            line.label,
            code(line.key),
            line.summary,
            line.when,
            { finding },
          ]),
        }),
      ],
      true,
    ),
  ];
}

/** What is only possible stands apart: it is not counted as an error. */
function possible({ possible: lines }: Report): readonly Block[] {
  if (lines.length === 0) return [];
  return [
    heading('Only possible'),
    text(
      'Whether these hold is not known: the last column says what would show it. None is counted as an error, but a possible error keeps a verdict from ok.',
    ),
    tableBlock({
      name: 'What is only possible',
      columns: ['Possible finding', 'Phase', 'Key', 'What', 'Evidence', 'Hangs on'].map((head) => ({
        head,
        label: head === 'Key',
      })),
      rows: lines.map((line) => [
        tag('possible', line.code),
        line.label,
        code(line.key),
        line.summary,
        findingPlace(line),
        line.hangsOn,
      ]),
    }),
  ];
}

const MECHANISM = {
  supported: tag('bad', 'supported'),
  'waits have another cause': tag('limited', 'waits have another cause'),
  'not supported': tag('good', 'not supported'),
  'not measured': tag('open', 'not measured'),
} as const;

/** For and against each of the four mechanisms. */
export function mechanismSection({ mechanisms }: Report): Section {
  return {
    id: 'mechanism',
    title: 'Mechanism',
    blocks: [
      text(
        'Four mechanisms make a service confirm units that it does not have, or appear to. Each has a measurement of its own.',
      ),
      tableBlock({
        name: 'Evidence for and against each mechanism',
        columns: ['Mechanism', 'Verdict', 'For', 'Against'].map((head) => ({ head })),
        rows: mechanisms.map(({ name, verdict, within, evidenceFor, evidenceAgainst }: MechanismCase) => [
          name,
          [MECHANISM[verdict], within.length === 0 ? '' : ` in ${within.join(', ')}`],
          { items: evidenceFor },
          { items: evidenceAgainst },
        ]),
      }),
    ],
  };
}

/** What went wrong, when. */
export function failureSection({ failures }: Report): Section {
  const calm = failures.filter((each) => each.calm);
  const failed = failures.filter((each) => !each.calm);
  const own = failed.filter(({ side }) => side === 'candidate');
  const before = failed.filter(({ side }) => side === 'before');
  return {
    id: 'failures',
    title: 'Failure timeline',
    blocks: [
      own.length === 0
        ? text('No phase of what is to be released has an error at a time that is known.')
        : failureTable(own),
      ...folded('Errors of the service before', before, true),
      ...folded('Faults that were injected without an error', calm.filter(allStruck), false),
      // One that never struck is not to be overlooked in what is folded away.
      ...calm.filter((each) => !allStruck(each)).map((each) => failureTable([each])),
    ],
  };
}

function allStruck({ moments }: FailureTimeline): boolean {
  return moments.every(({ kind }) => kind !== 'idle fault');
}

function folded(what: string, timelines: readonly FailureTimeline[], onPaper: boolean): readonly Block[] {
  if (timelines.length === 0) return [];
  const labels = timelines.map(({ label }) => label).join(', ');
  return [details(`${what}: ${labels}`, [failureTable(timelines)], onPaper)];
}

const MOMENT: Readonly<Record<FailureTimeline['moments'][number]['kind'], Tone>> = {
  run: 'muted',
  fault: 'warn',
  'idle fault': 'bad',
  error: 'bad',
  warning: 'warn',
  info: 'muted',
};

function failureTable(timelines: readonly FailureTimeline[]): Block {
  return tableBlock({
    name: `Failure timeline of ${timelines.map(({ label }) => label).join(', ')}`,
    columns: [
      { head: 'Phase', label: true },
      { head: 'Time', numeric: true },
      { head: 'What' },
      { head: 'Evidence' },
    ],
    rows: timelines.flatMap(({ label, moments }) =>
      moments.map(({ when, what, kind, finding }) => [
        label,
        when,
        { text: what, tone: MOMENT[kind] },
        finding === undefined ? '' : { finding },
      ]),
    ),
  });
}
