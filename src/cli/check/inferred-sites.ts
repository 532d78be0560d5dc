import { type Analysis, type Finding, findingMessage } from '../../core/index.ts';
import { count } from '../../core/words/numbers.ts';
import { clipped } from '../../core/words/printable.ts';
import { MessageSites } from '../../ingest/message-sites/message-sites.ts';
import { searchFolder } from '../../ingest/message-sites/search-folder.ts';
import { MOST_SOURCES } from '../../ingest/message-sites/source-files.ts';
import { shown } from '../output/shown.ts';

/** Where the sources are searched, as the user gave it, and what was found there. */
export interface InferredSites {
  readonly root: string;
  /** `path:line` from the working directory, by the message that such a line has written. */
  readonly byMessage: ReadonlyMap<string, readonly string[]>;
  /** Whether there were more sources than a search looks into. */
  readonly isCut: boolean;
}

/** Places that are named; more of them are no help. */
const MOST_NAMED = 5;

/**
 * Searches the sources in a folder for the lines that wrote the messages of those findings for which the trace has no line.
 * Rejects as the file system does, and with the signal's reason.
 */
export async function inferSites(
  analysis: Analysis,
  root: string,
  signal: AbortSignal,
): Promise<InferredSites> {
  const all = [...analysis.findings, ...analysis.possible];
  const messages = new Set(all.flatMap((finding) => findingMessage(finding, analysis) ?? []));
  const search = new MessageSites<string>(messages);
  const { isCut } = messages.size === 0 ? { isCut: false } : await searchFolder(search, root, signal);
  const placed = Array.from(messages, (message) => {
    const sites = search.sitesOf(message).map(({ file, line }) => `${shown(file)}:${line}`);
    return [message, sites] as const;
  });
  return { root, byMessage: new Map(placed), isCut };
}

/** Where a finding was, as it is inferred from its message, in words; '' where the trace has its line or no message. */
export function inferredText(
  finding: Finding,
  analysis: Analysis,
  inferred: InferredSites | undefined,
): string {
  const message = findingMessage(finding, analysis);
  if (message === undefined) return '';
  const quoted = `"${clipped(message, 60)}"`;
  if (inferred === undefined) return `logged ${quoted}; --source-root DIR searches for the line`;
  const sites = (inferred.byMessage.get(message) ?? []).map((site) => clipped(site, 160));
  const limit = inferred.isCut ? ` among the first ${count(MOST_SOURCES)} files` : '';
  if (sites.length === 0) return `no line in ${clipped(inferred.root, 80)} writes ${quoted}${limit}`;
  const more = sites.length > MOST_NAMED ? `, and ${count(sites.length - MOST_NAMED)} more` : '';
  const named = `${sites.slice(0, MOST_NAMED).join(', ')}${more}`;
  return sites.length === 1
    ? `at ${named} (inferred: it writes ${quoted}${limit})`
    : `at one of ${named} (inferred: each writes ${quoted}${limit})`;
}

/** The same for programs; undefined where nothing was searched for. */
export function inferredJson(
  finding: Finding,
  analysis: Analysis,
  inferred: InferredSites | undefined,
): { readonly message: string; readonly sites: readonly string[] } | undefined {
  const message = findingMessage(finding, analysis);
  const sites = message === undefined ? undefined : inferred?.byMessage.get(message);
  return message === undefined || sites === undefined ? undefined : { message, sites };
}
