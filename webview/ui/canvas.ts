/** A canvas as sharp as the screen, whatever its pixel ratio. */
export interface SharpCanvas {
  readonly element: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  /** Fits the backing store to a size in CSS pixels; drawing is in CSS pixels from then on. */
  resize(width: number, height: number): void;
}

/** Makes a canvas whose context draws in CSS pixels. */
export function sharpCanvas(element: HTMLCanvasElement): SharpCanvas {
  const context = element.getContext('2d', { alpha: false });
  if (context === null) throw new Error('This browser has no 2D canvas.');
  return {
    element,
    context,
    resize: (width, height) => {
      const ratio = window.devicePixelRatio;
      const [w, h] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
      if (element.width !== w) element.width = w;
      if (element.height !== h) element.height = h;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
    },
  };
}
