import type { Locator } from 'playwright-core';

/** Something of the picture that answers where the pointer stands on it, and where that is, in CSS pixels of it. */
export interface Spot {
  /** What the tooltip says, line by line. */
  readonly text: readonly string[];
  readonly x: number;
  readonly y: number;
}

/** Everything of the swimlane that answers the pointer, found by passing over its canvas in steps of three pixels. */
export async function spotsOf(picture: Locator): Promise<Spot[]> {
  return picture.evaluate((canvas) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const found = new Map<string, { text: string[]; points: [number, number][] }>();
    for (let y = 3; y < height; y += 3)
      for (let x = 3; x < width; x += 3) {
        canvas.dispatchEvent(new PointerEvent('pointermove', { clientX: left + x, clientY: top + y }));
        const tooltip = document.querySelector('[role=tooltip]:not([hidden])');
        if (tooltip === null) continue;
        const text = [...tooltip.children].map(({ textContent }) => textContent);
        const spot = found.get(text.join('\n')) ?? { text, points: [] };
        spot.points.push([x, y]);
        found.set(text.join('\n'), spot);
      }
    canvas.dispatchEvent(new PointerEvent('pointerleave'));
    // The point that is nearest to the middle of what answers alike: where a person would point.
    return [...found.values()].map(({ text, points }) => {
      const middle = [0, 1].map((at) => {
        const along = points.map((point) => point[at]!);
        return (Math.min(...along) + Math.max(...along)) / 2;
      });
      const far = (point: readonly number[]): number =>
        Math.hypot(point[0]! - middle[0]!, point[1]! - middle[1]!);
      const [x, y] = points.reduce((best, point) => (far(point) < far(best) ? point : best));
      return { text, x, y };
    });
  });
}
