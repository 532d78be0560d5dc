import type { Actions } from './actions.ts';
import type { LanesView } from './lanes/lanes-view.ts';
import type { State } from './state.ts';

/** What the keys act on. */
export interface ShortcutTargets {
  readonly actions: Actions;
  readonly lanes: LanesView;
  readonly state: () => State;
  readonly focusFilter: () => void;
  readonly toggleHelp: () => void;
}

/** Everything that the mouse can do, by keys. Lists handle their own arrows; a text field gets all its letters. */
export function handleShortcut(event: KeyboardEvent, targets: ShortcutTargets): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || isTyping(event)) return;
  const run = event.altKey
    ? altKeys(targets)[event.key]
    : (keys(targets)[event.key] ?? enterKey(event, targets));
  if (run === undefined) return;
  event.preventDefault();
  run();
}

function isTyping(event: KeyboardEvent): boolean {
  // The toolkit's field keeps its input in a shadow tree, so the first element of the path is asked.
  const [target] = event.composedPath();
  if (!(target instanceof HTMLInputElement)) return false;
  if (event.key === 'Escape') target.blur();
  return true;
}

type Keys = Partial<Record<string, () => void>>;

function keys({ actions, lanes, state, focusFilter, toggleHelp }: ShortcutTargets): Keys {
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
    '?': toggleHelp,
    // One thing at a time: first what was opened last.
    Escape: () => {
      if (state().details === null) actions.clearSelection();
      else actions.closeDetails();
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

/** Enter on the lanes opens the line of the attempt under the cursor, else that of the selected conflict. */
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
