import { h, replaceChildren } from './element.ts';

/** A few lines of text beside the pointer; it never takes the pointer's events. */
export class Tooltip {
  readonly element = h('div', { class: 'tooltip', role: 'tooltip', hidden: true });
  #shown = '';
  #size = { width: 0, height: 0 };

  /** Shows lines near a point of the window, on the side where there is room. */
  show(lines: readonly string[], x: number, y: number): void {
    const text = lines.join('\n');
    this.element.hidden = false;
    if (text !== this.#shown) {
      this.#shown = text;
      replaceChildren(this.element, ...lines.map((line) => h('div', {}, line)));
      this.#size = { width: this.element.offsetWidth, height: this.element.offsetHeight };
    }
    const { width, height } = this.#size;
    const left = x + 14 + width > window.innerWidth ? x - width - 10 : x + 14;
    const top = y + 16 + height > window.innerHeight ? y - height - 10 : y + 16;
    // Moved by a transform: following the pointer must not lay the page out again.
    this.element.style.transform = `translate(${Math.max(4, Math.round(left))}px, ${Math.max(4, Math.round(top))}px)`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
