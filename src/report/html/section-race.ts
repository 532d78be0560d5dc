import type { CodePathStep } from '../../core/view/model.ts';
import type { FailureTimeline, MechanismCase, Race } from '../model.ts';
import { figure, findingLinks, list, section, table, tag, type Making } from './parts.ts';
import { swimlanePicture } from './swimlane-picture.ts';
import { markup, type Html, type Part } from './template.ts';

/** The race: what proves it, step by step, as a picture, and what let it happen. */
export function raceSection(making: Making): Html {
  const { race } = making.report;
  if (race === undefined)
    return section('race', 'The race', [
      markup`<p>
        No trace of these runs has a stale-version write or a duplicate confirmation, so there is no race to
        explain.
      </p>`,
    ]);
  const line = making.report.findings[race.finding];
  return section('race', 'The race', [
    markup`<p class="claim">${race.claim}</p>
      <p>${race.proof}</p>`,
    markup`<p class="muted">
      From ${race.label}${race.schedule !== undefined && markup`, schedule <code>${race.schedule}</code>`}.
      ${race.repeated !== '' && `${race.repeated}.`}
      ${line !== undefined && findingLinks(making, line, race.finding)}
    </p>`,
    interleaving(race, 'The interleaving, in the order of time'),
    figure(
      'Which version was current when (top), and what each client did. The red diamond is a write that was based on a version that had been replaced.',
      swimlanePicture(race),
      'Swimlane of the witness',
    ),
    markup`<h3>Root cause</h3>
      <p>${race.rootCause}</p>`,
    source(race),
    mitigated(race),
    markup`<h3>${race.booksTitle}</h3>
      <pre>
${race.books.map(({ text, wrong }) => markup`<span class="${wrong ? 'bad' : ''}">${text}</span><br />`)}</pre>`,
  ]);
}

function mitigated({ mitigated: held }: Race): Part {
  if (held === undefined) return undefined;
  return [
    markup`<h3>The same schedule, mitigated</h3>`,
    markup`<p>${held.outcome}</p>`,
    interleaving(held, `${held.label}, under the same schedule`),
  ];
}

/** A column per attempt, a row per step, in the order of time. */
function interleaving({ columns, steps }: Pick<Race, 'columns' | 'steps'>, caption: string): Html {
  const rows = steps.map((step) => ({
    cells: [step.when, ...columns.map((_, column) => (step.column === column ? cell(step) : ''))],
  }));
  const timed = steps.some(({ when }) => when !== '');
  return table(
    caption,
    [{ head: timed ? 'Time (ms)' : '' }, ...columns.map(({ label }) => ({ head: label }))],
    rows,
    caption,
  );
}

function cell({ step, detail, site, offending, lacks }: CodePathStep): Part {
  const what = `${offending ? '✕ ' : ''}${step} ${detail}`;
  return markup`<span class="${offending ? 'bad' : ''}">${what}</span>${
    site !== '' && markup` <span class="muted small">${site}</span>`
  }${lacks !== '' && markup`<br /><strong class="bad">${lacks}</strong>`}`;
}

/** The lines of code in the order in which they ran, each once. */
function source({ steps }: Race): Part {
  const lines = steps.filter(({ source: text }) => text !== '');
  const blamed = new Set(lines.filter(({ offending }) => offending).map(({ site }) => site));
  const once = lines.filter(({ site }, index) => lines.findIndex((other) => other.site === site) === index);
  return (
    once.length > 0 &&
    markup`<pre>
${once.map(
  ({ site, source: text }) =>
    markup`<span class="${blamed.has(site) ? 'bad' : ''}">${blamed.has(site) ? '✕' : '·'} ${site} ${text}</span><br />`,
)}</pre>`
  );
}

const MECHANISM_TAG = {
  supported: tag('bad', '✕ supported'),
  'not supported': tag('good', 'not supported'),
  'not measured': tag('warn', '? not measured'),
} as const;

/** For and against each of the four mechanisms. */
export function mechanismSection({ report }: Making): Html {
  const lines = (items: readonly string[]): Part => (items.length === 0 ? '·' : list(items));
  return section('mechanism', 'Mechanism', [
    markup`<p>
      Four things make a service confirm what it does not have, or look as if it did. Each is proved, or not,
      by a measurement of its own.
    </p>`,
    table(
      'Evidence for and against each mechanism',
      [{ head: 'Mechanism' }, { head: 'Evidence' }, { head: 'For' }, { head: 'Against' }],
      report.mechanisms.map(({ name, verdict, evidenceFor, evidenceAgainst }: MechanismCase) => ({
        cells: [name, MECHANISM_TAG[verdict], lines(evidenceFor), lines(evidenceAgainst)],
      })),
    ),
  ]);
}

/** What went wrong, when. */
export function failureSection(making: Making): Html {
  const { failures } = making.report;
  return section('failures', 'Failure timeline', [
    failures.length === 0
      ? markup`<p>No phase with times has an error or an injected fault.</p>`
      : failures.map((timeline) => failureTable(making, timeline)),
  ]);
}

const MOMENT_KIND = {
  run: 'muted',
  fault: 'warn',
  error: 'bad',
  warning: 'warn',
  info: 'muted',
} as const;

function failureTable(making: Making, { label, moments }: FailureTimeline): Html {
  return table(
    `Failure timeline of ${label}`,
    [{ head: 'Time' }, { head: 'What' }, { head: 'Evidence' }],
    moments.map(({ when, what, kind, finding }) => {
      const line = finding === undefined ? undefined : making.report.findings[finding];
      return {
        cells: [
          markup`<span class="num">${when}</span>`,
          markup`<span class="${MOMENT_KIND[kind]}">${what}</span>`,
          line !== undefined && findingLinks(making, line, finding ?? 0),
        ],
      };
    }),
    label,
  );
}
