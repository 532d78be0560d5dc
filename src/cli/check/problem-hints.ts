import { quoted } from '../next-command.ts';
import type { CheckedTrace } from './checked-trace.ts';

/** What could be typed against problems that a mapping would solve; each hint once. */
export function problemHints(problems: CheckedTrace['problems']): readonly string[] {
  const hints: string[] = [];
  const result = problems.find(({ kind }) => kind === 'bad-result');
  if (result !== undefined) {
    const [, word = '201'] = /^'([^…]*)' is none of/.exec(result.message) ?? [];
    const option = `--map-result ${quoted(`${word}=success`)}`;
    hints.push(`what a result stands for is said with ${option}, or as result in race-trace.json`);
  }
  if (problems.some(({ message }) => OTHER_LINE.test(message)))
    hints.push(
      'lines that are no attempts are skipped with --where NAME=VALUE, or by where in race-trace.json',
    );
  return hints;
}

/** What is said of lines that a log has between those of its attempts. */
const OTHER_LINE = /^the row has no |^the line is not JSON$/;
