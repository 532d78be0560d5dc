import { safeJson } from '../../core/words/safe-json.ts';
import { sourceText } from '../books/source.ts';
import type { Command } from 'commander';
import type { AddCommand, Terminal } from '../command.ts';
import { EXIT_OF_VERDICT } from '../exit-code.ts';
import { confirmReset } from '../options/confirm-reset.ts';
import { painter } from '../output/paint.ts';
import { Progress } from '../output/progress.ts';
import { withRunFolder } from '../output/run-folder.ts';
import { conclude } from './conclusion.ts';
import { withAtOnce, type DriveFlags } from './flags.ts';
import { driveJson } from './json.ts';
import { planOf } from './plan.ts';
import { writeRound } from './round-trace.ts';
import { driveRounds } from './rounds.ts';
import { driveLoad } from './load/load.ts';
import { withLoad, type LoadFlags } from './load/flags.ts';
import { withTarget } from './target/flags.ts';
import { driveText, planText, roundText } from './text.ts';

const EXAMPLES = `
Examples:
  race-trace drive http://127.0.0.1:3000/buy/seat-7 --method POST --at-once 2 --successes 1 \\
      --reset-command ./reset.sh
  race-trace drive http://127.0.0.1:3000/buy --body '{"seat":"seat-{round}"}' --at-once 2 --successes 1
  race-trace drive --at-once 2            the requests, the store and the invariant of race-trace.json
  race-trace drive http://127.0.0.1:3000/buy --body '{"seat":"{key}","order":"{id}"}' --keys seat-1,seat-2 \\
      --rate 50 --duration 30s --store sqlite:shop.db --query 'select sku as key, left as value from stock' --closed

With --at-once, in each round all requests are sent but for their last bytes, and these at once when all have
arrived. Without it a load is sent: each request when it is due, whatever became of those before it. The service can
be written in any language and use any database: nothing in it is changed, and no log is needed.

What must hold afterwards is said by the books (--store with --query, or --command: as many units must be taken as
were confirmed); of rounds also by an invariant (--invariant: a query that finds violations), or by --successes.
{key} and {id} stand for the record and an id of the request in URL, headers and body; in rounds {round} for the
number of the round. Each round begins from the same store where --reset puts it back, or has a record of its own.

It reaches this machine only, and hosts that --allow-host names. What the reset does and where is said before the
first request; --yes answers what is asked on a terminal. The first round that went wrong is written as a trace; a
load is written whole, with its manifest and metrics, as "race-trace run load" writes one.

Exit code: 0 nothing broke what must hold, which is no proof; 1 something did; 3 nothing can be said;
2 wrong usage, or the service or its store cannot be reached; 130 interrupted.`;

/** `race-trace drive`: requests to the user's own URL, released at once in rounds, or as a load. */
export const addDrive: AddCommand = (program, terminal, done) => {
  const command = program
    .command('drive')
    .description('send requests to your service, at once in rounds or as a load: does it sell twice?')
    .argument('[url]', 'where to; the requests of race-trace.json unless it is given');
  withLoad(withTarget(withAtOnce(command)))
    .addHelpText('after', EXAMPLES)
    .action(async (url: string | undefined, flags: DriveFlags & LoadFlags, given: Command) => {
      const isAtOnce = (flags.atOnce as number | undefined) !== undefined;
      refuseFlags(given, isAtOnce);
      done(await (isAtOnce ? driveAtOnce : driveLoad)(url, flags, terminal));
    });
};

const OF_ROUNDS = ['rounds', 'invariant', 'successes', 'holdMs'];
/** What a load that is repeated has from the one before it. */
const REPEATED = ['seed', 'rate', 'duration', 'skew', 'hot', 'burst', 'arrivals'];
const OF_A_LOAD = [...REPEATED, 'keys', 'keysFrom', 'retries', 'variant', 'of'];

/** @throws Error if a flag is given that has no meaning beside the others */
function refuseFlags(command: Command, isAtOnce: boolean): void {
  const given = (names: readonly string[]) =>
    command.options.find(
      (option) =>
        names.includes(option.attributeName()) &&
        command.getOptionValueSource(option.attributeName()) === 'cli',
    )?.long;
  const wrong = given(isAtOnce ? OF_A_LOAD : OF_ROUNDS);
  if (wrong !== undefined)
    throw new Error(
      isAtOnce
        ? `${wrong} belongs to a load: leave out --at-once, or ${wrong}`
        : `${wrong} belongs to rounds: say --at-once N too, or leave out ${wrong}`,
    );
  const repeated = given(['of']) === undefined ? undefined : given(REPEATED);
  if (repeated !== undefined) throw new Error(`--of repeats a load as it was: leave out ${repeated}`);
}

async function driveAtOnce(url: string | undefined, flags: DriveFlags, terminal: Terminal): Promise<number> {
  const plan = await planOf(url, flags, terminal.interrupted);
  if (plan.books !== undefined) terminal.stderr.write(`race-trace: the books: ${sourceText(plan.books)}\n`);
  if (plan.reset !== undefined) await confirmReset(plan.reset, flags.yes === true, terminal);
  return withRunFolder({ out: flags.out, name: 'drive' }, async (folder) => {
    const paint = painter(terminal.colour && flags.color);
    const asText = flags.format === 'text';
    const listed = asText && flags.quiet !== true;
    if (listed) terminal.stdout.write(`${planText(plan)}\n`);
    const progress = new Progress(terminal, 'rounds');
    const driven = await driveRounds(plan, terminal, (round) => {
      if (listed) terminal.stdout.write(roundText(round, plan, paint));
      else if (flags.quiet !== true) progress.show(round.number, plan.rounds);
    }).finally(() => {
      progress.end();
    });
    const conclusion = conclude(plan, driven);
    const shownRound = conclusion.broken[0] ?? driven.rounds.at(-1);
    const trace =
      shownRound === undefined ? undefined : await writeRound(folder, shownRound, flags.closed === true);
    terminal.stdout.write(
      asText
        ? driveText(plan, driven, conclusion, trace, paint)
        : `${safeJson(driveJson(plan, driven, conclusion, trace))}\n`,
    );
    return EXIT_OF_VERDICT[conclusion.verdict];
  });
}
