/** What a pattern matches, as a test of a path from the folder of the pattern, with `/` between folders. */
export function globTest(pattern: string): (path: string) => boolean {
  const source = pattern
    .replace(/^\.\//, '')
    .split(/(\*\*\/|\*\*|\*|\?|\{[^{}]*\})/)
    .map(partOf)
    .join('');
  const whole = new RegExp(`^${source}$`, 's');
  return (path) => whole.test(path);
}

function partOf(part: string): string {
  switch (part) {
    case '**/':
      return '(?:[^/]+/)*';
    case '**':
      return '.*';
    case '*':
      return '[^/]*';
    case '?':
      return '[^/]';
    default:
      return part.startsWith('{') && part.endsWith('}')
        ? `(?:${part.slice(1, -1).split(',').map(literal).join('|')})`
        : literal(part);
  }
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
