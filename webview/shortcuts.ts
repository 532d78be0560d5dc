import type { Actions } from './actions.ts';
import type { LanesView } from './lanes/lanes-view.ts';
import type { State } from './state.ts';
import type { Legend } from './lanes/legend.ts';

/** What the keys act on. */
export interface ShortcutTargets {
  readonly actions: Actions;
  readonly lanes: LanesView;
  readonly state: () => State;
  readonly focusFilter: () => void;
  /** Empties the filter; false if it was empty. */
  readonly clearFilter: () => boolean;
  readonly help: Pick<Legend, 'toggleHelp' | 'closeHelp'>;
}

/** Everything that the mouse can do, by keys. Lists handle their own arrows; a text field gets all its letters. */
export function handleShortcut(event: KeyboardEvent, targets: ShortcutTargets): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || isTyping(event, targets)) return;
  const run = event.altKey
    ? altKeys(targets)[event.key]
    : (keys(targets)[event.key] ?? enterKey(event, targets));
  if (run === undefined) return;
  event.preventDefault();
  run();
}

/** Letters are text in a field; Escape empties it, and leaves it once it is empty. */
function isTyping(event: KeyboardEvent, { clearFilter }: ShortcutTargets): boolean {
  // The toolkit's field keeps its input in a shadow tree, so the first element of the path is asked.
  const [target] = event.composedPath();
  if (!(target instanceof HTMLInputElement)) return false;
  if (event.key === 'Escape' && !clearFilter()) target.blur();
  return true;
}

type Keys = Partial<Record<string, () => void>>;

function keys({ actions, lanes, state, focusFilter, help }: ShortcutTargets): Keys {
  return {
    n: () => {
      actions.step(1);
    },
    p: () => {
      actions.step(-1);
    },
    ArrowLeft: () => {
      lanes.pan(-0.2);
    },
    ArrowRight: () => {
      lanes.pan(0.2);
    },
    '+': () => {
      lanes.zoomBy(1.6);
    },
    '=': () => {
      lanes.zoomBy(1.6);
    },
    '-': () => {
      lanes.zoomBy(1 / 1.6);
    },
    w: () => {
      lanes.zoomBy(1.2);
    },
    s: () => {
      lanes.zoomBy(1 / 1.2);
    },
    a: () => {
      lanes.pan(-0.2);
    },
    d: () => {
      lanes.pan(0.2);
    },
    f: () => {
      actions.refocus();
    },
    '0': () => {
      actions.setView(null);
    },
    j: () => {
      lanes.moveCursor(1);
    },
    k: () => {
      lanes.moveCursor(-1);
    },
    i: () => {
      if (lanes.cursor !== undefined) actions.inspect(lanes.cursor.row);
    },
    '/': focusFilter,
    '?': () => {
      help.toggleHelp();
    },
    // One thing at a time: first what lies on top of the others.
    Escape: () => {
      if (help.closeHelp()) return;
      if (state().details !== null) actions.closeDetails();
      else if (!actions.goBack()) actions.clearSelection();
    },
  };
}

function altKeys({ actions }: ShortcutTargets): Keys {
  return {
    ArrowDown: () => {
      actions.step(1);
    },
    ArrowUp: () => {
      actions.step(-1);
    },
  };
}

/** Enter on the lanes opens the line of the attempt under the cursor, else that of the selected finding. */
function enterKey(
  event: KeyboardEvent,
  { actions, lanes, state }: ShortcutTargets,
): (() => void) | undefined {
  if (
    event.key !== 'Enter' ||
    !(event.target instanceof Element) ||
    event.target.closest('.lanes-scroller') === null
  )
    return undefined;
  const { findingId } = state();
  const { cursor } = lanes;
  if (cursor !== undefined)
    return () => {
      actions.openMark(cursor.row, cursor.step);
    };
  return findingId === null
    ? undefined
    : () => {
        actions.openOffending(findingId);
      };
}
