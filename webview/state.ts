import type {
  AttemptDetails,
  CodePath,
  FindingList,
  FindingName,
  FindingRow,
  KeyList,
  LaneSlice,
  Matches,
  Overview,
  TraceSummary,
} from '../src/core/index.ts';
import type { ViewState } from '../src/protocol.ts';
import type { Axis, LaneBy, Step } from '../src/core/words/terms.ts';

/** A stretch of the axis, in axis units; `from < to`. */
export type Stretch = readonly [from: number, to: number];

/** A step of an attempt, or the whole of it, that the pointer is on. */
export interface Pointed {
  readonly row: number;
  readonly step: Step | null;
}

/** What fills the window: the way to a trace, or the trace. */
type Content =
  | { readonly kind: 'loading'; readonly text: string; readonly fraction: number | null }
  | {
      readonly kind: 'unreadable';
      readonly text: string;
      readonly next: string;
      readonly isMappable: boolean;
    }
  | {
      readonly kind: 'trace';
      readonly summary: TraceSummary;
      readonly overview: Overview;
    };

/** Everything the view shows, in one value. */
export interface State {
  readonly content: Content;
  readonly keys: KeyList;
  /** The names of the worst keys of the whole trace, for completions. */
  readonly keyNames: readonly string[];
  readonly findings: FindingList;
  /** The rows of the list of findings that are here, by the finding's id. */
  readonly rows: ReadonlyMap<number, FindingRow>;
  /** The attempts that fit the filter; `text` is the filter that they were found for. */
  readonly matches: Matches & { readonly text: string };
  /** The attempt that a search has led to. */
  readonly sought: number | null;
  /** What the finding that is selected must be called, where only its place in the list was kept. */
  readonly expected: FindingName | null;
  /** What the pointer is on, in the picture or among the steps. */
  readonly pointed: Pointed | null;
  /** Position of the axis under the pointer. */
  readonly scrub: number | null;
  /** What the filter field holds. */
  readonly filter: string;
  readonly panes: ViewState['panes'];
  readonly keyId: number | null;
  readonly findingId: number | null;
  readonly laneBy: LaneBy;
  readonly axis: Axis;
  /** Visible stretch; null for the whole key. */
  readonly view: Stretch | null;
  /** Width of the lanes in CSS pixels; 0 until they are laid out. */
  readonly widthPx: number;
  readonly slice: LaneSlice | null;
  readonly codePath: CodePath | null;
  /** The step of the code path whose line was opened last. */
  readonly openedStep: number | null;
  readonly details: AttemptDetails | null;
  readonly notice: string;
}

/** No filter. */
export const NO_MATCHES: State['matches'] = { text: '', total: 0, lit: new Uint8Array(0), problem: '' };

/** A list without a finding. */
const NO_FINDINGS: FindingList = {
  rows: [],
  ids: new Int32Array(0),
  keyIds: new Int32Array(0),
  matching: 0,
  possible: [],
};

/** Before the host has said anything. */
export const INITIAL_STATE: State = {
  content: { kind: 'loading', text: 'Opening the trace…', fraction: null },
  keys: { rows: [], matching: 0 },
  keyNames: [],
  findings: NO_FINDINGS,
  rows: new Map(),
  matches: NO_MATCHES,
  sought: null,
  expected: null,
  pointed: null,
  scrub: null,
  filter: '',
  panes: { keys: null, path: null, findings: null },
  keyId: null,
  findingId: null,
  laneBy: 'worker',
  axis: 'time',
  view: null,
  widthPx: 0,
  slice: null,
  codePath: null,
  openedStep: null,
  details: null,
  notice: '',
};

/** Holds the state; a change names only the members that change. */
export interface Store {
  readonly get: () => State;
  readonly set: (change: Partial<State>) => void;
}

/** A store that calls `onChange` after every change, with the state before it. */
export function createStore(initial: State, onChange: (previous: State) => void): Store {
  let state = initial;
  return {
    get: () => state,
    set: (change) => {
      const previous = state;
      state = { ...state, ...change };
      onChange(previous);
    },
  };
}

/** A part of the window: an element, and how it follows the state. */
export interface View {
  readonly element: HTMLElement;
  /** Called once per frame in which something changed; `previous` is the state it last drew, if any. */
  render(state: State, previous: State | undefined): void;
}

/** Whether any of the named parts differs; true at the first render. */
export function changed(
  state: State,
  previous: State | undefined,
  ...names: readonly (keyof State)[]
): boolean {
  return previous === undefined || names.some((name) => state[name] !== previous[name]);
}
