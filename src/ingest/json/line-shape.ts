/** One JSON object on a line, as the text around its values: what most lines of a file have in common. */
export interface LineShape {
  readonly keys: readonly string[];
  /** What stands before each value. */
  readonly before: readonly Uint8Array[];
  /** What stands after the last one, the line feed included. */
  readonly after: Uint8Array;
}

/** A member whose key has no escapes and whose value has no members of its own. */
const MEMBER = /\s*[{,]\s*"([^"\\]*)"\s*:\s*(?=("(?:[^"\\]|\\.)*"|-?\d[-+.\deE]*|true|false|null))/y;
const END = /\s*\}\s*$/y;

/** The shape of a line that is JSON; undefined if a value is not plain, or a key is there twice. */
export function shapeOf(line: string): LineShape | undefined {
  const keys: string[] = [];
  const before: Uint8Array[] = [];
  let at = 0;
  for (let found = memberAt(line, at); found !== null; found = memberAt(line, at)) {
    const [text, key, value] = found as unknown as [string, string, string];
    if ((keys.length === 0) !== text.trimStart().startsWith('{')) return undefined;
    keys.push(key);
    before.push(Buffer.from(text));
    at += text.length + value.length;
  }
  END.lastIndex = at;
  const end = END.exec(line)?.[0];
  if (end === undefined || keys.length === 0 || new Set(keys).size < keys.length) return undefined;
  return { keys, before, after: Buffer.from(`${end}\n`) };
}

function memberAt(line: string, at: number): RegExpExecArray | null {
  MEMBER.lastIndex = at;
  return MEMBER.exec(line);
}
