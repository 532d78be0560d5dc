import type { QueryName } from './queries.ts';

/** What the analysis thread is started with; one thread serves one trace. */
export interface TraceToOpen {
  /** The file's name, for its format and for people. */
  readonly name: string;
  readonly source:
    | { readonly kind: 'file'; readonly path: string }
    /** Several files on disk that are one history. */
    | { readonly kind: 'files'; readonly paths: readonly [string, ...string[]] }
    /** From a file system that only the editor can read; the manifest's bytes are undefined if there is none. */
    | { readonly kind: 'bytes'; readonly trace: Uint8Array; readonly manifest: Uint8Array | undefined };
  /** The user's own column names, by the format's names. */
  readonly columnMap: ReadonlyMap<string, string>;
  readonly maxFindings: number;
}

/** What the thread is asked; its answer has the same id. */
export interface Question {
  readonly id: number;
  readonly query: QueryName;
  readonly argument: unknown;
}

export type FromThread =
  /** 0 to 1, or null where the size is unknown. */
  | { readonly type: 'progress'; readonly text: string; readonly fraction: number | null }
  | { readonly type: 'opened' }
  | {
      readonly type: 'unreadable';
      readonly text: string;
      readonly next: string;
      readonly isMappable: boolean;
    }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
