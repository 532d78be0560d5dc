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
    show: ({ ids, matching }, findingId) => {
      const at = findingId === null ? -1 : ids.indexOf(findingId);
      const isCapped = matching > ids.length;
      const all = `${count(ids.length)}${isCapped ? '+' : ''}`;
      setText(place, matching === 0 ? 'none' : `${at < 0 ? '–' : count(at + 1)} of ${all}`);
      setAttributes(place, {
        title: isCapped && `The first ${count(ids.length)} of ${count(matching)} findings are listed.`,
      });
      up.disabled = down.disabled = ids.length === 0;
    },
  };
}
