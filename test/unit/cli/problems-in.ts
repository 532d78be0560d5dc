import { readFileSync } from 'node:fs';

/** What the extension's task makes of the output: of each problem the groups of its two lines. */
export function problemsIn(stdout: string): readonly (readonly string[])[] {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    contributes: { problemMatchers: { pattern: { regexp: string }[] }[] };
  };
  const patterns = manifest.contributes.problemMatchers[0]!.pattern.map(({ regexp }) => new RegExp(regexp));
  const lines = stdout.split('\n');
  return lines.flatMap((_, at) => {
    const found = patterns.map((pattern, index) => pattern.exec(lines[at + index] ?? ''));
    return found.every((match) => match !== null) ? [found.flatMap((match) => match.slice(1))] : [];
  });
}
