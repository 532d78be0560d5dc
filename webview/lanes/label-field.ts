/** A box on the canvas, in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const BAND = 16;

/** A box that a label may cover, at a price. */
interface Shunned extends Box {
  readonly cost: number;
}

/**
 * Which parts of the canvas are taken. Labels are offered in the order of their importance, so the less important of
 * two that would overlap moves aside or is left out.
 */
export class LabelField {
  readonly #taken = new Map<number, Box[]>();
  readonly #shunned = new Map<number, Shunned[]>();

  /** Marks a box that no label may cover. */
  block(box: Box): void {
    add(this.#taken, box);
  }

  /** Marks a box, such as a piece of an arc, that a label covers only where every other place costs more. */
  shun(box: Box, cost: number): void {
    add(this.#shunned, { ...box, cost });
  }

  /**
   * Takes the cheapest candidate that is free; each place further down the list costs `reluctance` more than the one
   * before it.
   */
  place(candidates: readonly Box[], reluctance: number): Box | undefined {
    let best: Box | undefined;
    let least = Infinity;
    candidates.forEach((box, i) => {
      if (hit(this.#taken, box).length > 0) return;
      const covered = new Set(hit(this.#shunned, box));
      const cost = i * reluctance + [...covered].reduce((sum, one) => sum + one.cost, 0);
      if (cost < least) [best, least] = [box, cost];
    });
    if (best !== undefined) this.block(best);
    return best;
  }
}

function bandsOf(box: Box): number[] {
  const [first, last] = [Math.floor(box.y / BAND), Math.floor((box.y + box.height) / BAND)];
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function add<B extends Box>(field: Map<number, B[]>, box: B): void {
  for (const band of bandsOf(box)) {
    const boxes = field.get(band);
    if (boxes === undefined) field.set(band, [box]);
    else boxes.push(box);
  }
}

function hit<B extends Box>(field: Map<number, B[]>, box: Box): B[] {
  return bandsOf(box).flatMap((band) => field.get(band)?.filter((other) => overlap(box, other)) ?? []);
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
