import { type CodePathStep, stepText } from '../../core/index.ts';
import { count, counted } from '../../core/words/numbers.ts';
import { MARKS } from '../../core/words/signs.ts';
import type { Mitigation, Race, WriteSide } from '../race-model.ts';
import type { Report } from '../model/model.ts';
import {
  code,
  figureBlock,
  heading,
  list,
  tableBlock,
  text,
  type Block,
  type Cell,
  type Inline,
  type Section,
  type Table,
} from './block.ts';

/** The race: what proves it, step by step, as a picture, and what let it happen. */
export function raceSection({ race }: Report): Section {
  const blocks =
    race === undefined
      ? [
          text(
            'No trace of these runs has a stale-version write or a duplicate confirmation, so there is no race to explain.',
          ),
        ]
      : raceBlocks(race);
  return { id: 'race', title: 'The race', blocks };
}

function raceBlocks(race: Race): readonly Block[] {
  const from: Inline[] = [`From ${race.label}`];
  if (race.schedule !== undefined) from.push(', schedule ', code(race.schedule));
  from.push('. ', ...(race.repeated === '' ? [] : [`${race.repeated}. `]), { finding: race.finding });
  return [
    text(race.claim, 'claim'),
    text(race.proof),
    text([{ text: 'Root cause. ', as: 'strong' }, race.rootCause]),
    ...source(race),
    tableBlock(interleaving(race, 'The interleaving, in the order of time')),
    ...picture(race),
    text(from, 'muted'),
    text({ text: `${race.booksTitle} after it (${race.label})`, as: 'strong' }),
    ...list(
      race.books.map(({ text: line, wrong }): Cell =>
        wrong ? { text: line.trim(), tone: 'bad' } : line.trim(),
      ),
    ),
  ];
}

function picture({ picture: drawn }: Race): readonly Block[] {
  if (drawn === undefined) return [];
  return [
    figureBlock({
      name: 'Swimlane of the witness',
      caption:
        'Which version was current when (top), and what each client did. The red diamond is a write that was based on a version that had been replaced.',
      plot: { of: 'swimlane' },
    }),
  ];
}

/** A column per attempt, a row per step, in the order of time. */
function interleaving({ columns, steps }: Pick<Race, 'columns' | 'steps'>, caption: string): Table {
  const timed = steps.some(({ when }) => when !== '');
  return {
    name: caption,
    columns: [{ head: timed ? 'Time (ms)' : 'Step' }, ...columns.map(({ label }) => ({ head: label }))],
    rows: steps.map((step) => [
      step.when,
      ...columns.map((_, column) => (step.column === column ? stepCell(step) : '')),
    ]),
    caption,
  };
}

function stepCell(step: CodePathStep): Cell {
  const { site, offending, lacks } = step;
  const what = stepText(step, 'error');
  return [
    offending ? { text: what, tone: 'bad' } : what,
    ...(site === '' ? [] : [' ', { text: site, tone: 'muted' } as const]),
    ...(lacks === '' ? [] : [' ', { text: lacks, as: 'strong', tone: 'bad' } as const]),
  ];
}

/** The lines of code in the order in which they ran, each once. */
function source({ steps }: Race): readonly Block[] {
  const lines = steps.filter(({ source: line }) => line !== '');
  const blamed = new Set(lines.filter(({ offending }) => offending).map(({ site }) => site));
  const once = lines.filter(({ site }, index) => lines.findIndex((other) => other.site === site) === index);
  if (once.length === 0) return [];
  return [
    {
      kind: 'source',
      lines: once.map(({ site, source: line }) => {
        const bad = blamed.has(site);
        return { text: `${bad ? MARKS.bad.glyph : '·'} ${site}  ${line}`, bad };
      }),
    },
  ];
}

/** What was changed, and what came of it under the schedule of the race; no section where nothing was mitigated. */
export function mitigationSection({ mitigation }: Report): readonly Section[] {
  if (mitigation === undefined) return [];
  const { before, after, held } = mitigation;
  return [
    {
      id: 'mitigation',
      title: 'The mitigation',
      blocks: [
        tableBlock(changes(mitigation)),
        ...(held === undefined
          ? [
              text(
                `${after.variant} was not shown to hold under the schedule in which ${before.variant} fails.`,
              ),
            ]
          : [
              heading('The same schedule, mitigated'),
              text(held.outcome),
              tableBlock(interleaving(held, `${held.label}, under the schedule of the race`)),
            ]),
      ],
    },
  ];
}

function changes({ before, after }: Mitigation): Table {
  const sides = [before, after] as const;
  const row = (name: string, of: (side: WriteSide) => Cell) => [name, ...sides.map(of)];
  return {
    name: 'What was changed',
    columns: [{ head: 'What was changed', label: true }, { head: before.variant }, { head: after.variant }],
    rows: [
      row('the write', ({ site, source: line }) =>
        site === ''
          ? 'not known'
          : [{ text: site, tone: 'muted' }, ' ', ...(line === '' ? [] : [code(line)])],
      ),
      row('a version that was replaced meanwhile', ({ writes, refused }) =>
        refused > 0
          ? `refuses the write: ${count(refused)} of ${count(writes)}`
          : `refused none of ${counted(writes, 'write')}`,
      ),
      row('a refused request', ({ refused, mostRetries }) =>
        refused === 0
          ? 'there is none'
          : `reads and tries again, ${counted(mostRetries, 'retry', 'retries')} at most in these runs, then is told conflict`,
      ),
      row('a repeated request', ({ idempotent, replays }) =>
        idempotent === undefined
          ? 'not known'
          : idempotent
            ? `gets its first confirmation back: ${counted(replays, 'time')}`
            : 'is served like a new one',
      ),
    ],
  };
}
