import { dirname, join, resolve } from 'node:path';
import { codeOf, messageOf } from '../../core/words/errors.ts';
import { withoutPasswords } from '../../core/words/passwords.ts';
import { clipped } from '../../core/words/printable.ts';
import { readSmallFile } from '../bytes/file-bytes.ts';
import { mappingOf } from '../column-names.ts';
import { parseByHand, type Parsed } from '../run-files/by-hand.ts';
import { problemText, type MemberProblem } from '../run-files/members.ts';
import { CONFIG_NAMES } from './config-names.ts';
import { configSchema, type Config, type ConfigSource } from './schema.ts';
import { problemsOfService } from './service-problems.ts';

const LARGEST_BYTES = 1024 * 1024;
const SHOWN_PROBLEMS = 5;

/** A config file that cannot be used; `message` is a printable sentence that names it and says all that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** A config file. */
export interface FoundConfig {
  readonly path: string;
  readonly config: Config;
}

/**
 * The config that a file belongs to: the nearest in its folder or above it. Reading it starts nothing and connects nowhere.
 * Undefined if there is none. @throws ConfigError if it cannot be used
 */
export async function configFor(file: string, signal?: AbortSignal): Promise<FoundConfig | undefined> {
  let folder = dirname(resolve(file));
  for (;;) {
    for (const name of CONFIG_NAMES) {
      const found = await readIfThere(join(folder, name), signal);
      if (found !== undefined) return found;
    }
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}

async function readIfThere(path: string, signal?: AbortSignal): Promise<FoundConfig | undefined> {
  let text: string;
  try {
    text = (await readSmallFile(path, LARGEST_BYTES, signal)).toString('utf8');
  } catch (error) {
    signal?.throwIfAborted();
    if (codeOf(error) === 'ENOENT') return undefined;
    throw unusable(path, `it cannot be read: ${codeOf(error) ?? messageOf(error)}`, error);
  }
  const parsed = parseConfig(jsonOf(text, path));
  if (parsed.problems === undefined) return { path, config: parsed.value };
  const { problems } = parsed;
  const shown = problems.slice(0, SHOWN_PROBLEMS).map(problemText);
  const more = problems.length > shown.length ? [`and ${problems.length - shown.length} more`] : [];
  throw unusable(path, [...shown, ...more].join('; '));
}

/** The config in the value of a JSON file, or all that is wrong with it. Never throws. */
export function parseConfig(json: unknown): Parsed<Config> {
  const parsed = parseByHand(configSchema, json);
  const problems = parsed.problems ?? [
    ...(parsed.value.sources ?? []).flatMap(problemsOfMap),
    ...problemsOfService(parsed.value),
  ];
  if (parsed.problems === undefined && problems.length === 0) return parsed;
  return { problems: problems.map(({ field, message }) => ({ field, message: withoutPasswords(message) })) };
}

/** What is wrong with the columns of a source: those that there are, and the units of those that are measured. */
function problemsOfMap({ map = {} }: ConfigSource, index: number): readonly MemberProblem[] {
  return Object.entries(map).flatMap(([ours, theirs]) => {
    const mapping = mappingOf(ours, theirs);
    return typeof mapping === 'string'
      ? [{ field: clipped(`sources.${index}.map.${ours}`, 120), message: mapping }]
      : [];
  });
}

function jsonOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
  } catch (error) {
    // The parser quotes what stands at the place, which may be a part of a password.
    const why = messageOf(error).replace(/,? ?(?:\.{3})?".*$/s, '');
    throw unusable(path, `it is not JSON: ${why}`);
  }
}

function unusable(path: string, why: string, cause?: unknown): ConfigError {
  return new ConfigError(`${clipped(path, 300)} cannot be used: ${clipped(why, 800)}`, { cause });
}
