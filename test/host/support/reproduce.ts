import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import type { Spot } from '../../spots.ts';
import { swimlane, type Swimlane } from './swimlane.ts';
import { parseSite, traceRows, type TraceRow } from './trace-rows.ts';
import { nextTaskEnd, runFromPalette, swimlaneInFront } from './window.ts';
import { workbench } from './workbench.ts';

/** The reproducer's unsafe trace in front, after the palette's command has run to its end. */
export interface Reproduced {
  readonly trace: vscode.Uri;
  readonly rows: readonly TraceRow[];
  /** The row that wrote from a version that had been replaced. */
  readonly stale: TraceRow;
  readonly lanes: Swimlane;
}

/** Runs the reproducer from the palette and waits for its swimlane. */
export async function reproduce(): Promise<Reproduced> {
  const ended = nextTaskEnd();
  await runFromPalette('Race Trace: Run race reproducer');
  const { task, exitCode } = await ended;
  assert.equal(exitCode, 0, `task "${task.name}"`);
  const { uri: trace, viewType } = await swimlaneInFront();
  assert.equal(viewType, 'raceTrace.swimlane');
  const rows = await traceRows(trace);
  const writes = rows.filter(({ write_version }) => write_version !== '');
  const stale = writes.toSorted((a, b) => Number(a.write_us) - Number(b.write_us)).at(-1);
  assert.ok(stale);
  return { trace, rows, stale, lanes: await swimlane() };
}

/** Clicks the mark of the stale write in the picture, where it stays when all of the picture is there. */
export async function openWrite({ lanes, stale: { request_id = '' } }: Reproduced): Promise<void> {
  const spot = await eventually(async () => {
    const found = await writeSpot(lanes, request_id);
    assert.deepEqual(await writeSpot(lanes, request_id), found, 'the picture still moves');
    return found;
  });
  await lanes.click(spot);
}

async function writeSpot(lanes: Swimlane, request: string): Promise<Spot> {
  const found = (await lanes.spots()).find(
    ({ text }) => text[0]?.startsWith(request) && text.at(-1) === 'Click opens the line of the write',
  );
  assert.ok(found, `no mark for the write of ${request}`);
  return found;
}

/** Waits until the text editor in front stands on the line that a site names, and returns that editor. */
export function editorAt(site: string): Promise<vscode.TextEditor> {
  const { path, line } = parseSite(site);
  return eventually(() => {
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor, 'no text editor is in front');
    assert.ok(
      editor.document.uri.path.endsWith(path),
      `${editor.document.uri.path} is in front, not ${path}`,
    );
    assert.equal(editor.selection.active.line + 1, line);
    return editor;
  });
}

/**
 * Runs a task and opens the Problem that it reports. On a busy machine VS Code was seen to have none after a run whose
 * output had it; a person would run the task again, and so it is done here, twice at most.
 */
export async function openProblemOf(task: vscode.Task, message: string): Promise<void> {
  for (let left = 2; ; left--) {
    const ended = nextTaskEnd();
    await vscode.tasks.executeTask(task);
    assert.equal((await ended).exitCode, 0);
    try {
      await openProblem(message);
      return;
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

/**
 * Opens a note of the Problems view with the mouse, as a person does who wants to see its line. A warning or an error would
 * not do: for either, VS Code takes the task for one that has failed.
 */
async function openProblem(message: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.actions.view.problems');
  const page = await workbench();
  const row = page.locator('.markers-panel .monaco-list-row', { hasText: message });
  await row
    .filter({ has: page.locator('.codicon-info') })
    .first()
    .dblclick({ timeout: 20_000 });
}
