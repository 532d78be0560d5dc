import * as vscode from 'vscode';
import { MARKS, withGlyph } from '../../core/words/signs.ts';
import { GUTTER_SHAPES, gutterIcon, type GutterShape } from './gutter-icons.ts';
import type { MarkedLine, MarkedSteps } from './marked-steps.ts';

/** Marks the lines of all workers of a finding, in every editor that shows one of them, as long as it does. */
export class StepDecorations {
  readonly #marked: MarkedSteps;
  readonly #types = GUTTER_SHAPES.map((shape) => ({ shape, type: decorationType(shape) }));
  readonly #listeners: readonly vscode.Disposable[];

  constructor(marked: MarkedSteps) {
    this.#marked = marked;
    const markAll = (): void => {
      for (const editor of vscode.window.visibleTextEditors) this.#mark(editor);
    };
    this.#listeners = [
      marked.onDidChange(markAll),
      vscode.window.onDidChangeVisibleTextEditors(markAll),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('editor.codeLens')) markAll();
      }),
    ];
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    for (const { type } of this.#types) type.dispose();
  }

  #mark(editor: vscode.TextEditor): void {
    const { document } = editor;
    const hasLenses = vscode.workspace.getConfiguration('editor', document).get('codeLens') !== false;
    const marks = [...this.#marked.linesOf(document)].map(([line, here]) => ({
      shape: shapeOf(here),
      option: decoration(document.lineAt(line - 1).range, here, hasLenses),
    }));
    for (const { shape, type } of this.#types)
      editor.setDecorations(
        type,
        marks.filter((mark) => mark.shape === shape).map(({ option }) => option),
      );
  }
}

function decorationType(shape: GutterShape): vscode.TextEditorDecorationType {
  const isBlamed = shape === 'blamed';
  const ink = isBlamed ? 'editorError.foreground' : 'editorCodeLens.foreground';
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor(
      isBlamed ? 'diffEditor.removedLineBackground' : 'editor.rangeHighlightBackground',
    ),
    overviewRulerColor: new vscode.ThemeColor(isBlamed ? 'editorError.foreground' : 'charts.blue'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
    gutterIconSize: 'contain',
    dark: { gutterIconPath: gutterIcon(shape, 'dark') },
    light: { gutterIconPath: gutterIcon(shape, 'light') },
    after: { margin: '0 0 0 2em', color: new vscode.ThemeColor(ink) },
  });
}

/** The shape that says most of a line: of several steps there, the one to blame, else a write. */
function shapeOf(here: readonly MarkedLine[]): GutterShape {
  const shapes = here.map(({ offending, step }) => (offending ? 'blamed' : step));
  return GUTTER_SHAPES.find((shape) => shapes.includes(shape)) ?? 'write';
}

/** Where CodeLens is switched off, what was done stands after the line, which the edge of a narrow editor may cut. */
function decoration(
  range: vscode.Range,
  here: readonly MarkedLine[],
  hasLenses: boolean,
): vscode.DecorationOptions {
  const marked = (words: string, offending: boolean) => (offending ? withGlyph(MARKS.bad, words) : words);
  // What a trace says is text, whatever it looks like: no Markdown, no links, no commands.
  const hover = new vscode.MarkdownString().appendText(
    here.map(({ note, offending }) => marked(note, offending)).join('\n'),
  );
  if (hasLenses) return { range, hoverMessage: hover };
  const contentText = here.map(({ act, offending }) => marked(act, offending)).join('   ');
  return { range, hoverMessage: hover, renderOptions: { after: { contentText } } };
}
