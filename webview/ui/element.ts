/*
 * The only ways in which this view makes elements and text. Everything goes through createElement, setAttribute on a
 * fixed list of names and text nodes, so text from a trace can never become markup.
 */

export type Child = Node | string | null | undefined;

type AttributeName =
  | 'class'
  | 'id'
  | 'role'
  | 'title'
  | 'tabindex'
  | 'type'
  | 'scope'
  | 'colspan'
  | 'rowspan'
  | 'disabled'
  | 'hidden'
  | 'open'
  | 'list'
  | 'value'
  | 'placeholder'
  | 'spellcheck'
  | 'autocomplete'
  | `aria-${string}`;

export type Attributes = Partial<Record<AttributeName, string | number | boolean>>;

export type Handlers = {
  readonly [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void;
};

/** A new element with attributes, event handlers and children; `false` leaves an attribute out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes & { readonly on?: Handlers } = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  const { on = {}, ...rest } = attributes;
  setAttributes(element, rest);
  for (const [name, handler] of Object.entries(on)) element.addEventListener(name, handler as EventListener);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Sets or, with `false`, removes attributes; touches the document only where a value changes. */
export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    const wanted = value === true && !name.startsWith('aria-') ? '' : String(value);
    if (value === false && !name.startsWith('aria-')) element.removeAttribute(name);
    else if (element.getAttribute(name) !== wanted) element.setAttribute(name, wanted);
  }
}

/** Replaces all children. */
export function replaceChildren(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}

/** Sets the text of an element where it differs, so that a live region does not speak twice. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Text of which a line breaks behind a divider before it breaks a word: a path, a name, a change of version. */
export function breakable(text: string, dividers = /(?<=[/\\_.:@→-])/u): Node[] {
  return text
    .split(dividers)
    .flatMap((part, i) => [
      ...(i === 0 ? [] : [document.createElement('wbr')]),
      document.createTextNode(part),
    ]);
}

/** Ids in this document are counters; nothing from a trace is ever an id. */
let ids = 0;
export function nextId(): string {
  ids += 1;
  return `rt-${ids}`;
}
