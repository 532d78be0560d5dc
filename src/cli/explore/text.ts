import { fitted } from '../../core/words/display-width.ts';
import { count, counted } from '../../core/words/numbers.ts';
import { clipped, printable } from '../../core/words/printable.ts';
import { MARKS, VERDICT_SIGN } from '../../core/words/signs.ts';
import type { Outcome } from '../../explore/search/tree.ts';
import {
  unknownBecause,
  verdictOf,
  type Exploration,
  type Failure,
} from '../../explore/outcome/exploration.ts';
import type { Subject } from '../../explore/outcome/subject.ts';
import { marked, type Paint } from '../output/paint.ts';
import { blamedStep } from './blamed-step.ts';
import { stepTable } from './step-table.ts';

const MOST_OUTCOMES = 20;
const MOST_OF_CODE = 24;
const MOST_OF_SENTENCE = 300;
/** The code of a problem at a line, as that of a finding is. */
const BROKEN_INVARIANT = 'broken-invariant';

/** The whole result as text. @param files what was written, a line each @param replayCommand how the failure is played again */
export function explorationText(
  exploration: Exploration,
  subject: Subject,
  paint: Paint,
  { files, replayCommand, quiet }: { files: readonly string[]; replayCommand: string; quiet: boolean },
): string {
  const [worst] = exploration.failures;
  const lines = [
    paint('bold', headline(exploration, subject)),
    '',
    ...outcomeTable(exploration, paint),
    '',
    ...(worst === undefined || quiet ? [] : [...failureLines(exploration, worst, paint), '']),
    ...verdictLines(exploration, subject, paint),
    ...(worst === undefined ? [] : [`replay     ${replayCommand}`]),
    ...files,
  ];
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

function headline(
  { clients, schedules, cut, reduction, incomplete }: Exploration,
  { name }: Subject,
): string {
  const left = cut === 0 ? '' : `, ${counted(cut, 'run')} cut as equal to others`;
  const how = reduction === 'none' ? '' : ` by ${reduction}`;
  const whole = incomplete === undefined ? '' : ', others are left';
  return `${printable(name)}  ${clients.length} clients, ${counted(schedules, 'schedule')}${left}${how}${whole}`;
}

/** The outcomes, those that break the invariant first. */
function outcomeTable({ clients, outcomes }: Exploration, paint: Paint): readonly string[] {
  const sorted = [...outcomes].sort(
    (a, b) => Number(a.broken === undefined) - Number(b.broken === undefined) || b.schedules - a.schedules,
  );
  const shown = sorted.slice(0, MOST_OUTCOMES);
  const texts = shown.map((outcome) => codesText(outcome, clients));
  const width = Math.max('outcome'.length, ...texts.map((text) => text.length));
  const digits = Math.max('schedules'.length, ...shown.map(({ schedules }) => count(schedules).length));
  return [
    paint('dim', `  ${'schedules'.padStart(digits)}  ${fitted('outcome', width)}  invariant`),
    ...shown.map(({ schedules, broken, notes }, index) => {
      const holds =
        broken === undefined
          ? marked(MARKS.good, 'holds', paint)
          : marked(MARKS.bad, clipped(broken, MOST_OF_SENTENCE), paint);
      const noted = notes.map((note) => `; ${printable(note)}`).join('');
      return `  ${count(schedules).padStart(digits)}  ${fitted(texts[index]!, width)}  ${holds}${noted}`;
    }),
    ...(sorted.length > shown.length ? [`  and ${sorted.length - shown.length} more outcomes`] : []),
  ];
}

function codesText({ codes }: Outcome, clients: readonly string[]): string {
  return codes.map((code, client) => `${clients[client]!} ${clipped(code, MOST_OF_CODE)}`).join(', ');
}

function failureLines(
  { clients, noReturn }: Exploration,
  { steps, schedule, broken }: Failure,
  paint: Paint,
): readonly string[] {
  const at = noReturn === undefined ? undefined : noReturn - 1;
  return [
    `${paint('dim', 'shortest that fails')}  ${schedule}`,
    '',
    ...stepTable(steps, clients, at, paint),
    '',
    `invariant  ${marked(MARKS.bad, clipped(broken, MOST_OF_SENTENCE), paint)}`,
  ];
}

function verdictLines(exploration: Exploration, subject: Subject, paint: Paint): readonly string[] {
  const verdict = verdictOf(exploration);
  const sign = marked(VERDICT_SIGN[verdict], verdict, paint);
  const { schedules, failing, failures } = exploration;
  const because = unknownBecause(exploration).map(
    (reason) => `           ${clipped(reason, MOST_OF_SENTENCE)}`,
  );
  const processes = counted(subject.processes, 'process', 'processes');
  switch (verdict) {
    case 'violation': {
      const sentence = `${count(failing)} of ${counted(schedules, 'schedule')} ${failing === 1 ? 'breaks' : 'break'} the invariant`;
      const site = failures[0] && blamedStep(exploration)?.site;
      return [
        `verdict    ${sign}: ${sentence}`,
        ...(site ? [`where      ${paint('cyan', printable(site))}: error: ${BROKEN_INVARIANT}`] : []),
        ...because,
      ];
    }
    case 'ok':
      return [`verdict    ${sign}: ${all(schedules)} keep the invariant, ${processes}`];
    case 'unknown':
      return [`verdict    ${sign}: no schedule that was run breaks the invariant, but`, ...because];
  }
}

function all(schedules: number): string {
  return schedules === 1 ? 'the one schedule there is keeps' : `all ${count(schedules)} schedules`;
}
