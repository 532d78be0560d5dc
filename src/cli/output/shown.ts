import { relative } from 'node:path';
import { printable } from '../../core/words/printable.ts';

/** As short as it can be typed from here, and printable. */
export function shown(path: string): string {
  const near = relative('', path);
  return printable(near.startsWith('..') ? path : near);
}

/** How this very program was called, so that the line can be copied. */
export function thisProgram(): string {
  const program = process.argv[1] ?? '';
  return program.endsWith('.js') || program.endsWith('.ts') ? `node ${shown(program)}` : 'race-trace';
}

/** E.g. `20260318-142530`: sorts by time and may stand in any file name. */
export function timestamp(now: Date): string {
  return now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}
