/**
 * Everything the host and the webview may say to each other. Ids cross this boundary; paths, commands and HTML do not.
 * Each side checks what arrives: the webview is fed by an untrusted trace, the host must not trust the webview.
 */
import type {
  AttemptDetails,
  CodePath,
  FindingList,
  FindingName,
  FindingRow,
  KeyList,
  LaneRequest,
  LaneSlice,
  Matches,
  Overview,
  TraceSummary,
} from './core/index.ts';
import type { Axis, LaneBy, Step } from './core/words/terms.ts';

/** What survives a reload of the window, kept by the webview; by names, for a file that has grown counts its ids anew. */
export interface ViewState {
  readonly key: string | null;
  readonly finding: FindingName | null;
  /** Where the finding stood when it was kept: a guess, to be held against its name. */
  readonly findingId: number | null;
  readonly laneBy: LaneBy;
  readonly axis: Axis;
  readonly filter: string;
  /** Sizes of the panes in CSS pixels, where the person has chosen one. */
  readonly panes: {
    readonly keys: number | null;
    readonly path: number | null;
    readonly findings: number | null;
  };
  /** Visible stretch in axis units. */
  readonly from: number | null;
  readonly to: number | null;
}

export type ToWebview =
  | {
      readonly type: 'loading';
      readonly text: string;
      /** 0 to 1, or null where the size is unknown. */ readonly fraction: number | null;
    }
  | {
      readonly type: 'unreadable';
      readonly text: string;
      readonly next: string;
      /** Whether the file has columns, which could be mapped to those of a trace. */
      readonly isMappable: boolean;
    }
  | {
      readonly type: 'trace';
      readonly summary: TraceSummary;
      readonly keys: KeyList;
      readonly findings: FindingList;
      readonly overview: Overview;
    }
  /** Answer to `filter`. */
  | {
      readonly type: 'filtered';
      readonly text: string;
      readonly keys: KeyList;
      readonly findings: FindingList;
      readonly matches: Matches;
    }
  /** Answer to `list`. */
  | { readonly type: 'listed'; readonly rows: readonly FindingRow[] }
  /** Answer to `seek`: the attempt, where it lies, and which of how many it is; nothing fits where it is null. */
  | {
      readonly type: 'sought';
      readonly match: {
        readonly row: number;
        readonly place: number;
        readonly of: number;
        readonly keyId: number;
        readonly focus: readonly [number, number];
      } | null;
    }
  /** Answer to `lanes`. */
  | { readonly type: 'lanes'; readonly slice: LaneSlice }
  /** A finding was selected, here, in the tree or in the editor; `focus` is the stretch to show. */
  | {
      readonly type: 'selected';
      readonly findingId: number;
      readonly keyId: number;
      readonly focus: readonly [number, number];
      readonly codePath: CodePath;
    }
  | { readonly type: 'details'; readonly details: AttemptDetails }
  /** Go to the finding after or before the selected one, in the list that the page shows. */
  | { readonly type: 'step'; readonly by: 1 | -1 }
  /** A short sentence for the status line, read out by a screen reader. */
  | { readonly type: 'notice'; readonly text: string };

export type FromWebview =
  | { readonly type: 'ready' }
  | { readonly type: 'filter'; readonly text: string }
  /** The rows of some findings that have come into sight. */
  | { readonly type: 'list'; readonly ids: readonly number[] }
  /** The attempt that fits the filter after or before another one, in the order of time. */
  | {
      readonly type: 'seek';
      readonly text: string;
      readonly row: number | null;
      readonly by: 1 | -1;
      readonly axis: Axis;
    }
  | { readonly type: 'lanes'; readonly request: LaneRequest }
  | { readonly type: 'select'; readonly findingId: number; readonly axis: Axis }
  | { readonly type: 'inspect'; readonly row: number }
  /** Open the source of one step of the code path, of one mark, or of both workers' lines. */
  | { readonly type: 'open-step'; readonly findingId: number; readonly stepId: number }
  | { readonly type: 'open-mark'; readonly row: number; readonly step: Step }
  | { readonly type: 'open-both'; readonly findingId: number }
  /** Let the reproducer play the order of a finding's steps. */
  | { readonly type: 'replay'; readonly findingId: number }
  | { readonly type: 'copy'; readonly findingId: number }
  | { readonly type: 'save-image'; readonly png: Uint8Array }
  | {
      readonly type: 'action';
      readonly action: 'run-reproducer' | 'open-sample' | 'open-as-text' | 'map-columns' | 'reload';
    };

/** What the report's page may ask for; ids are positions in the report's list of findings. */
export type FromReport =
  | { readonly type: 'open-trace'; readonly findingId: number }
  | { readonly type: 'open-source'; readonly findingId: number }
  /** Hold the two traces of the page against each other, the other way round, or open both. */
  | { readonly type: 'compare' | 'swap' | 'side-by-side' }
  | { readonly type: 'save' };
