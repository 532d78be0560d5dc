import { Option, type Command } from 'commander';
import { safeJson } from '../../core/words/safe-json.ts';
import { reproducePhase, type ReproducePhase } from '../../harness/phases/reproduce.ts';
import { CLIENTS } from '../../harness/phases/two-client-rig.ts';
import {
  parseSchedule,
  printSchedule,
  RACE_SCHEDULE,
  type Schedule,
} from '../../harness/schedule/schedule.ts';
import { VARIANT_NAMES, type VariantName } from '../../harness/service/variants.ts';
import { checkJson } from '../check/json.ts';
import { verdictText } from '../check/text.ts';
import type { Terminal } from '../command.ts';
import { EXIT_OF_VERDICT } from '../exit-code.ts';
import { painter } from '../output/paint.ts';
import { withRunFolder } from '../output/run-folder.ts';
import { shown, thisProgram } from '../output/shown.ts';
import {
  checkReproduction,
  withPlay,
  type CheckedReproduction,
  type Played,
  type PlayFlags,
} from './reproduction.ts';
import { variantText } from './text.ts';

/** The schedule of the race. */
export const raceSchedule = (): Schedule => parseSchedule(RACE_SCHEDULE, CLIENTS);

/** Gives a command the flags of the reproducer as a phase of a validation. */
export function withReproducePhase(command: Command): Command {
  return withPlay(
    command
      .description('two clients taken through an exact schedule, on one variant')
      .addOption(new Option('--variant <name>', 'the service').choices(VARIANT_NAMES).default('unsafe')),
  );
}

/** Runs the reproducer as a phase of a validation and writes its files to a folder. */
export async function performReproduce(
  variant: VariantName,
  { schedule, seed, runs }: Played,
  directory: string,
  { interrupted }: Terminal,
): Promise<CheckedReproduction<ReproducePhase>> {
  const played = { schedule, seed, runs };
  return checkReproduction(await reproducePhase(variant, { ...played, directory, interrupted }), played);
}

/** The phase by itself, with its result on stdout; resolves to the exit code. */
export async function runReproduce(
  flags: PlayFlags & { readonly variant: VariantName },
  terminal: Terminal,
): Promise<number> {
  const reproduction = await withRunFolder({ out: flags.out, name: 'reproduce' }, (directory) =>
    performReproduce(flags.variant, flags, directory, terminal),
  );
  terminal.stdout.write(
    flags.format === 'json' ? `${safeJson(asJson(reproduction))}\n` : asText(reproduction, flags, terminal),
  );
  return EXIT_OF_VERDICT[reproduction.analysis.verdict];
}

function asText(
  reproduction: CheckedReproduction<ReproducePhase>,
  { quiet, color, schedule }: PlayFlags,
  { colour, absoluteSites = false }: Terminal,
): string {
  const paint = painter(colour && color);
  const verdict = verdictText(reproduction, paint);
  if (quiet) return verdict;
  const { metrics, tracePath } = reproduction;
  const { confirmed, initial, remaining, mismatch } = metrics.books;
  return (
    `${verdict.trimEnd()}\n\n` +
    `${variantText(reproduction, paint, absoluteSites)}\n` +
    `schedule  ${printSchedule(schedule)}\n` +
    `runs      ${metrics.runs}, of which ${metrics.reproduced} sold what was not there\n` +
    `books     ${confirmed} confirmed − (${initial} initial − ${remaining} remaining) = mismatch ${mismatch}\n\n` +
    `open   code ${shown(tracePath)}\ncheck  ${thisProgram()} check ${shown(tracePath)}\n`
  );
}

function asJson(reproduction: CheckedReproduction<ReproducePhase>): unknown {
  return {
    format: 'race-trace-run/1',
    valid: true,
    verdict: reproduction.analysis.verdict,
    trace: reproduction.tracePath,
    manifest: reproduction.manifestPath,
    metrics: reproduction.metrics,
    check: checkJson(reproduction),
  };
}
