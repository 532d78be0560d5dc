import { tokensOf } from '../tap/sql/tokens.ts';

/** Names of a place in a comment: those of OpenTelemetry, older ones, and those that frameworks write. */
const FILE = ['code.file.path', 'code.filepath', 'file', 'source_file', 'source_location', 'line'];
const LINE = ['code.line.number', 'code.lineno', 'line', 'lineno', 'source_line'];
/** `path:12` or `path:12:3`, with whatever a framework adds to it. */
const PLACE = /([^\s'":,;=*()]+\.[A-Za-z]\w*:\d+(?::\d+)?)/;

/** The place that a comment in a statement names: `path:line` or `path:line:column`; undefined where none does. */
export function commentSite(sql: string): string | undefined {
  for (const { kind, text } of tokensOf(sql)) {
    if (kind !== 'comment') continue;
    const content = text.replace(/^\/\*|\*\/$|^--/g, '');
    const found = PLACE.exec(content)?.[1] ?? ofMembers(content);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `file='app%2Forders.py',line='12'`: the values are written as in a URL. */
function ofMembers(content: string): string | undefined {
  const members = new Map<string, string>();
  for (const [, name, value] of content.matchAll(/([\w.]+)\s*=\s*'([^']*)'/g))
    members.set(name!, decoded(value!));
  const value = (names: readonly string[], form: RegExp) =>
    names.map((name) => members.get(name) ?? '').find((one) => form.test(one));
  const file = value(FILE, /^[^\s:]+\.\w+(:\d+)*$/);
  if (file === undefined || /:\d+$/.test(file)) return file;
  const line = value(LINE, /^\d+$/);
  return line === undefined ? undefined : `${file}:${line}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
