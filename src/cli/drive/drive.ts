import { safeJson } from '../../core/words/safe-json.ts';
import { sourceText } from '../books/source.ts';
import type { AddCommand, Terminal } from '../command.ts';
import { EXIT_OF_VERDICT } from '../exit-code.ts';
import { confirmReset } from '../options/confirm-reset.ts';
import { painter } from '../output/paint.ts';
import { Progress } from '../output/progress.ts';
import { withRunFolder } from '../output/run-folder.ts';
import { conclude } from './conclusion.ts';
import { withDriveFlags, type DriveFlags } from './flags.ts';
import { driveJson } from './json.ts';
import { planOf } from './plan.ts';
import { writeRound } from './round-trace.ts';
import { driveRounds } from './rounds.ts';
import { driveText, planText, roundText } from './text.ts';

const EXAMPLES = `
Examples:
  race-trace drive http://127.0.0.1:3000/buy/seat-7 --method POST --at-once 2 --successes 1 \\
      --reset-command ./reset.sh
  race-trace drive http://127.0.0.1:3000/buy --body '{"seat":"seat-{round}"}' --at-once 2 --successes 1
  race-trace drive --at-once 2            the requests, the store and the invariant of race-trace.json

In each round all requests are sent but for their last bytes, and these at once when all have arrived. The
service can be written in any language and use any database: nothing in it is changed, and no log is needed.

What must hold afterwards is said by the books (--store with --query, or --command: as many units must be taken as
were confirmed), by an invariant (--invariant: a query that finds violations), or by --successes. Each round
begins from the same store where --reset puts it back, or has a record of its own: {round}, {key} and {id} stand
for the number of the round, the record and an id of the request in URL, headers, body and key.

It reaches this machine only, and hosts that --allow-host names. What the reset does and where is said before the
first round; --yes answers what is asked on a terminal. The first round that went wrong is written as a trace.

Exit code: 0 no round broke what must hold, which is no proof; 1 a round did; 3 nothing can be said;
2 wrong usage, or the service or its store cannot be reached; 130 interrupted.`;

/** `race-trace drive`: requests that are released at once on the user's own URL, in rounds. */
export const addDrive: AddCommand = (program, terminal, done) => {
  withDriveFlags(
    program
      .command('drive')
      .description('send requests to your service at once, in rounds: how often does it sell twice?')
      .argument('[url]', 'where to; the requests of race-trace.json unless it is given'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (url: string | undefined, flags: DriveFlags) => {
      done(await driveAtOnce(url, flags, terminal));
    });
};

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
