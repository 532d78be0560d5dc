import { dirname } from 'node:path';
import { Option, type Command } from 'commander';
import { VERSION_SCHEMES, type VersionScheme } from '../../core/words/terms.ts';
import { withoutPasswords } from '../../core/words/passwords.ts';
import { printable } from '../../core/words/printable.ts';
import { storeIn } from '../../explore/store/from-config.ts';
import { parseStoreUrl } from '../../harness/store/store-url.ts';
import { configFor } from '../../ingest/config/read-config.ts';
import { shown } from '../output/shown.ts';

/** Where books are read: a query on a store, or what a command prints. */
export type BooksSource =
  | { readonly url: string; readonly query: string }
  /** A line of the shell, and the folder that it runs in. */
  | { readonly command: string; readonly folder?: string };

/** The options that every command has which reads books. */
export interface SourceFlags {
  readonly store?: string;
  readonly query?: string;
  readonly command?: string;
  readonly closed?: true;
  readonly versionScheme?: VersionScheme;
}

/** Adds the options of {@link SourceFlags}. */
export function withSource(command: Command): Command {
  return command
    .option('--store <url>', 'the store that the service keeps its records in')
    .option('--query <text>', 'of the store: what finds key, value and, if there is one, version')
    .option('--command <line>', 'instead of a store: a command that prints them as JSON lines or CSV')
    .option('--closed', 'only the service of the trace writes these records')
    .addOption(
      new Option('--version-scheme <scheme>', 'how the store numbers versions').choices(VERSION_SCHEMES),
    );
}

/**
 * Where books are: as the flags say, and where they say nothing or half of it, as the config does that `file` belongs to.
 * @throws Error if they name no place, or two
 */
export async function sourceFor(flags: SourceFlags, file: string, signal: AbortSignal): Promise<BooksSource> {
  const { store, query, command } = flags;
  if (command !== undefined) {
    if (store === undefined && query === undefined) return { command };
    throw new Error('the books come from --store with --query, or from --command: not from both');
  }
  if (store !== undefined && query !== undefined) return ofStore(store, query);
  const found = await configFor(file, signal);
  const { url, books, command: line } = found?.config.store ?? {};
  const folder = dirname(found?.path ?? '');
  if (line !== undefined && store === undefined && query === undefined) return { command: line, folder };
  const [from, by] = [store ?? (url === undefined ? undefined : storeIn(folder, url)), query ?? books];
  if (from !== undefined && by !== undefined) return ofStore(from, by);
  const missing = [from ?? '--store URL', by ?? '--query TEXT'].filter((flag) => flag.startsWith('--'));
  const config = found === undefined ? 'the store of a race-trace.json' : `store in ${shown(found.path)}`;
  throw new Error(`where are the books? Name ${missing.join(' and ')}, or --command LINE, or ${config}`);
}

/** Says what is wrong with the URL before anything is named that will be done. @throws Error */
function ofStore(url: string, query: string): BooksSource {
  parseStoreUrl(url);
  return { url, query };
}

/** What is about to be read or run, and where, without passwords. */
export function sourceText(source: BooksSource): string {
  const masked = (text: string) => printable(withoutPasswords(text));
  if (!('command' in source)) return `reads ${masked(source.url)} with ${masked(source.query)}`;
  const { command, folder } = source;
  return `runs ${masked(command)}${folder === undefined ? '' : ` in ${folder}`}`;
}
