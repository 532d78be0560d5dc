import type { Place } from '../search/runner.ts';

/** The places of all runs: equal ones are one object, and are found without making a text of them. */
export class PlaceTable {
  readonly #ready = new Map<string, Place>();
  readonly #over = new Map<string, Place>();
  readonly #parked = new Map<string, Place>();

  ready(label: string): Place {
    // What a step of the user's code touches is not known.
    return foundOr(this.#ready, label, () => ({ at: 'ready', label, footprint: undefined }));
  }

  parked(label: string): Place {
    return foundOr(this.#parked, label, () => ({ at: 'parked', label }));
  }

  over(code: string): Place {
    return foundOr(this.#over, code, () => ({ at: 'over', code }));
  }
}

function foundOr(places: Map<string, Place>, name: string, make: () => Place): Place {
  let place = places.get(name);
  if (place === undefined) places.set(name, (place = make()));
  return place;
}
