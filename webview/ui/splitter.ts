import { h, setAttributes } from './element.ts';

/** What a splitter moves: the size of one pane, in CSS pixels. */
export interface SplitterOptions {
  readonly name: string;
  /** The grid's area beside which it stands, for the style. */
  readonly className: string;
  readonly vertical: boolean;
  /** Whether the pane is after the splitter, so that a move towards the end makes it smaller. */
  readonly isAfter: boolean;
  readonly least: number;
  /** The pane's present size, and the largest that leaves the others readable. */
  readonly measure: () => { readonly size: number; readonly most: number };
  /** null gives the size back to the style. */
  readonly onSize: (size: number | null) => void;
}

/** One press of an arrow key moves it by so much. */
const STEP = 16;

/** A line between two panes that is dragged, or moved by the arrow keys; a double click gives the pane its own size back. */
export function splitter(options: SplitterOptions): HTMLElement {
  const { name, className, vertical, isAfter, least, measure, onSize } = options;
  const element = h('div', {
    class: `splitter ${className}`,
    role: 'separator',
    tabindex: 0,
    'aria-label': name,
    'aria-orientation': vertical ? 'vertical' : 'horizontal',
    'aria-valuemin': least,
  });
  const resize = (wanted: number): void => {
    const { most } = measure();
    const size = Math.round(Math.max(least, Math.min(most, wanted)));
    onSize(size);
    setAttributes(element, { 'aria-valuenow': size, 'aria-valuemax': Math.round(most) });
  };
  const tell = (): void => {
    const { size, most } = measure();
    setAttributes(element, {
      'aria-valuenow': Math.round(size),
      'aria-valuemax': Math.round(Math.max(size, most)),
    });
  };
  new ResizeObserver(tell).observe(element);
  let drag: { readonly at: number; readonly size: number } | undefined;
  const at = (event: PointerEvent): number => (vertical ? event.clientX : event.clientY);
  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    drag = { at: at(event), size: measure().size };
    event.preventDefault();
    element.focus();
  });
  element.addEventListener('pointermove', (event) => {
    if (drag !== undefined) resize(drag.size + (at(event) - drag.at) * (isAfter ? -1 : 1));
  });
  for (const end of ['pointerup', 'pointercancel'] as const)
    element.addEventListener(end, () => {
      drag = undefined;
    });
  element.addEventListener('dblclick', () => {
    onSize(null);
    tell();
  });
  element.addEventListener('keydown', (event) => {
    const [less, more] = vertical ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const by = event.key === more ? STEP : event.key === less ? -STEP : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    resize(measure().size + (isAfter ? -by : by));
  });
  return element;
}
