import { safeJson } from '../../core/words/safe-json.ts';
import { reproduce, type Reproduction } from '../../harness/phases/reproduce.ts';
import { printSchedule, type Schedule } from '../../harness/schedule/schedule.ts';
import { checkJson } from '../check/json.ts';
import { checkTrace, type CheckedTrace } from '../check/checked-trace.ts';
import type { AddCommand, Terminal } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { formatOption } from '../options/format.ts';
import { painter, type Paint } from '../output/paint.ts';
import { withRunFolder } from '../run/folder.ts';
import { scheduleOption } from '../options/schedule.ts';
import { shown, thisProgram } from '../output/shown.ts';
import { MOST_FINDINGS_OF_A_RACE, variantText } from './text.ts';
import { whole } from '../output/whole.ts';

interface Options {
  readonly schedule: Schedule;
  readonly out?: string;
  readonly seed: number;
  readonly runs: number;
  readonly format: 'text' | 'json';
  readonly quiet?: true;
  readonly color: boolean;
}

/** What a variant did, and what its trace says when it is read back as anybody would. */
interface Checked extends CheckedTrace, Reproduction {
  readonly runs: number;
}

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
  program
    .command('reproduce')
    .description('make the race happen: two clients, two worker processes, one unit, an exact schedule')
    .addOption(scheduleOption())
    .option('--out <dir>', 'folder for the traces (default: runs/reproduce-TIME)')
    .option('--seed <n>', 'recorded with the run; the schedule leaves nothing to chance', whole(0), 1)
    .option('--runs <n>', 'number of times to play the schedule; the runs are compared', whole(1), 1)
    .addOption(formatOption())
    .option('--quiet', 'print only the outcome')
    .option('--no-color', 'no colours')
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      done(
        await withRunFolder({ out: options.out, name: 'reproduce' }, (directory) =>
          run(options, directory, terminal),
        ),
      );
    });
};

async function run(options: Options, directory: string, terminal: Terminal): Promise<number> {
  const { schedule, seed, runs } = options;
  const { interrupted } = terminal;
  const checked: Checked[] = [];
  // The harness never judges itself: its traces are read back and checked like everybody else's.
  for (const reproduction of await reproduce({ schedule, seed, runs, directory, interrupted })) {
    const trace = await checkTrace(reproduction.tracePath, { maxFindings: MOST_FINDINGS_OF_A_RACE });
    checked.push({ ...reproduction, ...trace, runs });
  }
  const exitCode = exitCodeOf(checked);
  terminal.stdout.write(
    options.format === 'json'
      ? `${safeJson(asJson(checked, options, directory, exitCode))}\n`
      : asText(checked, options, terminal, exitCode),
  );
  return exitCode;
}

function exitCodeOf(checked: readonly Checked[]): number {
  const verdictOf = (variant: string) => checked.find((each) => each.variant === variant)?.analysis.verdict;
  if (verdictOf('conditional') === 'violation') return EXIT.violation;
  const repeats = checked.every((each) => each.identicalRuns === each.runs);
  const asItMust = verdictOf('unsafe') === 'violation' && verdictOf('conditional') === 'ok' && repeats;
  return asItMust ? EXIT.ok : EXIT.unknown;
}

function asText(checked: readonly Checked[], options: Options, terminal: Terminal, exitCode: number): string {
  const paint = painter(terminal.colour && options.color);
  const heading = [
    paint('bold', 'Two clients, two worker processes, one unit.'),
    `${paint('dim', 'schedule')}  ${printSchedule(options.schedule)}\n`,
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
  const parts = options.quiet ? ending : [...heading, ...variants, ...ending];
  return `${parts.join('\n')}\n`;
}

function outcomeText(checked: readonly Checked[], exitCode: number, paint: Paint): string {
  if (exitCode === EXIT.ok) return paint('green', '✓ unsafe fails and conditional holds, as they must');
  if (exitCode === EXIT.violation)
    return paint('red', '✗ the conditional variant failed; its trace says how');
  if (checked.some(({ runs, identicalRuns }) => identicalRuns !== runs))
    return paint('red', '✗ the runs differ, although the schedule is the same');
  // Nothing failed: it is what was asked for.
  return paint('yellow', '? this schedule makes no race');
}

function asJson(checked: readonly Checked[], options: Options, directory: string, exitCode: number): unknown {
  return {
    format: 'race-trace-reproduce/1',
    reproduced: exitCode === EXIT.ok,
    schedule: printSchedule(options.schedule),
    seed: options.seed,
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
