import { join } from 'node:path';
import { durationIn } from '../../core/words/duration.ts';
import type { TaskCommand } from './task-commands.ts';

/** What a task of this extension says in `tasks.json`; written by hand, so nothing about it is certain. */
export interface TaskFields {
  readonly type: string;
  readonly command?: unknown;
  readonly schedule?: unknown;
  readonly seed?: unknown;
  readonly rate?: unknown;
  readonly duration?: unknown;
  readonly variant?: unknown;
  readonly of?: unknown;
  readonly atOnce?: unknown;
  readonly rounds?: unknown;
  readonly project?: unknown;
  readonly yes?: unknown;
  readonly module?: unknown;
  readonly listen?: unknown;
  readonly out?: unknown;
}

export type Arguments = { readonly args: readonly string[] } | { readonly refused: string };

/** An absolute path for one that a task names; undefined where it names none. */
type FolderOf = (path: string | undefined) => string;

/** The trace of a tap, in its folder. */
export const TAP_TRACE = 'tap.trace.ndjson';

type Flag = Exclude<keyof TaskFields, 'type' | 'command'>;

/** The command line's own words for each command, and the flags that it takes besides `out`. */
const COMMANDS: Readonly<Record<TaskCommand, { argv: readonly string[]; flags: readonly Flag[] }>> = {
  reproduce: { argv: ['reproduce'], flags: ['schedule', 'seed'] },
  baseline: { argv: ['run', 'baseline'], flags: ['seed', 'rate', 'duration', 'variant'] },
  load: { argv: ['run', 'load'], flags: ['seed', 'rate', 'duration', 'variant'] },
  fault: { argv: ['run', 'fault'], flags: ['seed', 'rate', 'duration', 'variant', 'of'] },
  retest: { argv: ['run', 'retest'], flags: ['variant', 'of'] },
  all: { argv: ['run', 'all'], flags: ['seed', 'rate', 'duration'] },
  drive: { argv: ['drive'], flags: ['atOnce', 'rounds', 'project', 'yes'] },
  explore: { argv: ['explore'], flags: ['module', 'project', 'schedule', 'yes'] },
  tap: { argv: ['tap'], flags: ['project', 'listen'] },
};

/** What each flag must be; the command line has the last word on its value. */
const FLAGS: Readonly<Record<Flag, { fits: (value: unknown) => boolean; is: string }>> = {
  schedule: { fits: isText, is: 'text such as "A:read B:read A:write B:write"' },
  seed: { fits: (value) => isWhole(value, 0), is: 'a whole number, 0 or more' },
  rate: { fits: (value) => isWhole(value, 1), is: 'a whole number of requests per second, 1 or more' },
  duration: { fits: isDuration, is: 'a time such as "500ms", "30s", "10m" or "1h"' },
  variant: { fits: isText, is: 'the name of a service such as "unsafe" or "conditional"' },
  of: { fits: isPath, is: 'the path of the folder of a load run' },
  atOnce: { fits: (value) => isWhole(value, 2), is: 'a whole number of requests, 2 or more' },
  rounds: { fits: (value) => isWhole(value, 1), is: 'a whole number, 1 or more' },
  project: { fits: isPath, is: 'the path of the folder that has race-trace.json' },
  yes: { fits: (value) => typeof value === 'boolean', is: 'true or false' },
  module: { fits: isPath, is: 'the path of a module such as "race.mjs"' },
  listen: { fits: isPath, is: 'an address of this machine such as "127.0.0.1:6543"' },
  out: { fits: isPath, is: 'the path of a folder' },
};

/**
 * The command line's arguments for a task, or what is wrong with it as a sentence. `folderOf` makes an absolute folder
 * of an `out` or `of`, undefined where the task names none: a listed retest repeats what the listed load has run. Values
 * are joined to their option by `=`, so that none can pass for another option.
 */
export function taskArguments(fields: TaskFields, folderOf: FolderOf): Arguments {
  const { command, out, of } = fields;
  if (!isCommand(command))
    return {
      refused: `The command of a raceTrace task is one of ${Object.keys(COMMANDS).join(', ')}.`,
    };
  const { argv, flags } = COMMANDS[command];
  for (const [name, { fits, is }] of Object.entries(FLAGS) as [Flag, (typeof FLAGS)[Flag]][]) {
    const value = fields[name];
    if (value === undefined) continue;
    if (name !== 'out' && !flags.includes(name))
      return { refused: `The command ${command} of a raceTrace task takes no ${name}.` };
    if (!fits(value)) return { refused: `The ${name} of a raceTrace task is ${is}.` };
  }
  const own = OWN_SERVICE[command];
  if (own !== undefined) return { args: [...argv, ...own(fields, folderOf)] };
  const args = [...argv, `--out=${folderOf(out as string | undefined)}`];
  if (of !== undefined || command === 'retest') args.push(`--of=${folderOf(of as string | undefined)}`);
  for (const name of flags) {
    const value = fields[name];
    if (name !== 'of' && (typeof value === 'string' || typeof value === 'number'))
      args.push(`--${name}=${value}`);
  }
  return { args };
}

/** Those of the commands for a service of one's own. */
const OWN_SERVICE: Readonly<
  Partial<Record<TaskCommand, (fields: TaskFields, folderOf: FolderOf) => readonly string[]>>
> = { drive: driveArguments, explore: exploreArguments, tap: tapArguments };

/** By itself it takes the `race-trace.json` of the folder that is open, and two requests. */
function driveArguments(
  { atOnce = 2, rounds, project = '.', yes, out }: TaskFields,
  folderOf: FolderOf,
): readonly string[] {
  return [
    `--out=${folderOf(out as string | undefined)}`,
    `--at-once=${atOnce as number}`,
    ...(rounds === undefined ? [] : [`--rounds=${rounds as number}`]),
    `--project=${folderOf(project as string)}`,
    ...(yes === true ? ['--yes'] : []),
  ];
}

/** By itself it takes the requests of the `race-trace.json` of the folder that is open; with a schedule it plays that alone. */
function exploreArguments(
  { module, project = '.', schedule, yes, out }: TaskFields,
  folderOf: FolderOf,
): readonly string[] {
  return [
    schedule === undefined
      ? `--out=${folderOf(out as string | undefined)}`
      : `--replay=${schedule as string}`,
    ...(yes === true ? ['--yes'] : []),
    ...(module === undefined
      ? [`--project=${folderOf(project as string)}`]
      : ['--', folderOf(module as string)]),
  ];
}

/** By itself it keeps no trace. */
function tapArguments({ project = '.', listen, out }: TaskFields, folderOf: FolderOf): readonly string[] {
  return [
    ...(out === undefined ? [] : [`--out=${join(folderOf(out as string), TAP_TRACE)}`]),
    ...(listen === undefined ? [] : [`--listen=${listen as string}`]),
    `--project=${folderOf(project as string)}`,
  ];
}

/** Whether a text is a time that the command line takes, such as `30s`. */
export function isDuration(value: unknown): boolean {
  return typeof value === 'string' && durationIn('s', value) !== undefined;
}

function isCommand(value: unknown): value is TaskCommand {
  return typeof value === 'string' && Object.hasOwn(COMMANDS, value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isPath(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isWhole(value: unknown, least: number): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
}
