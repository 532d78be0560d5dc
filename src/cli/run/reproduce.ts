import { safeJson } from '../../core/words/safe-json.ts';
import { CLIENTS } from '../../harness/phases/two-client-rig.ts';
import { reproducePhase, type ReproducePhase } from '../../harness/phases/reproduce.ts';
import {
  parseSchedule,
  printSchedule,
  RACE_SCHEDULE,
  type Schedule,
} from '../../harness/schedule/schedule.ts';
import type { VariantName } from '../../harness/service/variants.ts';
import { checkJson } from '../check/json.ts';
import { verdictText } from '../check/text.ts';
import { checkTrace, type CheckedTrace } from '../check/checked-trace.ts';
import type { Terminal } from '../command.ts';
import { EXIT_OF_VERDICT } from '../exit-code.ts';
import { painter } from '../output/paint.ts';
import { MOST_FINDINGS_OF_A_RACE, variantText } from '../reproduce/text.ts';
import { withRunFolder } from './folder.ts';
import type { CommonOptions } from './options.ts';
import { shown, thisProgram } from '../output/shown.ts';

export interface ReproduceFlags {
  readonly variant: VariantName;
  readonly schedule: Schedule;
  readonly seed: number;
  readonly runs: number;
}

/** Where the result goes, and in which form. */
export type ReproduceOutput = Pick<CommonOptions, 'out' | 'format' | 'quiet' | 'color'>;

/** A variant taken through a schedule, and what its trace says when it is read back as anybody would. */
export interface CheckedReproduction {
  readonly reproduction: ReproducePhase;
  readonly checked: CheckedTrace;
}

/** The schedule of the race. */
export const raceSchedule = (): Schedule => parseSchedule(RACE_SCHEDULE, CLIENTS);

/** Runs the reproducer as a phase of a validation and writes its files to a folder. */
export async function performReproduce(
  { variant, schedule, seed, runs }: ReproduceFlags,
  directory: string,
  { interrupted }: Terminal,
): Promise<CheckedReproduction> {
  const reproduction = await reproducePhase(variant, { schedule, seed, runs, directory, interrupted });
  const checked = await checkTrace(reproduction.tracePath, { maxFindings: MOST_FINDINGS_OF_A_RACE });
  return { reproduction, checked };
}

/** The phase by itself, with its result on stdout; resolves to the exit code. */
export async function runReproduce(
  flags: ReproduceFlags & ReproduceOutput,
  terminal: Terminal,
): Promise<number> {
  const { reproduction, checked } = await withRunFolder({ out: flags.out, name: 'reproduce' }, (directory) =>
    performReproduce(flags, directory, terminal),
  );
  const { metrics, tracePath, manifestPath } = reproduction;
  const { verdict } = checked.analysis;
  if (flags.format === 'json') {
    const value = {
      format: 'race-trace-run/1',
      valid: true,
      verdict,
      trace: tracePath,
      manifest: manifestPath,
      metrics,
      check: checkJson(checked),
    };
    terminal.stdout.write(`${safeJson(value)}\n`);
  } else {
    const paint = painter(terminal.colour && flags.color);
    const { confirmed, initial, remaining, mismatch } = metrics.books;
    const played = { ...reproduction, analysis: checked.analysis, runs: metrics.runs };
    terminal.stdout.write(
      flags.quiet
        ? verdictText(checked, paint)
        : `${verdictText(checked, paint).trimEnd()}\n\n` +
            `${variantText(played, paint, terminal.absoluteSites ?? false)}\n` +
            `schedule  ${printSchedule(flags.schedule)}\n` +
            `runs      ${metrics.runs}, of which ${metrics.reproduced} sold what was not there\n` +
            `books     ${confirmed} confirmed − (${initial} initial − ${remaining} remaining) = mismatch ${mismatch}\n\n` +
            `open   code ${shown(tracePath)}\ncheck  ${thisProgram()} check ${shown(tracePath)}\n`,
    );
  }
  return EXIT_OF_VERDICT[verdict];
}
