import { createGunzip } from 'node:zlib';

/**
 * Input is unpacked in slices, for zlib drops what it has unpacked of a slice that turns out to be damaged. So a slice
 * is small beside what came before it, and never large: damage costs the rows of 4 KiB, a bomb's slice is 4 MiB at most.
 */
const SLICE_BYTES = { least: 64, most: 4096, share: 1 / 16 };
/** Below this much output a bomb does no harm, and the ratio of a short file means nothing. */
const RATIO_MATTERS_BYTES = 64 * 1024 * 1024;

/** When to stop unpacking. */
export interface GunzipLimits {
  readonly outputBytes: number;
  /** Output bytes per input byte; traces pack 5 to 30 to 1. */
  readonly ratio: number;
}

/** Far above any trace, far below what fills a disk. */
export const GUNZIP_LIMITS: GunzipLimits = { outputBytes: 64 * 1024 ** 3, ratio: 250 };

/** Why the unpacked text ends too early. */
export interface GunzipStop {
  readonly kind: 'bad-gzip' | 'gzip-bomb';
  readonly message: string;
}

/** Whether a file begins as every gzip file does. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * Unpacks gzip as a stream, all members of it; zeros that pad the file are no member. Damage and bombs end the text after
 * the slices before them, and are told to `stop`; only an error of the source itself is thrown.
 */
export async function* gunzipped(
  chunks: AsyncIterable<Uint8Array>,
  limits: GunzipLimits,
  stop: (reason: GunzipStop) => void,
): AsyncGenerator<Uint8Array> {
  const gunzip = new Unpacker();
  let [input, output] = [0, 0];
  try {
    for await (const chunk of chunks) {
      for (let from = 0; from < chunk.length;) {
        const slice = chunk.subarray(from, from + sliceAfter(input));
        from += slice.length;
        input += slice.length;
        for (const piece of await gunzip.push(slice)) {
          output += piece.length;
          yield piece;
        }
        const reason = gunzip.failure ?? bombed(input, output, limits);
        if (reason === undefined) continue;
        stop(reason);
        return;
      }
    }
    yield* await gunzip.end();
    if (gunzip.failure !== undefined) stop(gunzip.failure);
  } finally {
    gunzip.destroy();
  }
}

function sliceAfter(input: number): number {
  const { least, most, share } = SLICE_BYTES;
  return Math.min(most, Math.round(least + input * share));
}

/** zlib's stream, one slice at a time; a failure is a value and does not lose what was unpacked before it. */
class Unpacker {
  readonly #gunzip = createGunzip();
  #unpacked: Buffer[] = [];
  /** Ends the wait for the stream: a failing stream does not call back. */
  #settle: () => void = () => undefined;
  /** The stream ends by itself where zeros follow the last member; it takes no more input then, and calls no callback. */
  #ended = false;
  failure: GunzipStop | undefined;

  constructor() {
    this.#gunzip.on('data', (piece: Buffer) => this.#unpacked.push(piece));
    this.#gunzip.once('end', () => {
      this.#ended = true;
      this.#settle();
    });
    this.#gunzip.on('error', ({ message }) => {
      this.failure ??= damaged(message);
      this.#settle();
    });
  }

  push(slice: Uint8Array): Promise<readonly Buffer[]> {
    return this.#after((done) => this.#gunzip.write(slice, done));
  }

  end(): Promise<readonly Buffer[]> {
    return this.#after(() => this.#gunzip.end());
  }

  destroy(): void {
    this.#gunzip.destroy();
  }

  /** What is unpacked when `call` is done, or when the stream has ended or failed. */
  async #after(call: (done: () => void) => unknown): Promise<readonly Buffer[]> {
    if (!this.#ended)
      await new Promise<void>((resolve) => {
        this.#settle = resolve;
        call(resolve);
      });
    const unpacked = this.#unpacked;
    this.#unpacked = [];
    return unpacked;
  }
}

function bombed(input: number, output: number, limits: GunzipLimits): GunzipStop | undefined {
  const stop = (what: string): GunzipStop => ({
    kind: 'gzip-bomb',
    message: `the file unpacks to more than ${what}; the rest was not read`,
  });
  if (output > limits.outputBytes) return stop(`${limits.outputBytes} bytes`);
  if (output > RATIO_MATTERS_BYTES && output > input * limits.ratio)
    return stop(`${limits.ratio} times its size`);
  return undefined;
}

function damaged(reason: string): GunzipStop {
  return {
    kind: 'bad-gzip',
    message:
      reason === 'unexpected end of file'
        ? 'the gzip file is cut off; what follows is lost'
        : `the gzip data is damaged (${reason}); what follows is lost`,
  };
}
