import type { ViewState } from '../../src/protocol.ts';
import type { Actions } from '../actions.ts';
import { changed, type State, type View } from '../state.ts';
import { splitter } from './splitter.ts';

type Pane = keyof ViewState['panes'];

/** The least that the lanes between the panes need, in CSS pixels. */
const LANES = { width: 320, height: 220 } as const;

/** The panes around the lanes and the lines between them, by which each is made larger or smaller. */
export function panes(
  trace: HTMLElement,
  parts: Readonly<Record<Pane, HTMLElement>>,
  center: HTMLElement,
  actions: Pick<Actions, 'setPane'>,
): View {
  const between = (
    pane: Pane,
    name: string,
    vertical: boolean,
    isAfter: boolean,
    least: number,
  ): HTMLElement =>
    splitter({
      ...{ name, vertical, isAfter, least },
      className: `splitter-${pane}`,
      measure: () => {
        const [own, others] = [parts[pane].getBoundingClientRect(), center.getBoundingClientRect()];
        const size = vertical ? own.width : own.height;
        const spare = vertical ? others.width - LANES.width : others.height - LANES.height;
        return { size, most: Math.max(size + spare, least) };
      },
      onSize: (size) => {
        actions.setPane(pane, size);
      },
    });
  trace.append(
    between('keys', 'Width of the keys', true, false, 110),
    between('path', 'Width of the code path', true, true, 260),
    between('findings', 'Height of the findings', false, true, 72),
  );
  return {
    element: trace,
    render: (state: State, previous) => {
      if (!changed(state, previous, 'panes')) return;
      for (const pane of Object.keys(parts) as Pane[]) {
        const size = state.panes[pane];
        if (size === null) trace.style.removeProperty(`--pane-${pane}`);
        else trace.style.setProperty(`--pane-${pane}`, `${size}px`);
      }
    },
  };
}
