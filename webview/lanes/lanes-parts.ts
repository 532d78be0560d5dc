import { sharpCanvas, type SharpCanvas } from '../ui/canvas.ts';
import { h, nextId } from '../ui/element.ts';

const HELP =
  'Left and right arrow pan, plus and minus zoom, 0 shows the whole key, f the selected finding, j and k go from attempt to attempt, Enter opens the source line, i shows all columns. The findings table below says the same in words.';

/** The elements of the lanes. */
export interface LanesParts {
  readonly element: HTMLElement;
  /** Holds as much height as the lanes need, and the canvas that stands still in it. */
  readonly scroller: HTMLElement;
  readonly spacer: HTMLElement;
  readonly canvas: SharpCanvas;
  /** Says why nothing is drawn. */
  readonly message: HTMLElement;
  /** Leads to the selected finding where that is out of sight. */
  readonly toSelection: HTMLElement;
  /** What the keyboard's cursor is on, for a screen reader. */
  readonly spoken: HTMLElement;
}

/** Makes the elements, with the names and descriptions that stand in for the picture where it is not seen. */
export function lanesParts(): LanesParts {
  const canvas = sharpCanvas(h('canvas', { class: 'lanes-canvas', role: 'img' }));
  const spacer = h('div', { class: 'lanes-content' }, canvas.element);
  const message = h('p', { class: 'lanes-message', hidden: true });
  const spoken = h('div', { class: 'sr-only', 'aria-live': 'polite' });
  const toSelection = h('button', {
    type: 'button',
    class: 'to-selection',
    hidden: true,
    title: 'Back to the selected finding (f)',
  });
  const helpId = nextId();
  const scroller = h(
    'div',
    {
      class: 'lanes-scroller',
      tabindex: 0,
      role: 'group',
      'aria-label': 'Lanes',
      'aria-describedby': helpId,
    },
    spacer,
  );
  const element = h(
    'section',
    { class: 'lanes', 'aria-label': 'Swimlane' },
    h('h2', { class: 'sr-only' }, 'Swimlane'),
    h('p', { class: 'sr-only', id: helpId }, HELP),
    scroller,
    message,
    toSelection,
    spoken,
  );
  return { element, scroller, spacer, canvas, message, toSelection, spoken };
}
