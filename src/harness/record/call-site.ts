import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
// By its namespace, so that a Node that lacks the function can still load this program and say that it is too old.
import * as util from 'node:util';

/** The part of a source's address that is the same on every machine. */
const STABLE_PREFIX = 'src/harness/';

/** Sites by where they are in the running code: a line is mapped to its source once, however often it runs. */
const sites = new Map<string, string>();
const maps = new Map<string, SourceMap | undefined>();

/**
 * The line that called the caller of this function, as `src/harness/…/file.ts:line:column` of the TypeScript source,
 * whether that source runs as it is or bundled and minified with a source map beside it.
 */
export function callSite(): string {
  const frame = util.getCallSites(3, { sourceMap: false })[2];
  if (frame === undefined) return '';
  // Node 22.13 calls the column by its older name.
  const { columnNumber, column: olderName } = frame as { columnNumber?: number; column?: number };
  const column = columnNumber ?? olderName ?? 1;
  const place = `${frame.scriptName}:${frame.lineNumber}:${column}`;
  const known = sites.get(place);
  if (known !== undefined) return known;
  const site = inSource(frame.scriptName, frame.lineNumber, column);
  sites.set(place, site);
  return site;
}

function inSource(script: string, line: number, column: number): string {
  const url = script.startsWith('file:') ? script : pathToFileURL(script).href;
  const entry = sourceMapOf(url)?.findEntry(line - 1, column - 1);
  if (entry === undefined || !('originalSource' in entry)) return `${stable(url)}:${line}:${column}`;
  const source = new URL(entry.originalSource, url).href;
  return `${stable(source)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

/** The map beside a bundle; undefined for a source that runs as it was written. */
function sourceMapOf(url: string): SourceMap | undefined {
  if (!maps.has(url)) maps.set(url, readSourceMap(url));
  return maps.get(url);
}

function readSourceMap(url: string): SourceMap | undefined {
  if (url.endsWith('.ts')) return undefined;
  try {
    return new SourceMap(JSON.parse(readFileSync(new URL(`${url}.map`), 'utf8')) as SourceMapPayload);
  } catch {
    return undefined;
  }
}

/** Drops the folder that the harness happens to be installed in. */
function stable(url: string): string {
  const path = fileURLToPath(url).replaceAll('\\', '/');
  const at = path.lastIndexOf(`/${STABLE_PREFIX}`);
  return at === -1 ? path : path.slice(at + 1);
}
