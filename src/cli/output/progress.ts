import { writeFileSync } from 'node:fs';
import type { Terminal } from '../command.ts';

/** What is quicker is not announced. */
const QUIET_MS = 700;
/** How often a bar moves, and how often a line is written where there is no terminal. */
const BAR_EVERY_MS = 100;
const LINE_EVERY_MS = 5000;
const FILE_EVERY_MS = 500;
const BAR_WIDTH = 30;

/**
 * Shows on stderr how far a command is: a bar on a terminal, a plain line now and then elsewhere. Where the terminal
 * names a file for it, that gets the same as JSON: `label`, `done`, `total`, `note`.
 */
export class Progress {
  readonly #terminal: Terminal;
  readonly #label: string;
  readonly #onTerminal: boolean;
  #next: number;
  #nextInFile = 0;
  #shown = false;

  /** `label` is printable and says what is being done. */
  constructor(terminal: Terminal, label: string) {
    this.#terminal = terminal;
    this.#label = label;
    this.#onTerminal = terminal.stderr.isTTY === true;
    this.#next = performance.now() + QUIET_MS;
  }

  /** `done` of `total`, in any unit; an unknown total is 0. `note` says more of how things stand. */
  show(done: number, total: number, note = ''): void {
    const now = performance.now();
    if (now >= this.#nextInFile) {
      this.#nextInFile = now + FILE_EVERY_MS;
      this.#keep({ label: this.#label, done, total, note });
    }
    if (now < this.#next) return;
    this.#next = now + (this.#onTerminal ? BAR_EVERY_MS : LINE_EVERY_MS);
    this.#shown = true;
    const share = total > 0 ? Math.min(1, done / total) : 0;
    const percent = total > 0 ? `${Math.floor(100 * share)} %` : '';
    const tail = note === '' ? percent : `${percent}  ${note}`;
    if (this.#onTerminal) {
      const filled = Math.round(share * BAR_WIDTH);
      const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
      this.#terminal.stderr.write(`\r\u001b[K${this.#label} ${bar} ${tail}`);
    } else {
      this.#terminal.stderr.write(`${this.#label} ${tail}\n`);
    }
  }

  /** Writes the progress to its file; a reader that comes while it is written takes the next one. */
  #keep(progress: object): void {
    const { progressFile } = this.#terminal;
    if (progressFile === undefined) return;
    try {
      writeFileSync(progressFile, JSON.stringify(progress));
    } catch {
      // A run is not worth less because its progress cannot be watched.
    }
  }

  /** Takes the bar away. */
  end(): void {
    if (this.#shown && this.#onTerminal) this.#terminal.stderr.write('\r\u001b[K');
  }
}
