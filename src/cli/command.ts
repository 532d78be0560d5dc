import type { Command } from 'commander';

/** Where a command prints. */
export interface TextOutput {
  write(text: string): void;
  /** Whether a person sees it as it comes. */
  readonly isTTY?: boolean;
}

/** What a command may write to and read from; injected, so that tests need no process. */
export interface Terminal {
  /** Results. With `--format json` exactly one JSON value is written here. */
  readonly stdout: TextOutput;
  /** Progress and errors. */
  readonly stderr: TextOutput;
  /** Whether text on stdout may carry colours. */
  readonly colour: boolean;
  /** Asks the person at the terminal; undefined where there is none, as in a pipe. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  /** Aborted by Ctrl-C; a command then ends in {@link EXIT.interrupted}. */
  readonly interrupted: AbortSignal;
  /** A file that is to say, as one JSON value, how far the command is: for a program that shows it elsewhere. */
  readonly progressFile?: string | undefined;
  /**
   * Whether lines of this program's own sources are named by their path on this disk, not by that within the project: for
   * a program that opens them and whose folder is another one.
   */
  readonly absoluteSites?: boolean;
}

/** A terminal as the process has it. */
export interface ProcessTerminal extends Omit<Terminal, 'stdout' | 'stderr'> {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/**
 * The folder of each command exports one of these. It adds itself to the program and reports its exit code;
 * nothing but `main.ts` ends the process.
 */
export type AddCommand = (program: Command, terminal: Terminal, done: (exitCode: number) => void) => void;
