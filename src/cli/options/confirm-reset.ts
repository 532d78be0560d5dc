import { resetText, type Reset } from '../../explore/store/reset.ts';
import type { Terminal } from '../command.ts';

/**
 * Says what will be put back, and where, and asks for it: it may delete what is still needed.
 * @throws Error if the answer is no, or there is no terminal to ask at and `isAgreed` is not given
 */
export async function confirmReset(
  reset: Reset,
  isAgreed: boolean,
  { stderr, ask }: Terminal,
  when = 'before the first run and after each',
): Promise<void> {
  stderr.write(`race-trace: the reset, ${when}: ${resetText(reset)}\n`);
  if (isAgreed) return;
  if (ask === undefined) throw new Error('the reset changes the store: say --yes if it may');
  const answer = await ask('May it be reset? [y/N] ');
  if (!/^y(es)?$/i.test(answer.trim())) throw new Error('nothing was reset and nothing was sent');
}
