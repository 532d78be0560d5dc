import { writeFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import type { TextOutput } from '../command.ts';

/** A line that a runner of a CI job would take for a command, whatever put it together. */
const COMMAND_LINE = /^(\s*):(?=:)/gm;
const BRACKET_COMMAND = /#(?=#\w*\[)/g;

/**
 * What a command prints on one stream. Nothing of it is a command of a CI job: `printable` sees to that in what a trace
 * says, and this where a line begins, whatever put it together. A write that fails is remembered, not thrown.
 */
export class Output implements TextOutput {
  readonly #stream: NodeJS.WritableStream;
  readonly isTTY: boolean;
  #failure: Error | undefined;
  #written: Promise<void> = Promise.resolve();

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
    this.isTTY = 'isTTY' in stream && stream.isTTY === true;
    // Told to every write too; without a listener it would end the process.
    stream.on('error', (error: Error) => (this.#failure ??= error));
  }

  write(text: string): void {
    this.#written = new Promise((resolve) => {
      this.#stream.write(inert(text), (error) => {
        if (error) this.#failure ??= error;
        resolve();
      });
    });
  }

  /** Resolves when all that was written has left this process, to why some of it could not. */
  async failure(): Promise<Error | undefined> {
    await this.#written;
    return this.#failure;
  }
}

function inert(text: string): string {
  return text.replace(COMMAND_LINE, String.raw`$1\u{3a}`).replace(BRACKET_COMMAND, String.raw`\u{23}`);
}

/** A stream into an open regular file; Node's own says nothing when a full disk takes only a part of a text. */
export function fileOutput(descriptor: number): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      try {
        writeFileSync(descriptor, chunk);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}
