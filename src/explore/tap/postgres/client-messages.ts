import { splitStatements } from '../sql/split.ts';
import type { Statement } from '../unit.ts';
import type { Expected } from './answers.ts';
import { FRONTEND, FrameFields, frameOf } from './framing.ts';
import { Names, type Portal, type Prepared } from './prepared.ts';
import { formatAt, textOf } from './values.ts';

/** What a client sent at once. */
export interface Piece {
  readonly bytes: Buffer;
  readonly statements: readonly Statement[];
  /** Statements that were prepared in it. */
  readonly prepared: readonly string[];
  /** The answers that it asks for, in their order. */
  readonly expected: readonly Expected[];
  /** Whether it is a unit, data of a copy, or the last that the client has to say. */
  readonly kind: 'unit' | 'data' | 'terminate';
  /** Undefined where all of it is understood. */
  readonly notUnderstood: string | undefined;
}

const FLUSH = frameOf('H', Buffer.alloc(0));
const NOTHING: Statement = { text: '', parameters: [] };

/** Collects the messages of a client, one after the other, until they make a {@link Piece}. */
export class ClientMessages {
  readonly #statements = new Names<Prepared>();
  readonly #portals = new Names<Portal>();
  #frames: Buffer[] = [];
  #executed: Statement[] = [];
  #prepared: string[] = [];
  #expected: Expected[] = [];
  #notUnderstood: string | undefined;
  #bytes = 0;

  /** Takes a message; the piece that it ends, if it ends one. */
  take(frame: Buffer): Piece | undefined {
    this.#frames.push(frame);
    this.#bytes += frame.length;
    try {
      return this.#read(frame);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#notUnderstood = `a message ${String.fromCharCode(frame[0]!)} that is cut`;
      return undefined;
    }
  }

  /** What there is of a piece, where it has more bytes than this. The server is told not to keep its answers back. */
  cutIfAbove(bytes: number): Piece | undefined {
    if (this.#bytes <= bytes) return undefined;
    this.#frames.push(FLUSH);
    this.#notUnderstood = `more than ${bytes / 2 ** 20} MiB at once`;
    return this.#end();
  }

  /** The bytes of what has no end yet. */
  rest(): Buffer {
    return this.#end().bytes;
  }

  #read(frame: Buffer): Piece | undefined {
    const fields = new FrameFields(frame);
    switch (frame[0]) {
      case FRONTEND.query: {
        const statements = splitStatements(fields.text());
        this.#executed.push(...statements.map((text) => ({ text, parameters: [] })));
        this.#expected.push({ answer: 'query' });
        return this.#end();
      }
      case FRONTEND.parse:
        this.#parse(fields);
        return undefined;
      case FRONTEND.bind:
        this.#bind(fields);
        return undefined;
      case FRONTEND.describe:
        this.#describe(fields);
        return undefined;
      case FRONTEND.execute: {
        const portal = this.#portals.get(fields.text());
        this.#executed.push(portal?.statement ?? NOTHING);
        this.#expected.push({ answer: 'execute', portal });
        return undefined;
      }
      case FRONTEND.close: {
        const names = fields.byte() === 0x53 ? this.#statements : this.#portals;
        this.#expected.push({ answer: 'close', undo: names.set(fields.text(), undefined) });
        return undefined;
      }
      case FRONTEND.sync:
        this.#expected.push({ answer: 'sync' });
        return this.#end();
      case FRONTEND.flush:
        return this.#end();
      case FRONTEND.terminate:
        return this.#end('terminate');
      case FRONTEND.functionCall:
        this.#notUnderstood = 'a call of a function by its number';
        this.#expected.push({ answer: 'query' });
        return this.#end();
      default:
        this.#notUnderstood = `a message with the code ${frame[0]}`;
        return this.#end();
    }
  }

  #parse(fields: FrameFields): void {
    const [name, text] = [fields.text(), fields.text()];
    const parameterTypes = Array.from({ length: fields.int16() }, () => fields.int32());
    const prepared = { text, parameterTypes, columns: undefined };
    this.#prepared.push(text);
    this.#expected.push({ answer: 'parse', undo: this.#statements.set(name, prepared) });
  }

  #bind(fields: FrameFields): void {
    const portal = fields.text();
    const prepared = this.#statements.get(fields.text());
    const formats = Array.from({ length: fields.int16() }, () => fields.int16());
    const values = Array.from({ length: fields.int16() }, () => fields.value());
    const results = Array.from({ length: fields.int16() }, () => fields.int16());
    const parameters = values.map((value, at) =>
      textOf(value, formatAt(formats, at), prepared?.parameterTypes[at] ?? 0),
    );
    const bound =
      prepared === undefined
        ? undefined
        : { prepared, statement: { text: prepared.text, parameters }, formats: results };
    this.#expected.push({ answer: 'bind', undo: this.#portals.set(portal, bound) });
  }

  #describe(fields: FrameFields): void {
    const isStatement = fields.byte() === 0x53;
    const name = fields.text();
    const prepared = isStatement ? this.#statements.get(name) : this.#portals.get(name)?.prepared;
    this.#expected.push({ answer: 'describe', prepared });
  }

  #end(kind: Piece['kind'] = 'unit'): Piece {
    const piece: Piece = {
      bytes: this.#frames.length === 1 ? this.#frames[0]! : Buffer.concat(this.#frames),
      statements: this.#executed,
      prepared: this.#prepared,
      expected: this.#expected,
      kind,
      notUnderstood: this.#notUnderstood,
    };
    [this.#frames, this.#executed, this.#prepared, this.#expected] = [[], [], [], []];
    this.#notUnderstood = undefined;
    this.#bytes = 0;
    return piece;
  }
}

/** Bytes that belong to no unit. */
export function dataPiece(bytes: Buffer): Piece {
  return { bytes, statements: [], prepared: [], expected: [], kind: 'data', notUnderstood: undefined };
}
