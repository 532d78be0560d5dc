import { count, counted, fixed } from '../../core/words/numbers.ts';
import { withoutPasswords } from '../../core/words/passwords.ts';
import { clipped } from '../../core/words/printable.ts';
import { MARKS, VERDICT_SIGN } from '../../core/words/signs.ts';
import { answersText, booksText, outcomesOf } from '../../explore/at-once/outcomes.ts';
import { balancesOf, faultsOf, type Round } from '../../explore/at-once/round.ts';
import { marked, type Paint } from '../output/paint.ts';
import { shown, thisProgram } from '../output/shown.ts';
import type { Conclusion } from './conclusion.ts';
import type { DrivePlan } from './plan.ts';
import type { Driven } from './rounds.ts';

/** What is about to be sent: `2 at once, 100 rounds: POST http://127.0.0.1:3000/buy`. */
export function planText({ requests, rounds }: DrivePlan): string {
  const calls = new Set(requests.map(({ calls: all }) => `${all.at(-1)!.method} ${all.at(-1)!.url}`));
  const what = [...calls].map((call) => clipped(withoutPasswords(call), 200)).join(', ');
  return `${count(requests.length)} at once, ${counted(rounds, 'round')}: ${what}`;
}

/** A line for a round. */
export function roundText(round: Round, { rounds, successes }: DrivePlan, paint: Paint): string {
  const width = String(rounds).length;
  const line = `round ${String(round.number).padStart(width)}  ${summaryOf({
    answers: answersText(round),
    books: booksText(round),
    faults: faultsOf(round, successes).join('; '),
  })}`;
  return `${marked(faultsOf(round, successes).length > 0 ? MARKS.bad : MARKS.good, clipped(line, 400), paint)}\n`;
}

/** How rounds ended, the odds, the verdict, and what to do next. */
export function driveText(
  plan: DrivePlan,
  driven: Driven,
  conclusion: Conclusion,
  trace: string | undefined,
  paint: Paint,
): string {
  const { rounds } = driven;
  const { verdict, unknownBecause, notes } = conclusion;
  const outcomes = outcomesOf(rounds, plan.successes);
  const width = Math.max(0, ...outcomes.map((each) => count(each.rounds).length));
  return [
    '',
    ...outcomes.map((each) => {
      const text = `${count(each.rounds).padStart(width)} × ${clipped(summaryOf(each), 400)}`;
      return marked(each.faults === '' ? MARKS.good : MARKS.bad, text, paint);
    }),
    ...(rounds.length === 0 ? [] : ['', oddsText(conclusion, rounds.length)]),
    marked(VERDICT_SIGN[verdict], `verdict ${verdict}`, paint),
    ...unknownBecause.map((reason) => `  ${clipped(reason, 600)}`),
    ...(verdict === 'ok' ? ['  rounds that went well prove nothing of those that were not played'] : []),
    ...notes.map((note) => `note: ${clipped(note, 400)}`),
    ...(trace === undefined
      ? []
      : ['', `open   code ${shown(trace)}`, `check  ${thisProgram()} check ${shown(trace)}`]),
    '',
  ].join('\n');
}

function oddsText({ broken, interval }: Conclusion, rounds: number): string {
  const { low = 0, high = 1 } = interval ?? {};
  const percent = (share: number) => `${fixed(100 * share, 1)} %`;
  const soldTooMuch = broken.length > 0 && broken.every((round) => isSoldTooMuch(round));
  const what = soldTooMuch ? 'sold more than was there' : 'broke what must hold';
  const of = `${count(broken.length)} of ${counted(rounds, 'round')}`;
  return `${of} ${what}: ${percent(broken.length / rounds)}, with 95 % confidence ${percent(low)} to ${percent(high)}`;
}

function isSoldTooMuch(round: Round): boolean {
  return balancesOf(round).some(({ confirmed, taken, remaining }) => confirmed > taken || remaining < 0);
}

function summaryOf({ answers, books, faults }: { answers: string; books: string; faults: string }): string {
  return [answers, books, faults].filter((part) => part !== '').join('   ');
}
