import type { Command } from 'commander';
import { basename, resolve } from 'node:path';
import { count, counted } from '../../core/words/numbers.ts';
import { printable } from '../../core/words/printable.ts';
import { safeJson } from '../../core/words/safe-json.ts';
import { verdictOf, type Exploration } from '../../explore/outcome/exploration.ts';
import type { Subject } from '../../explore/outcome/subject.ts';
import { moduleSubject } from '../../explore/in-process/module-subject.ts';
import type { AddCommand, Terminal } from '../command.ts';
import { EXIT_OF_VERDICT } from '../exit-code.ts';
import { painter } from '../output/paint.ts';
import { Progress } from '../output/progress.ts';
import { withRunFolder } from '../output/run-folder.ts';
import { shown, thisProgram } from '../output/shown.ts';
import { emitTest } from './emit-test.ts';
import { explorationJson } from './json.ts';
import { withExploreOptions, type ExploreFlags } from './options.ts';
import { moduleOutput } from './module-output.ts';
import { namedService, type ServiceFlags } from './service.ts';
import { runReplay } from './replay.ts';
import { explorationText } from './text.ts';
import { writeFound, type FoundFiles } from './write-files.ts';

/** How many failing schedules are recorded: the shortest, or as many as a folder can hold without being a burden. */
const RECORDED = 1;
const RECORDED_IN_FOLDER = 200;

/** What is explored, as the command named it. */
interface Named {
  readonly subject: Subject;
  /** Arguments of this program that name it again, after `explore`; relative to the folder of `path`. */
  readonly args: readonly string[];
  /** The same as a person in this folder says it. */
  readonly words: readonly string[];
  /** The file that it is described in. */
  readonly path: string;
}

/** `race-trace explore`: every schedule of some clients, and those that break the invariant. */
export const addExplore: AddCommand = (program, terminal, done) => {
  withExploreOptions(
    program
      .command('explore')
      .description('run every interleaving of two or more clients, and show those that break the invariant')
      .argument(
        '[module]',
        'a module that exports setup, clients, invariant and close; the requests of race-trace.json unless it is given',
      ),
  ).action(async (module: string | undefined, given: ExploreFlags & ServiceFlags, command: Command) => {
    const { named, flags } =
      module === undefined
        ? await ofConfig(given, command, terminal)
        : { named: ofModule(module, given, terminal), flags: given };
    done(
      flags.replay === undefined
        ? await runExplore(named, flags, terminal)
        : await runReplay(named.subject, flags.replay, flags, terminal),
    );
  });
};

function ofModule(module: string, flags: ExploreFlags, terminal: Terminal): Named {
  const { startIsStep, quietMs, stuckMs } = flags;
  const subject = moduleSubject(resolve(module), {
    startIsStep,
    quietMs,
    stuckMs,
    interrupted: terminal.interrupted,
    print: moduleOutput(terminal),
  });
  const more = moduleFlags(flags);
  return { subject, path: module, words: [shown(module), ...more], args: [basename(module), ...more] };
}

async function ofConfig(
  given: ExploreFlags & ServiceFlags,
  command: Command,
  terminal: Terminal,
): Promise<{ readonly named: Named; readonly flags: ExploreFlags }> {
  const { subject, path, flags } = await namedService(given, command, terminal);
  const words = given.project === undefined ? [] : [`--project ${shown(given.project)}`];
  return { named: { subject, path, words, args: ['--yes'] }, flags };
}

/** What of the flags a schedule needs to be played again. */
function moduleFlags({ startIsStep }: ExploreFlags): readonly string[] {
  return startIsStep ? [] : ['--no-start-is-step'];
}

/** Explores a subject, writes what is wanted and prints what was found; resolves to the exit code. */
async function runExplore(named: Named, flags: ExploreFlags, terminal: Terminal): Promise<number> {
  const { subject } = named;
  const { out } = flags;
  const exploration = await explored(subject, flags, terminal);
  const found =
    out === undefined
      ? undefined
      : await withRunFolder({ out, name: 'explore' }, (folder) =>
          writeFound(exploration, subject, folder, subject.kind === 'service' || flags.startIsStep),
        );
  const [worst] = exploration.failures;
  const test =
    flags.emitTest === undefined || worst === undefined
      ? undefined
      : await emitTest(flags.emitTest, named.path, worst, ['explore', ...named.args]);
  terminal.stdout.write(
    flags.format === 'json'
      ? `${safeJson(explorationJson(exploration, subject, { ...NOTHING, ...found, test: test ?? null }))}\n`
      : explorationText(exploration, subject, painter(terminal.colour && flags.color), {
          files: fileLines(exploration, found, test),
          replayCommand: replayCommand(named, worst?.schedule ?? ''),
          quiet: flags.quiet === true,
        }),
  );
  return EXIT_OF_VERDICT[verdictOf(exploration)];
}

const NOTHING = { certificate: null, traces: [] };

async function explored(subject: Subject, flags: ExploreFlags, terminal: Terminal): Promise<Exploration> {
  const progress = new Progress(terminal, `exploring ${printable(subject.name)}`);
  try {
    return await subject.explore({
      // What a step of a module touches is not known.
      reduce: subject.kind === 'service' && flags.preemptions === undefined,
      preemptions: flags.preemptions,
      maxSchedules: flags.maxSchedules,
      maxSeconds: flags.maxSeconds,
      maxSteps: flags.maxSteps,
      recorded: flags.out === undefined ? RECORDED : RECORDED_IN_FOLDER,
      interrupted: terminal.interrupted,
      onProgress: (schedules) => {
        progress.show(schedules, 0, counted(schedules, 'schedule'));
      },
    });
  } finally {
    progress.end();
  }
}

function replayCommand({ words }: Named, schedule: string): string {
  return [thisProgram(), 'explore', ...words, `--replay "${schedule}"`].join(' ');
}

function fileLines(
  { failing, failures }: Exploration,
  found: FoundFiles | undefined,
  test: string | undefined,
): readonly string[] {
  const [first] = found?.traces ?? [];
  const number = counted(failures.length, 'trace');
  const all = failing === failures.length ? number : `${number}, of the shortest of ${count(failing)}`;
  return [
    ...(first === undefined ? [] : [`traces     ${all}: code ${shown(first)}`]),
    ...(found === undefined ? [] : [`verify     ${thisProgram()} verify ${shown(found.certificate)}`]),
    ...(test === undefined ? [] : [`test       ${shown(test)}`]),
  ];
}
