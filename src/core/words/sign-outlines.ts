import type { Shape } from './lane-signs.ts';

/** The corners of a sign around its middle, for a radius of 1; y runs down. */
export type Corners = readonly (readonly [x: number, y: number])[];

/** What is drawn of a shape, on a canvas and as SVG: a circle, or its corners. They are as large as each other to the eye. */
export const SIGN_OUTLINES: Readonly<Record<Shape, 'circle' | Corners>> = {
  circle: 'circle',
  square: [
    [-0.894, -0.894],
    [0.894, -0.894],
    [0.894, 0.894],
    [-0.894, 0.894],
  ],
  diamond: [
    [0, -1.766],
    [1.019, 0],
    [0, 1.766],
    [-1.019, 0],
  ],
  cross: [
    [-0.412, -1.237],
    [0.412, -1.237],
    [0.412, -0.412],
    [1.237, -0.412],
    [1.237, 0.412],
    [0.412, 0.412],
    [0.412, 1.237],
    [-0.412, 1.237],
    [-0.412, 0.412],
    [-1.237, 0.412],
    [-1.237, -0.412],
    [-0.412, -0.412],
  ],
  triangle: [
    [0, -1.241],
    [1.075, 0.62],
    [-1.075, 0.62],
  ],
  pointer: [
    [1.075, 0],
    [-0.537, 0.931],
    [-0.537, -0.931],
  ],
};

/** How far right of the first the second shape of a sign stands that is drawn twice, for a radius of 1. */
export const SECOND_SHIFT = 0.9;
