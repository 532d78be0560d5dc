import { messageOf } from '../../core/words/errors.ts';
import { withoutPasswords } from '../../core/words/passwords.ts';
import { printable } from '../../core/words/printable.ts';
import { runStatements } from '../../harness/store/open-store.ts';
import { filledCall, filledText, type CallTemplate, type Filling } from '../../ingest/config/requests.ts';
import { sendCall } from '../at-once/held-call.ts';
import { commandOutput, type ShellCommand } from './command-output.ts';

/** What puts the store back: statements on it, a command of the shell, or a call. */
export type Reset =
  { readonly statements: string; readonly store: string } | ShellCommand | { readonly call: CallTemplate };

/** What a reset will do, and where, without passwords: `on sqlite:shop.db: update …`. */
export function resetText(reset: Reset): string {
  const shown = (text: string) => printable(withoutPasswords(text));
  if ('statements' in reset) return `on ${shown(reset.store)}: ${shown(reset.statements)}`;
  if ('command' in reset)
    return `runs ${shown(reset.command)}${reset.folder === undefined ? '' : ` in ${printable(reset.folder)}`}`;
  return `${reset.call.method} ${shown(reset.call.url)}`;
}

/** Puts the store back. @throws Error, with a sentence without passwords, if that fails or takes longer than the signal lets it */
export async function runReset(reset: Reset, filling: Filling, signal: AbortSignal): Promise<void> {
  try {
    if ('statements' in reset) await runStatements(reset.store, filledText(reset.statements, filling));
    else if ('command' in reset) await commandOutput(reset, () => undefined, signal);
    else await call(filledCall(reset.call, filling), signal);
  } catch (error) {
    throw new Error(`the reset failed: ${withoutPasswords(whyText(error))}`, { cause: error });
  }
}

async function call(...args: Parameters<typeof sendCall>): Promise<void> {
  const { answer, failure } = await sendCall(...args);
  if (answer === undefined) throw new Error(failure);
  if (answer.status >= 400) throw new Error(`it was answered with ${answer.status}`);
}

/** A query that waits for a lock is what a transaction leaves behind which a request has left open. */
function whyText(error: unknown): string {
  const message = messageOf(error);
  return /query read timeout|locked/i.test(message)
    ? `${message}; has a request left a transaction open?`
    : message;
}
