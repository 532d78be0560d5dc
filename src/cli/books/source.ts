import { Option, type Command } from 'commander';
import { withoutPasswords } from '../../core/words/passwords.ts';
import { printable } from '../../core/words/printable.ts';
import { parseStoreUrl } from '../../harness/store/store-url.ts';

/** Where books are read: a query on a store, or what a command prints. */
export type BooksSource = { readonly url: string; readonly query: string } | { readonly command: string };

/** The options that every command has which reads books. */
export interface SourceFlags {
  readonly store?: string;
  readonly query?: string;
  readonly command?: string;
  readonly closed?: true;
  readonly versionScheme?: 'sequential' | 'client' | 'monotonic' | 'opaque';
}

/** Adds the options of {@link SourceFlags}. */
export function withSource(command: Command): Command {
  return command
    .option('--store <url>', 'the store that the service keeps its records in')
    .option('--query <text>', 'of the store: what finds key, value and, if there is one, version')
    .option('--command <line>', 'instead of a store: a command that prints them as JSON lines or CSV')
    .option('--closed', 'nobody but the service of the trace writes these records')
    .addOption(
      new Option('--version-scheme <scheme>', 'how the store numbers versions').choices([
        'sequential',
        'client',
        'monotonic',
        'opaque',
      ]),
    );
}

/** Where the flags say that books are. @throws Error if they name no place, or two */
export function sourceOf({ store, query, command }: SourceFlags): BooksSource {
  if (command !== undefined) {
    if (store === undefined && query === undefined) return { command };
    throw new Error('the books come from --store with --query, or from --command: not from both');
  }
  if (store === undefined || query === undefined)
    throw new Error('where are the books? Name --store URL and --query TEXT, or --command LINE');
  // Says what is wrong with the URL before anything is named that will be done.
  parseStoreUrl(store);
  return { url: store, query };
}

/** What is about to be read or run, and where, without passwords. */
export function sourceText(source: BooksSource): string {
  const shown = (text: string) => printable(withoutPasswords(text));
  return 'command' in source
    ? `runs ${shown(source.command)}`
    : `reads ${shown(source.url)} with ${shown(source.query)}`;
}
