import { laneColor, xOf, type Frame } from './frame.ts';

/** One part of a bar of the histogram. */
interface Part {
  readonly x: number;
  readonly bottom: number;
  readonly tall: number;
}

/**
 * Draws the attempts of lanes that hold more of them than pixels: a histogram per lane, each bar divided by how its
 * attempts ended. What is wrong has a part of its own in every bar, however small its share; its signs are the crowd's.
 */
export function paintDensity(frame: Frame): void {
  const { slice, geometry, index, theme, context } = frame;
  const bins = slice.density;
  if (bins === null) return;
  const [from, to] = slice.covers;
  const start = xOf(frame, from);
  const width = (xOf(frame, to) - start) / bins.bins;
  const most = Math.max(
    1,
    bins.count.reduce((a, b) => Math.max(a, b), 0),
  );
  index.lanes.forEach(({ lane, first, end }) => {
    const top = geometry.lines[first]!.top + 3;
    const last = geometry.lines[end - 1]!;
    const height = last.top + last.height - top - 3;
    const parts = { calm: [] as Part[], contended: [] as Part[], wrong: [] as Part[] };
    for (let bin = 0; bin < bins.bins; bin++) {
      const entry = lane * bins.bins + bin;
      const count = bins.count[entry]!;
      const x = start + bin * width;
      if (count === 0 || x + width < geometry.left || x > geometry.right) continue;
      // By the square root, so that a lone attempt is seen beside a burst.
      const tall = Math.max(2, height * 0.8 * Math.sqrt(count / most));
      const [wrong, contended] = shares(count, bins.contended[entry]!, bins.wrong[entry]!, tall);
      const bottom = top + height;
      parts.calm.push({ x, bottom, tall: tall - wrong - contended });
      if (contended > 0)
        parts.contended.push({ x, bottom: bottom - (tall - wrong - contended), tall: contended });
      if (wrong > 0) parts.wrong.push({ x, bottom: bottom - (tall - wrong), tall: wrong });
    }
    context.globalAlpha = index.focus.size > 0 ? theme.dim : 0.75;
    // One rectangle at a time, grouped by colour: a path of ten thousand rectangles takes many times as long to fill.
    for (const [name, color] of [
      ['calm', laneColor(frame, lane)],
      ['contended', theme.warning],
      ['wrong', theme.error],
    ] as const) {
      context.fillStyle = color;
      for (const { x, bottom, tall } of parts[name])
        context.fillRect(x, bottom - tall, Math.max(0.75, width - 0.25), tall);
    }
  });
  context.globalAlpha = 1;
}

/** Heights of what is wrong and of what is contended in a bar: by their shares, and at least a pixel where there is any. */
function shares(count: number, contended: number, wrong: number, tall: number): readonly [number, number] {
  const part = (of: number): number => (of === 0 ? 0 : Math.max(1.5, (tall * of) / count));
  const red = Math.min(tall, part(wrong));
  return [red, Math.min(tall - red, part(contended))];
}
