import { safeJson } from '../../core/words/safe-json.ts';
import { reproduce } from '../../harness/phases/reproduce.ts';
import { printSchedule } from '../../harness/schedule/schedule.ts';
import { checkJson } from '../check/json.ts';
import type { AddCommand, Terminal } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { MARKS } from '../../core/words/signs.ts';
import { marked, painter, type Paint } from '../output/paint.ts';
import { withRunFolder } from '../output/run-folder.ts';
import { shown, thisProgram } from '../output/shown.ts';
import { checkReproduction, withPlay, type CheckedReproduction, type PlayFlags } from './reproduction.ts';
import { variantText } from './text.ts';

const EXAMPLES = `
Examples:
  race-trace reproduce
      both clients read the only unit before either writes
  race-trace reproduce --schedule "A:read A:write B:read"
      no race: A is done before B reads
  race-trace reproduce --runs 200 --format json

The steps are read, write and confirm. A confirmation that is not named follows its write
at once; other steps that are left out happen at the end, A's before B's.

Exit code: 0 if the unsafe variant fails and the conditional one holds, as they must;
1 if the conditional one fails; 3 if the schedule makes no race; 2 if it cannot be played.`;

/** `race-trace reproduce`: the two-client race, on real processes, and the same schedule on the service that is cured. */
export const addReproduce: AddCommand = (program, terminal, done) => {
  withPlay(
    program
      .command('reproduce')
      .description('make the race happen: two clients, two worker processes, one unit, an exact schedule'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (flags: PlayFlags) => {
      done(
        await withRunFolder({ out: flags.out, name: 'reproduce' }, (directory) =>
          run(flags, directory, terminal),
        ),
      );
    });
};

async function run(flags: PlayFlags, directory: string, terminal: Terminal): Promise<number> {
  const { schedule, seed, runs } = flags;
  const { interrupted } = terminal;
  const checked: CheckedReproduction[] = [];
  for (const reproduction of await reproduce({ schedule, seed, runs, directory, interrupted }))
    checked.push(await checkReproduction(reproduction, flags));
  const exitCode = exitCodeOf(checked);
  terminal.stdout.write(
    flags.format === 'json'
      ? `${safeJson(asJson(checked, flags, directory, exitCode))}\n`
      : asText(checked, flags, terminal, exitCode),
  );
  return exitCode;
}

function exitCodeOf(checked: readonly CheckedReproduction[]): number {
  const verdictOf = (variant: string) => checked.find((each) => each.variant === variant)?.analysis.verdict;
  if (verdictOf('conditional') === 'violation') return EXIT.violation;
  const repeats = checked.every((each) => each.identicalRuns === each.runs);
  const asItMust = verdictOf('unsafe') === 'violation' && verdictOf('conditional') === 'ok' && repeats;
  return asItMust ? EXIT.ok : EXIT.unknown;
}

function asText(
  checked: readonly CheckedReproduction[],
  flags: PlayFlags,
  terminal: Terminal,
  exitCode: number,
): string {
  const paint = painter(terminal.colour && flags.color);
  const heading = [
    paint('bold', 'Two clients, two worker processes, one unit.'),
    `${paint('dim', 'schedule')}  ${printSchedule(flags.schedule)}\n`,
  ];
  const { absoluteSites = false } = terminal;
  const variants = checked.map((each) => variantText(each, paint, absoluteSites));
  const paths = checked.map((each) => shown(each.tracePath));
  const ending = [
    outcomeText(checked, exitCode, paint),
    '',
    ...paths.map((path, index) => `${index === 0 ? 'traces' : '      '}  ${path}`),
    `open    code ${paths[0] ?? ''}`,
    `check   ${thisProgram()} check ${paths[0] ?? ''}`,
  ];
  const parts = flags.quiet ? ending : [...heading, ...variants, ...ending];
  return `${parts.join('\n')}\n`;
}

function outcomeText(checked: readonly CheckedReproduction[], exitCode: number, paint: Paint): string {
  if (exitCode === EXIT.ok)
    return marked(MARKS.good, 'unsafe fails and conditional holds, as they must', paint);
  if (exitCode === EXIT.violation)
    return marked(MARKS.bad, 'the conditional variant failed; its trace says how', paint);
  if (checked.some(({ runs, identicalRuns }) => identicalRuns !== runs))
    return marked(MARKS.bad, 'the runs differ, although the schedule is the same', paint);
  // Nothing failed: it is what was asked for.
  return marked(MARKS.open, 'this schedule makes no race', paint);
}

function asJson(
  checked: readonly CheckedReproduction[],
  flags: PlayFlags,
  directory: string,
  exitCode: number,
): unknown {
  return {
    format: 'race-trace-reproduce/1',
    reproduced: exitCode === EXIT.ok,
    schedule: printSchedule(flags.schedule),
    seed: flags.seed,
    directory,
    variants: checked.map((each) => ({
      variant: each.variant,
      verdict: each.analysis.verdict,
      interleaving: each.interleaving,
      runs: each.runs,
      identical_runs: each.identicalRuns,
      trace: each.tracePath,
      manifest: each.manifestPath,
      check: checkJson(each),
    })),
  };
}
