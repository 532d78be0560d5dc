import type { Overview } from '../../src/core/index.ts';
import type { Actions } from '../actions.ts';
import { changed, type State, type Stretch, type View } from '../state.ts';
import type { Theme } from '../theme/theme.ts';
import { sharpCanvas } from '../ui/canvas.ts';
import { h, replaceChildren, setAttributes, setText } from '../ui/element.ts';
import { brushOf, dragged, gripAt, type Brush, type Grip } from './brush.ts';
import { hasLatency, overviewX, paintOverview } from './paint-overview.ts';
import { counted } from '../../src/core/words/numbers.ts';

const HEIGHT = 58;

const CURSOR: Readonly<Record<Grip, string>> = {
  move: 'grab',
  from: 'ew-resize',
  to: 'ew-resize',
  new: 'crosshair',
};

/** The strip over the lanes: the whole run, and which part of it the lanes show. */
export class OverviewView implements View {
  readonly #canvas = sharpCanvas(h('canvas', { class: 'overview-canvas', role: 'img' }));
  readonly #title = h('h2', { class: 'overview-title' });
  readonly #legend = h('span', { class: 'overview-legend' });
  readonly element = h(
    'section',
    { class: 'overview', 'aria-label': 'Whole run' },
    h('div', { class: 'overview-head' }, this.#title, this.#legend),
    this.#canvas.element,
  );
  readonly #actions: Actions;
  readonly #requestFrame: () => void;
  /** What the lanes show and how to change it; they know the limits. */
  readonly #lanes: { readonly view: Stretch | undefined; setView(view: Stretch): void };
  #theme: Theme;
  #width = 0;
  #state: State | undefined;
  #drawn = '';
  #drag:
    { readonly grip: Grip | null; readonly from: number; readonly view: Stretch; moved: boolean } | undefined;

  constructor(
    actions: Actions,
    theme: Theme,
    lanes: { readonly view: Stretch | undefined; setView(view: Stretch): void },
    requestFrame: () => void,
  ) {
    this.#actions = actions;
    this.#theme = theme;
    this.#lanes = lanes;
    this.#requestFrame = requestFrame;
    this.#listen();
    new ResizeObserver(() => {
      this.#width = this.#canvas.element.clientWidth;
      this.#drawn = '';
      requestFrame();
    }).observe(this.#canvas.element);
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#drawn = '';
    this.#requestFrame();
  }

  render(state: State, previous: State | undefined): void {
    this.#state = state;
    if (state.content.kind !== 'trace') return;
    const { overview } = state.content;
    if (changed(state, previous, 'matches')) this.#drawn = '';
    if (changed(state, previous, 'content')) {
      setText(this.#title, overview.title);
      replaceChildren(
        this.#legend,
        hasLatency(overview) ? h('span', { class: 'latency' }, '— p99 latency') : null,
        overview.findingAt.length > 0 ? h('span', { class: 'finding' }, '   ♦ finding') : null,
      );
      this.#drawn = '';
    }
    if (this.#width === 0) return;
    const brush = this.#brush(overview);
    const now = `${brush?.from ?? ''} ${brush?.to ?? ''} ${state.findingId ?? ''} ${this.#width}`;
    if (now === this.#drawn) return;
    this.#drawn = now;
    setAttributes(this.#canvas.element, { 'aria-label': describe(overview) });
    this.#canvas.resize(this.#width, HEIGHT);
    paintOverview({
      context: this.#canvas.context,
      theme: this.#theme,
      overview,
      width: this.#width,
      height: HEIGHT,
      brush,
      selected: state.findingId,
      lit: state.matches.lit,
    });
  }

  /** Where the lanes' stretch lies in the whole run; null where they count ranks and the run does not. */
  #brush(overview: Overview): Brush | null {
    const { view } = this.#lanes;
    const { content, axis } = this.#state ?? {};
    const both = content?.kind === 'trace' && content.summary.hasTimes && axis === 'time';
    return view === undefined || !both ? null : brushOf(view, wholeOf(overview), this.#width);
  }

  #listen(): void {
    const canvas = this.#canvas.element;
    canvas.addEventListener('pointerdown', (event) => {
      const overview = this.#overview();
      const brush = overview === undefined ? null : this.#brush(overview);
      const { view } = this.#lanes;
      if (view === undefined || event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      const grip = brush === null ? null : gripAt(brush, event.offsetX);
      this.#drag = { grip, from: event.offsetX, view, moved: false };
    });
    canvas.addEventListener('pointermove', (event) => {
      this.#move(event);
    });
    canvas.addEventListener('pointerup', (event) => {
      const drag = this.#drag;
      this.#drag = undefined;
      if (drag?.moved === false) this.#press(event.offsetX);
    });
    canvas.addEventListener('pointercancel', () => {
      this.#drag = undefined;
    });
  }

  #move(event: PointerEvent): void {
    const drag = this.#drag;
    const overview = this.#overview();
    if (overview === undefined) return;
    const brush = this.#brush(overview);
    const grip = drag === undefined ? brush && gripAt(brush, event.offsetX) : drag.grip;
    this.#canvas.element.style.cursor = grip === null ? 'default' : CURSOR[grip];
    if (!drag?.grip || (!drag.moved && Math.abs(event.offsetX - drag.from) < 3)) return;
    drag.moved = true;
    const pixels = { from: drag.from, to: event.offsetX };
    this.#lanes.setView(dragged(drag.grip, drag.view, wholeOf(overview), this.#width, pixels));
  }

  /** A press selects the finding under it; on open ground it takes the brush there. */
  #press(x: number): void {
    const overview = this.#overview();
    const { view } = this.#lanes;
    if (overview === undefined || view === undefined) return;
    let nearest = -1;
    let distance = 7;
    overview.findingAt.forEach((at, i) => {
      const far = Math.abs(overviewX(overview, this.#width, at) - x) + overview.findingLevel[i]! * 0.1;
      if (far < distance) [nearest, distance] = [i, far];
    });
    if (nearest >= 0) {
      this.#actions.select(overview.findingId[nearest]!);
      return;
    }
    // Open ground is a place to go to only where the lanes lie on the same axis.
    if (this.#brush(overview) === null) return;
    const middle = overview.from + (x / this.#width) * (overview.to - overview.from);
    const half = (view[1] - view[0]) / 2;
    this.#lanes.setView([middle - half, middle + half]);
  }

  #overview(): Overview | undefined {
    const { content } = this.#state ?? {};
    return content?.kind === 'trace' ? content.overview : undefined;
  }
}

function wholeOf({ from, to }: Overview): Stretch {
  return [from, Math.max(to, from + 1e-9)];
}

function describe({ title, findingAt, faults }: Overview): string {
  return `${title}. ${counted(findingAt.length, 'finding')} with a place, ${counted(faults.length, 'stretch', 'stretches')} with a fault.`;
}
