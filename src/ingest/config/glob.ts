/**
 * What a pattern matches, as a test of a path from the folder of the pattern, with `/` between folders. It goes through the
 * pattern once, with all places of the path that can be reached so far: no pattern makes it slow.
 */
export function globTest(pattern: string): (path: string) => boolean {
  const parts = pattern
    .replace(/^\.\//, '')
    .split(/(\*\*\/|\*\*|\*|\?|\{[^{}]*\})/)
    .filter((part) => part !== '');
  return (path) => {
    let places = new Set([0]);
    for (const part of parts) places = new Set(reached(part, path, places));
    return places.has(path.length);
  };
}

/** The places in a path to which a part of a pattern leads from any of these. */
function* reached(part: string, path: string, places: ReadonlySet<number>): Generator<number> {
  switch (part) {
    case '**/':
      yield* places;
      for (let at = Math.min(...places) + 1; at <= path.length; at++) if (path[at - 1] === '/') yield at;
      return;
    case '**':
      for (let at = Math.min(...places); at <= path.length; at++) yield at;
      return;
    case '*':
      yield* withinFolder(path, places);
      return;
    case '?':
      for (const at of places) if (at < path.length && path[at] !== '/') yield at + 1;
      return;
    default:
      for (const text of alternatives(part))
        for (const at of places) if (path.startsWith(text, at)) yield at + text.length;
  }
}

/** All places up to the next `/` after each of these. */
function* withinFolder(path: string, places: ReadonlySet<number>): Generator<number> {
  let isOpen = false;
  for (let at = 0; at <= path.length; at++) {
    isOpen ||= places.has(at);
    if (!isOpen) continue;
    yield at;
    isOpen = path[at] !== '/';
  }
}

function alternatives(part: string): readonly string[] {
  return part.startsWith('{') && part.endsWith('}') ? part.slice(1, -1).split(',') : [part];
}
