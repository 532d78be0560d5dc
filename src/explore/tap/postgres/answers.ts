import type { OpenUnit } from '../open-unit.ts';
import type { TransactionStatus } from '../unit.ts';
import { BACKEND, FrameFields } from './framing.ts';
import type { Column, Portal, Prepared } from './prepared.ts';
import { columnsOf, errorOf, rowOf, rowCountOf } from './server-messages.ts';

/** What the server answers to one message of a client. */
export type Expected =
  | { readonly answer: 'query' | 'sync' }
  | { readonly answer: 'parse' | 'bind' | 'close'; readonly undo: () => void }
  | { readonly answer: 'describe'; readonly prepared: Prepared | undefined }
  | { readonly answer: 'execute'; readonly portal: Portal | undefined };

interface Awaited {
  readonly expected: Expected;
  readonly unit: OpenUnit;
}

/** Rows of one statement that are kept. */
const MOST_ROWS = 100;
const STATUS: Readonly<Record<string, TransactionStatus>> = { I: 'idle', T: 'in-transaction', E: 'failed' };

/** The answers of the server, each given to the unit that asked for it. After an error the server skips what comes before the next Sync. */
export class Answers {
  readonly #shown: ReadonlySet<string>;
  #awaited: Awaited[] = [];
  #rows: ReadonlyMap<string, string | null | undefined>[] = [];
  #columns: readonly Column[] | undefined;
  #skips = false;
  #copiesIn = false;
  #copying: OpenUnit | undefined;
  #status: TransactionStatus = 'idle';
  #flushed: OpenUnit[] = [];

  /** @param shown columns whose values are read */
  constructor(shown: ReadonlySet<string>) {
    this.#shown = shown;
  }

  /** Whether messages with this code are looked into: rows only where a column of them is. */
  isWanted(code: number): boolean {
    return code !== BACKEND.copyData && (code !== BACKEND.dataRow || this.#shown.size > 0);
  }

  /** As the server said last. */
  get status(): TransactionStatus {
    return this.#status;
  }

  /** Whether the server takes data of a copy now, and nothing else. */
  get copiesIn(): boolean {
    return this.#copiesIn;
  }

  /** A unit goes to the server, which will answer it. */
  expect(expected: readonly Expected[], unit: OpenUnit): void {
    let endsInReady = false;
    for (const each of expected) {
      if (!this.#skips || each.answer === 'sync') {
        this.#awaited.push({ expected: each, unit });
        endsInReady ||= isReadied(each);
      } else if ('undo' in each) each.undo();
    }
    if (endsInReady) return;
    this.#flushed.push(unit);
    this.#endFlushed();
  }

  /**
   * The client ends the copy that it began in the extended protocol. The Sync that it sent behind its Execute came while the
   * server took data, and was not looked at.
   */
  syncsCopy(): boolean {
    const unit = this.#copying;
    if (unit === undefined) return false;
    this.#copying = undefined;
    this.#awaited.push({ expected: { answer: 'sync' }, unit });
    return true;
  }

  /** Takes a message of the server. */
  take(frame: Buffer): void {
    const awaited = this.#awaited[0];
    switch (frame[0]) {
      case BACKEND.parseComplete:
      case BACKEND.bindComplete:
      case BACKEND.closeComplete:
        this.#awaited.shift();
        break;
      case BACKEND.noData:
      case BACKEND.rowDescription:
        this.#describe(frame, awaited?.expected);
        break;
      case BACKEND.dataRow:
        this.#row(frame, awaited?.expected);
        break;
      case BACKEND.commandComplete:
      case BACKEND.emptyQuery:
      case BACKEND.portalSuspended:
        this.#complete(frame, awaited);
        break;
      case BACKEND.copyIn:
        this.#beginCopy(awaited);
        break;
      case BACKEND.error:
        this.#fail(frame, awaited);
        break;
      case BACKEND.readyForQuery:
        this.#ready(STATUS[String.fromCharCode(frame[5] ?? 0)] ?? 'idle');
        break;
      default:
        return;
    }
    this.#endFlushed();
  }

  #beginCopy(awaited: Awaited | undefined): void {
    this.#copiesIn = true;
    if (awaited?.expected.answer !== 'execute') return;
    this.#copying = awaited.unit;
    const sync = this.#awaited.findIndex(({ expected }) => expected.answer === 'sync');
    if (sync >= 0) this.#awaited.splice(sync, 1);
  }

  #describe(frame: Buffer, expected: Expected | undefined): void {
    const columns = frame[0] === BACKEND.noData ? [] : columnsOf(frame);
    if (expected?.answer !== 'describe') {
      this.#columns = columns;
      return;
    }
    if (expected.prepared !== undefined) expected.prepared.columns = columns;
    this.#awaited.shift();
  }

  #row(frame: Buffer, expected: Expected | undefined): void {
    // Without a column that is shown, only the head of the message is here.
    if (this.#shown.size === 0 || this.#rows.length >= MOST_ROWS) return;
    const portal = expected?.answer === 'execute' ? expected.portal : undefined;
    const columns = portal === undefined ? this.#columns : portal.prepared.columns;
    if (columns !== undefined) this.#rows.push(rowOf(frame, columns, portal?.formats, this.#shown));
  }

  #complete(frame: Buffer, awaited: Awaited | undefined): void {
    this.#copiesIn = false;
    if (awaited === undefined) return;
    const { expected, unit } = awaited;
    const isTagged = frame[0] === BACKEND.commandComplete;
    const tag = isTagged ? new FrameFields(frame).text() : undefined;
    const portal = expected.answer === 'execute' ? expected.portal : undefined;
    const columns = (portal === undefined ? this.#columns : portal.prepared.columns) ?? [];
    unit.answer({
      tag,
      rowCount: tag === undefined ? undefined : rowCountOf(tag),
      columns: columns.map(({ name }) => name),
      rows: this.#rows,
    });
    this.#rows = [];
    this.#columns = undefined;
    if (expected.answer === 'execute') this.#awaited.shift();
  }

  #fail(frame: Buffer, awaited: Awaited | undefined): void {
    this.#copiesIn = false;
    this.#rows = [];
    this.#columns = undefined;
    if (awaited === undefined) return;
    awaited.unit.fail(errorOf(frame));
    if (awaited.expected.answer === 'query') return;
    this.#skips = true;
    const sync = this.#awaited.findIndex(({ expected }) => expected.answer === 'sync');
    const skipped = this.#awaited.splice(0, sync < 0 ? this.#awaited.length : sync);
    for (const { expected } of skipped.reverse()) if ('undo' in expected) expected.undo();
  }

  #ready(status: TransactionStatus): void {
    this.#status = status;
    this.#copiesIn = false;
    this.#skips = false;
    const ready = this.#awaited.findIndex(({ expected }) => isReadied(expected));
    for (const { unit } of this.#awaited.splice(0, ready + 1)) unit.end(status);
  }

  /** Units that end in a Flush are done when nothing of them is awaited. */
  #endFlushed(): void {
    this.#flushed = this.#flushed.filter((flushed) => {
      if (this.#awaited.some(({ unit }) => unit === flushed)) return true;
      flushed.end(undefined);
      return false;
    });
  }
}

/** Whether the server says after it that it is ready. */
function isReadied({ answer }: Expected): boolean {
  return answer === 'sync' || answer === 'query';
}
