import { randomUUID } from 'node:crypto';
import { NotConnectedError } from '../../explore/at-once/held-call.ts';
import type { Hold } from '../../explore/at-once/held-socket.ts';
import { balancesOf, faultsOf, type Round } from '../../explore/at-once/round.ts';
import { clipped } from '../../core/words/printable.ts';
import { withoutPasswords } from '../../core/words/passwords.ts';
import type { Books } from '../../ingest/books/records.ts';
import type { RequestTemplate } from '../../ingest/config/requests.ts';
import type { Terminal } from '../command.ts';
import { Look } from './look.ts';
import type { DrivePlan } from './plan.ts';
import { fillingOf, sendRound } from './send-round.ts';

/** What came of all rounds. */
export interface Driven {
  readonly rounds: readonly Round[];
  /** One request alone, before the first round; undefined where nothing would have put the store back. */
  readonly alone: Round | undefined;
  /** Why there are fewer rounds than were asked for. */
  readonly stopped?: string;
  /** From where on requests were held at last. */
  readonly hold: Hold;
  /** Rounds in which the service was still writing when it had answered. */
  readonly lateWrites: number;
}

/** So many rounds without any answer, one after the other, and the service is taken for gone. */
const MOST_SILENT = 3;

/**
 * Sends round after round, each from a store that has been put back, and puts it back at the end, also when it is interrupted.
 * A request alone comes first. @throws Error, with a sentence, if the service or its store cannot be reached, or the books
 * lack the record
 */
export async function driveRounds(
  plan: DrivePlan,
  terminal: Terminal,
  onRound: (round: Round) => void,
): Promise<Driven> {
  const driver = new Driver(plan, terminal);
  try {
    const alone = plan.reset === undefined ? undefined : await driver.round(0, plan.requests.slice(0, 1));
    const stopped = alone === undefined ? undefined : whyNoRounds(alone, plan.successes);
    if (stopped !== undefined) return driver.result([], alone, stopped);
    const rounds: Round[] = [];
    for (let number = 1; number <= plan.rounds; number++) {
      const round = await driver.round(number, plan.requests).catch((error: unknown) => {
        if (rounds.length === 0 || !(error instanceof NotReachedError)) throw error;
        return error.message;
      });
      if (typeof round === 'string') return driver.result(rounds, alone, round);
      rounds.push(round);
      onRound(round);
      if (rounds.length >= MOST_SILENT && rounds.slice(-MOST_SILENT).every(isSilent))
        return driver.result(
          rounds,
          alone,
          `no request was answered in ${MOST_SILENT} rounds, one after the other`,
        );
    }
    return driver.result(rounds, alone);
  } finally {
    await driver.putBack();
  }
}

/** The service cannot be reached; the message is a sentence. */
class NotReachedError extends Error {
  override readonly name = 'NotReachedError';
}

class Driver {
  readonly #plan: DrivePlan;
  readonly #terminal: Terminal;
  readonly #look: Look;
  readonly #run = randomUUID().slice(0, 8);
  #hold: Hold;
  /** The record that requests take from which name none. */
  #onlyKey: string | undefined;
  #hasReset = false;

  constructor(plan: DrivePlan, terminal: Terminal) {
    this.#plan = plan;
    this.#terminal = terminal;
    this.#look = new Look(plan, terminal);
    this.#hold = plan.hold;
  }

  async round(number: number, templates: readonly RequestTemplate[]): Promise<Round> {
    const place = { run: this.#run, number };
    const filling = fillingOf(templates[0]!, place);
    await this.#look.reset(filling, this.#within());
    this.#hasReset = true;
    const before = await this.#look.books();
    const requests = templates.map((request) => ({ key: this.#keyIn(before, request), ...request }));
    for (const request of requests) this.#expect(before, fillingOf(request, place).key);
    const sent = await sendRound(requests, place, this.#plan, this.#hold, this.#within()).catch(
      (error: unknown) => {
        if (!(error instanceof NotConnectedError)) throw error;
        const url = withoutPasswords(requests[0]!.calls.at(-1)!.url);
        throw new NotReachedError(
          `the service cannot be reached at ${clipped(url, 200)}: ${error.message}; is it started?`,
        );
      },
    );
    this.#terminal.interrupted.throwIfAborted();
    // It does not wait for the whole of a request: what it waits for is held instead.
    if (sent.some(({ isEarly }) => isEarly)) this.#hold = 'end of head';
    const round = { number, requests: sent, ...(before !== undefined && { before }) };
    return this.#look.after(round, filling, this.#within());
  }

  result(rounds: readonly Round[], alone: Round | undefined, stopped?: string): Driven {
    const { lateWrites } = this.#look;
    return { rounds, alone, ...(stopped !== undefined && { stopped }), hold: this.#hold, lateWrites };
  }

  /** Leaves the store as the reset leaves it. */
  async putBack(): Promise<void> {
    if (!this.#hasReset) return;
    const place = { run: this.#run, number: 0 };
    const signal = AbortSignal.timeout(this.#plan.timeoutMs);
    await this.#look.reset(fillingOf(this.#plan.requests[0]!, place), signal).catch((error: unknown) => {
      this.#terminal.stderr.write(`race-trace: at the end ${clipped((error as Error).message, 300)}\n`);
    });
  }

  #within(): AbortSignal {
    return AbortSignal.any([this.#terminal.interrupted, AbortSignal.timeout(this.#plan.timeoutMs)]);
  }

  /** The record of a request that names none: the only one in the books, or the path of its URL where there are no books. */
  #keyIn(books: Books | undefined, { calls }: RequestTemplate): string {
    // As it is written: what stands for its placeholders is filled in with the rest of the key.
    if (books === undefined) return /^https?:\/\/[^/?#]+([^?#]*)/i.exec(calls.at(-1)!.url)?.[1] ?? '';
    this.#onlyKey ??= books.size === 1 ? [...books.keys()][0] : undefined;
    return this.#onlyKey ?? '';
  }

  #expect(books: Books | undefined, key: string): void {
    if (books === undefined || books.has(key)) return;
    const names = clipped([...books.keys()].slice(0, 5).join(', '), 200);
    const which =
      key === ''
        ? 'which record do the requests take from?'
        : `the books have no record ${clipped(key, 80)}.`;
    throw new Error(`${which} Name it with --key, or as key of the request; the books have ${names}`);
  }
}

function isSilent({ requests }: Round): boolean {
  return requests.every(({ status }) => status === undefined);
}

/** Why nothing can be learnt from rounds, as a request alone shows it; undefined if it was served as it must be. */
function whyNoRounds(alone: Round, mostSuccesses: number | undefined): string | undefined {
  const { status, failure, result, bodyStart = '' } = alone.requests[0]!;
  const [fault] = faultsOf(alone, mostSuccesses);
  if (result !== 'success') {
    const answer = status === undefined ? `gets no answer (${failure ?? ''})` : `is answered with ${status}`;
    const body = bodyStart === '' ? '' : `: ${clipped(bodyStart, 120)}`;
    const refused = status !== undefined && status < 500 && status !== 404;
    const help = refused
      ? '; is there something left to take after the reset, or do "results" say what that status stands for?'
      : '';
    return `a request alone, right after the reset, ${answer}, which is no success${body}${help}`;
  }
  if (fault === undefined) return undefined;
  const [balance] = balancesOf(alone);
  if (balance?.taken === 0 && balance.confirmed > 0)
    return 'a request alone is told a success, and the books stay as they are: does it reach this store and this record, or does the service answer from a cache or write later?';
  return `a request alone, right after the reset, is wrong already: ${fault}; this is no race, or the books or the invariant are not right`;
}
