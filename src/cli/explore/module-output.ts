import type { Terminal } from '../command.ts';

/** Lines that a module may print; it does so in each of its schedules. */
const MOST_LINES = 200;

/** Where a module's own output goes: beside the result, as far as a person would read it. */
export function moduleOutput({ stderr }: Terminal): (text: string) => void {
  let lines = 0;
  return (text) => {
    if (lines > MOST_LINES) return;
    lines += text.split('\n').length - 1;
    stderr.write(text);
    if (lines > MOST_LINES) stderr.write('(what the module prints from here on is left out)\n');
  };
}
