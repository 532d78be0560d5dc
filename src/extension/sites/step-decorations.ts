import * as vscode from 'vscode';
import { MARKS, withGlyph } from '../../core/words/signs.ts';
import type { Place } from './site-resolver.ts';

/** A line to mark: which attempt of the finding was there, and what it did. */
export interface MarkedLine {
  readonly place: Place;
  /** Printable, e.g. `w1 · r-001 read v1`. */
  readonly note: string;
  readonly offending: boolean;
}

/** Marks the lines of all workers of the selected finding, in every editor that shows one of them, as long as it does. */
export class StepDecorations {
  readonly #step = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    overviewRulerColor: new vscode.ThemeColor('charts.blue'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
    after: { margin: '0 0 0 2em', color: new vscode.ThemeColor('editorCodeLens.foreground') },
  });
  readonly #offending = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('diffEditor.removedLineBackground'),
    overviewRulerColor: new vscode.ThemeColor('editorError.foreground'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
    after: { margin: '0 0 0 2em', color: new vscode.ThemeColor('editorError.foreground') },
  });
  readonly #listener: vscode.Disposable;
  #lines: readonly MarkedLine[] = [];

  constructor() {
    this.#listener = vscode.window.onDidChangeVisibleTextEditors((editors) => {
      for (const editor of editors) this.#mark(editor);
    });
  }

  /** Marks these lines and no others. */
  show(lines: readonly MarkedLine[]): void {
    this.#lines = lines;
    for (const editor of vscode.window.visibleTextEditors) this.#mark(editor);
  }

  dispose(): void {
    this.#listener.dispose();
    this.#step.dispose();
    this.#offending.dispose();
  }

  #mark(editor: vscode.TextEditor): void {
    const uri = editor.document.uri.toString();
    const byLine = new Map<number, MarkedLine[]>();
    for (const line of this.#lines) {
      if (line.place.uri.toString() !== uri || line.place.line > editor.document.lineCount) continue;
      byLine.set(line.place.line, [...(byLine.get(line.place.line) ?? []), line]);
    }
    const marks = [...byLine].map(([line, here]) => ({
      offending: here.some(({ offending }) => offending),
      option: decoration(editor.document.lineAt(line - 1).range, here),
    }));
    editor.setDecorations(
      this.#offending,
      marks.filter(({ offending }) => offending).map(({ option }) => option),
    );
    editor.setDecorations(
      this.#step,
      marks.filter(({ offending }) => !offending).map(({ option }) => option),
    );
  }
}

function decoration(range: vscode.Range, here: readonly MarkedLine[]): vscode.DecorationOptions {
  // What is wrong comes first: the end of a long line may be out of sight.
  const notes = here
    .toSorted((a, b) => Number(b.offending) - Number(a.offending))
    .map(({ note, offending }) => (offending ? withGlyph(MARKS.bad, note) : note));
  // What a trace says is text, whatever it looks like: no Markdown, no links, no commands.
  const hover = new vscode.MarkdownString().appendText(notes.join('\n'));
  return { range, hoverMessage: hover, renderOptions: { after: { contentText: notes.join('   ') } } };
}
