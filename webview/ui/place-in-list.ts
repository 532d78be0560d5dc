import { format } from 'd3';
import type { FindingList } from '../../src/core/index.ts';
import type { Actions } from '../actions.ts';
import { h, setAttributes, setText } from './element.ts';
import { iconButton } from './toolkit.ts';

const count = format(',');

/** Where one is among the findings. */
export interface PlaceInList {
  readonly element: HTMLElement;
  readonly show: (findings: FindingList, findingId: number | null) => void;
}

/** Which finding of how many is selected, and the way to the next and the previous one. */
export function placeInList(actions: Actions): PlaceInList {
  const up = iconButton('↑', 'Previous finding (p)', () => {
    actions.step(-1);
  });
  const down = iconButton('↓', 'Next finding (n)', () => {
    actions.step(1);
  });
  const place = h('span', { class: 'place' });
  return {
    element: h(
      'div',
      { class: 'navigation', role: 'group', 'aria-label': 'From finding to finding' },
      up,
      place,
      down,
    ),
    show: ({ rows, matching }, findingId) => {
      const at = rows.findIndex(({ id }) => id === findingId);
      const all = `${count(rows.length)}${matching > rows.length ? '+' : ''}`;
      setText(place, matching === 0 ? 'none' : `${at < 0 ? '–' : count(at + 1)} of ${all}`);
      const unlisted = matching > rows.length;
      setAttributes(place, {
        title: unlisted && `The first ${count(rows.length)} of ${count(matching)} findings are listed.`,
      });
      up.disabled = down.disabled = rows.length === 0;
    },
  };
}
