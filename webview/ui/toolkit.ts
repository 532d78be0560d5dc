import { provideVSCodeDesignSystem, vsCodeButton } from '@vscode/webview-ui-toolkit';

/*
 * The toolkit is archived. Nothing but this file knows it: it registers the few elements we use under our own prefix
 * and hands out plain factories, so that another set of components is a change of one file. Its progress ring is not
 * used: it sets a style attribute, which the page's policy refuses; nor is its text field, which takes no completions.
 */

/** A push button of the toolkit. */
export type PushButton = HTMLElement & { appearance: 'primary' | 'secondary'; disabled: boolean };

/** Registers the elements; once, before the first factory is called. */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().withPrefix('race').register(vsCodeButton());
}

/** A push button with a text. */
export function button(
  label: string,
  onPress: () => void,
  options: { readonly primary?: boolean; readonly title?: string } = {},
): HTMLElement {
  const element = document.createElement('race-button') as PushButton;
  element.appearance = options.primary === true ? 'primary' : 'secondary';
  element.textContent = label;
  if (options.title !== undefined) element.title = options.title;
  element.addEventListener('click', onPress);
  return element;
}

/** A push button whose sign needs a spoken name. */
export function iconButton(sign: string, name: string, onPress: () => void): PushButton {
  const element = document.createElement('race-button') as PushButton;
  element.appearance = 'secondary';
  element.textContent = sign;
  element.title = name;
  element.ariaLabel = name;
  element.addEventListener('click', onPress);
  return element;
}
