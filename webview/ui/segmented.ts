import { h, setAttributes } from './element.ts';

/** A choice of two as pressed and unpressed buttons. */
export function segmented<T extends string>(
  name: string,
  choices: readonly (readonly [T, string])[],
  choose: (value: T) => void,
): { readonly element: HTMLElement; show(value: T, whyFixed: string): void } {
  const buttons = choices.map(([value, label]) => ({
    value,
    element: h(
      'button',
      {
        type: 'button',
        class: 'segment',
        'aria-pressed': false,
        on: {
          click: () => {
            choose(value);
          },
        },
      },
      label,
    ),
  }));
  const element = h(
    'div',
    { class: 'segmented', role: 'group', 'aria-label': name },
    ...buttons.map((one) => one.element),
  );
  return {
    element,
    show: (value, whyFixed) => {
      for (const one of buttons)
        setAttributes(one.element, {
          'aria-pressed': one.value === value,
          disabled: whyFixed !== '' && one.value !== value,
        });
      setAttributes(element, { title: whyFixed === '' ? false : whyFixed });
    },
  };
}
