import { hasControls } from '../../core/words/printable.ts';

/** A place in source code as a trace names it: `path:line[:column]`, parsed and normalised but not yet looked for. */
export interface Site {
  /** Path segments without `.`, `..` and empty ones; the last is the file's name. */
  readonly segments: readonly string[];
  /** What the path starts at: `/`, `C:/`, or '' where it is relative. */
  readonly root: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based; 1 where the trace gives none. */
  readonly column: number;
}

export type ParsedSite = { readonly site: Site } | { readonly refused: string };

/** Longer than any file system's limit; beyond it no pattern is even tried. */
const LONGEST = 4096;

/** Names that Windows gives to devices in every folder, whatever follows the first dot. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Reads `path:line[:column]` strictly. A trace is untrusted: URLs, network shares, devices, alternate streams,
 * drive-relative paths and paths that climb out of their own root are refused with the reason as a sentence, and
 * nothing on disk is touched to find that out.
 */
export function parseSite(text: string): ParsedSite {
  if (text.length > LONGEST) return { refused: 'The trace names a path that is too long to be one.' };
  if (hasControls(text))
    return { refused: 'The trace names a path with control or invisible characters in it.' };
  const parts = /^(.+?):(\d{1,9})(?::(\d{1,9}))?$/.exec(text);
  if (parts === null)
    return { refused: 'The trace does not name a place of the form path:line or path:line:column.' };
  const [, path = '', line = '', column = '1'] = parts;
  if (Number(line) === 0) return { refused: 'The trace names line 0; lines count from 1.' };
  const at = splitPath(path);
  if ('refused' in at) return at;
  return { site: { ...at, line: Number(line), column: Math.max(1, Number(column)) } };
}

function splitPath(path: string): Pick<Site, 'root' | 'segments'> | { readonly refused: string } {
  if (/^[\\/]{2}/.test(path))
    return { refused: 'The trace names a network share or a device, which is never opened.' };
  const drive = /^([A-Za-z]):[\\/]/.exec(path);
  const rest = drive ? path.slice(2) : path;
  if (rest.includes(':'))
    return { refused: 'The trace names a URL or a drive-relative path, not a file: only paths are opened.' };
  const root = drive
    ? `${(drive[1] ?? '').toUpperCase()}:/`
    : path.startsWith('/') || path.startsWith('\\')
      ? '/'
      : '';
  const segments: string[] = [];
  for (const segment of rest.split(/[\\/]/)) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined)
      return { refused: 'The trace names a path that climbs above its own root.' };
  }
  if (segments.length === 0 || /[\\/]\.{0,2}$/.test(path))
    return { refused: 'The trace names a folder, not a file.' };
  if (drive && segments.some((segment) => WINDOWS_DEVICE.test(segment)))
    return { refused: 'The trace names a network share or a device, which is never opened.' };
  return { root, segments };
}

/** The path of a site for people and for the file system, with `/` as separator. */
export function pathOf(site: Site): string {
  return site.root + site.segments.join('/');
}
