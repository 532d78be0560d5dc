import { resolve } from 'node:path';
import { counted } from '../../core/words/numbers.ts';
import { printable } from '../../core/words/printable.ts';
import { safeJson } from '../../core/words/safe-json.ts';
import { verdictOf } from '../../explore/outcome/exploration.ts';
import type { Subject } from '../../explore/outcome/subject.ts';
import { moduleSubject } from '../../explore/in-process/module-subject.ts';
import type { AddCommand, Terminal } from '../command.ts';
import { EXIT_OF_VERDICT } from '../exit-code.ts';
import { painter } from '../output/paint.ts';
import { Progress } from '../output/progress.ts';
import { shown, thisProgram } from '../output/shown.ts';
import { explorationJson } from './json.ts';
import { withExploreOptions, type ExploreFlags } from './options.ts';
import { moduleOutput } from './module-output.ts';
import { runReplay } from './replay.ts';
import { explorationText } from './text.ts';

/** How many failing schedules are recorded where no folder wants their traces. */
const RECORDED = 1;

/** `race-trace explore`: every schedule of some clients, and those that break the invariant. */
export const addExplore: AddCommand = (program, terminal, done) => {
  withExploreOptions(
    program
      .command('explore')
      .description('run every interleaving of two or more clients, and show those that break the invariant')
      .argument('<module>', 'a module that exports setup, clients, invariant and close'),
  ).action(async (module: string, flags: ExploreFlags) => {
    const { startIsStep, quietMs, stuckMs } = flags;
    const subject = moduleSubject(resolve(module), {
      startIsStep,
      quietMs,
      stuckMs,
      interrupted: terminal.interrupted,
      print: moduleOutput(terminal),
    });
    done(
      flags.replay === undefined
        ? await runExplore(subject, shown(module), flags, terminal)
        : await runReplay(subject, flags.replay, flags, terminal),
    );
  });
};

/** Explores a subject and prints what was found; resolves to the exit code. @param named how the command named it */
async function runExplore(
  subject: Subject,
  named: string,
  flags: ExploreFlags,
  terminal: Terminal,
): Promise<number> {
  const progress = new Progress(terminal, `exploring ${printable(subject.name)}`);
  const exploration = await subject.explore({
    // What a step of a module touches is not known.
    reduce: subject.kind === 'service',
    preemptions: flags.preemptions,
    maxSchedules: flags.maxSchedules,
    maxSeconds: flags.maxSeconds,
    maxSteps: flags.maxSteps,
    recorded: RECORDED,
    interrupted: terminal.interrupted,
    onProgress: (schedules) => {
      progress.show(schedules, 0, counted(schedules, 'schedule'));
    },
  });
  progress.end();
  const files = { certificate: null, traces: [], test: null };
  const [worst] = exploration.failures;
  terminal.stdout.write(
    flags.format === 'json'
      ? `${safeJson(explorationJson(exploration, subject, files))}\n`
      : explorationText(exploration, subject, painter(terminal.colour && flags.color), {
          files: [],
          replayCommand: `${thisProgram()} explore ${named} --replay "${worst?.schedule ?? ''}"`,
          quiet: flags.quiet === true,
        }),
  );
  return EXIT_OF_VERDICT[verdictOf(exploration)];
}
