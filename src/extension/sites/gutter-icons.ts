import * as vscode from 'vscode';

/** What a line is marked with: the step that was made there, or that it is to blame. */
export const GUTTER_SHAPES = ['blamed', 'write', 'read', 'confirm'] as const;
export type GutterShape = (typeof GUTTER_SHAPES)[number];

/** The shapes of the swimlane, in a square of 16. */
const DRAWN: Readonly<Record<GutterShape, string>> = {
  blamed: '<path d="M8 2l5 6-5 6-5-6z" fill="COLOUR"/>',
  write: '<path d="M4 4h8v8H4z" fill="COLOUR"/>',
  read: '<circle cx="8" cy="8" r="4" fill="none" stroke="COLOUR" stroke-width="2"/>',
  confirm: '<path d="M5 3l7 5-7 5z" fill="COLOUR"/>',
};

/** An icon of the gutter is a picture, which knows no theme colours: these are what the themes of VS Code have for them. */
const COLOURS = {
  dark: { blamed: '#f14c4c', other: '#59a4f9' },
  light: { blamed: '#e51400', other: '#0063d3' },
} as const;

/** The icon of a shape for dark or light themes. */
export function gutterIcon(shape: GutterShape, theme: keyof typeof COLOURS): vscode.Uri {
  const colour = COLOURS[theme][shape === 'blamed' ? 'blamed' : 'other'];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16">${DRAWN[shape].replaceAll('COLOUR', colour)}</svg>`;
  return vscode.Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
}
