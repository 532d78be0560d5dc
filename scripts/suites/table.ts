import type { Ended } from './suite.ts';

/** What ends the output of the tests: each failure by name, a row for each suite, and the sum as the last line. */
export function summary(ended: readonly Ended[], seconds: number): string {
  const failures = ended.flatMap(({ name, failures: lines }) => lines.map((line) => `✖ ${name}: ${line}`));
  const width = Math.max(...ended.map(({ name }) => name.length));
  const columns = (name: string, ...cells: readonly string[]) =>
    `${name.padEnd(width)} ${cells.map((cell) => cell.padStart(8)).join('')}`;
  const sum = (count: (end: Ended) => number) => ended.reduce((total, end) => total + count(end), 0);
  const [passed, failed, skipped] = [
    sum((end) => end.passed),
    sum((end) => end.failed),
    sum((end) => end.skipped),
  ];
  return [
    ...failures,
    ...(failures.length > 0 ? [''] : []),
    columns('suite', 'passed', 'failed', 'skipped', 'seconds'),
    ...ended.map((end) =>
      columns(end.name, `${end.passed}`, `${end.failed}`, `${end.skipped}`, end.seconds.toFixed(0)),
    ),
    columns('all', `${passed}`, `${failed}`, `${skipped}`, seconds.toFixed(0)),
    '',
    `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  ].join('\n');
}
