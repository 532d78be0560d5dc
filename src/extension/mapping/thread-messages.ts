import type { Choices } from '../../ingest/guess/choose.ts';
import type { MappingView } from '../../ingest/guess/mapping-view.ts';

/** The file that is looked at, as a config names it, and what was chosen so far. */
export interface MappingTask {
  readonly path: string;
  readonly files: string;
  readonly choices: Choices;
}

export type FromMappingThread =
  | { readonly type: 'seen'; readonly view: MappingView }
  /** A sentence for people. */
  | { readonly type: 'unusable'; readonly text: string };
