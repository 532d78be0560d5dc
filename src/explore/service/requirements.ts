import { clipped, printable } from '../../core/words/printable.ts';
import type { Answer } from './request.ts';
import type { Solo } from './profile.ts';

/** The answer of a request that nothing else disturbed. @throws Error with a sentence, where it is none that can be explored */
export function requireAnswer(name: string, answer: Answer | undefined): Answer {
  if (answer?.status !== undefined) return answer;
  const why = answer?.error ?? 'it did not come in time';
  throw new Error(
    `${name} had no answer (${printable(why)}): see that the service is running and that the URL of the request is right`,
  );
}

/** @throws Error with a sentence, where a request failed alone or never came to the database */
export function requireStatements(name: string, { status, code, body }: Answer, steps: number): void {
  const said = body.trim() === '' ? '' : `: ${clipped(printable(body.trim()), 200)}`;
  if (status! >= 500) throw new Error(`${name} alone was answered ${code}${said}`);
  if (steps > 0) return;
  throw new Error(
    `${name} was answered ${code} without a statement that came through the tap${said}. See that the database URL of the ` +
      'service names the address of the tap, and that the request is one that reads or writes',
  );
}

/** @throws Error with a sentence, where a request did something else the second time, after another reset */
export function requireSame(first: Solo, second: Solo): void {
  const { name } = first;
  const why =
    'though the store had been reset. The service keeps something between requests, as a cache does, or chance decides: ' +
    'turn that off, or let the reset put it back';
  if (first.answer.code !== second.answer.code)
    throw new Error(
      `${name} alone was answered ${first.answer.code} the first time and ${second.answer.code} the second, ${why}`,
    );
  const length = Math.max(first.steps.length, second.steps.length);
  for (let index = 0; index < length; index++) {
    const [one, other] = [first.steps[index], second.steps[index]];
    if (one?.shape === other?.shape) continue;
    throw new Error(
      `as its statement ${index + 1}, ${name} alone sent ${quoted(one)} the first time and ${quoted(other)} the second, ${why}`,
    );
  }
}

function quoted(step: Solo['steps'][number] | undefined): string {
  return step === undefined ? 'none' : `"${clipped(printable(step.shape), 120)}"`;
}
