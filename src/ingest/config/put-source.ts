import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CONFIG_NAMES } from './config-names.ts';
import type { Config, ConfigSource } from './schema.ts';

/** The config that a source goes into. */
export interface ConfigFile {
  readonly path: string;
  /** What it says now; undefined if it is not there yet. */
  readonly config: Config | undefined;
}

/**
 * The config file for a log: the one that is there, in its folder or above; else a new one in `folder`, if the log lies in it,
 * or beside the log. @throws ConfigError if the one that is there cannot be used
 */
export async function configFileFor(log: string, folder: string): Promise<ConfigFile> {
  // Only now, as the extension loads what checks a config when it needs one and not at its start.
  const { configFor } = await import('./read-config.ts');
  const found = await configFor(log);
  if (found !== undefined) return found;
  const path = relative(folder, resolve(log));
  const isBelow = !path.startsWith('..') && !isAbsolute(path);
  return { path: join(isBelow ? folder : dirname(resolve(log)), CONFIG_NAMES[0]), config: undefined };
}

/** A file or a pattern as a config names it: from the folder of the config, with `/` between folders. */
export function patternIn({ path }: ConfigFile, argument: string): string {
  return relative(dirname(path), resolve(argument)).replaceAll(sep, '/');
}

/** A config with these sources first; those of the same files give way, and the rest stays. */
export function withSources(config: Config | undefined, added: readonly ConfigSource[]): Config {
  const files = added.flatMap((each) => each.files);
  const kept = (config?.sources ?? []).filter(
    (each) => ![each.files].flat().every((file) => files.includes(file)),
  );
  return { ...config, sources: [...added, ...kept] };
}

/** Sources that differ in their files alone, as one. */
export function merged(sources: readonly ConfigSource[]): readonly ConfigSource[] {
  const found: ConfigSource[] = [];
  for (const source of sources) {
    const same = found.findIndex((each) =>
      isDeepStrictEqual({ ...each, files: '' }, { ...source, files: '' }),
    );
    if (same < 0) found.push(source);
    else found[same] = { ...source, files: [found[same]!.files, source.files].flat() };
  }
  return found;
}

/** A config as it is written. */
export function configText(config: Config): string {
  return `${JSON.stringify(config, null, 2)}\n`;
}
