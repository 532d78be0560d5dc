import type * as vscode from 'vscode';
import type { Replay } from '../core/index.ts';
import type { FromWebview } from '../protocol.ts';
import type { OpenTraces } from './editor/open-traces.ts';
import type { Selection } from './findings/selection.ts';
import type { Log } from './log.ts';
import type { SourceOpener } from './sites/source-opener.ts';

/** An action of the webview that is not about the trace's data. */
export type WebviewAction = Exclude<Extract<FromWebview, { type: 'action' }>['action'], 'reload'>;

/** What the parts of the extension share; made once, in `activate`. */
export interface Services {
  readonly log: Log;
  readonly traces: OpenTraces;
  readonly selection: Selection;
  readonly opener: SourceOpener;
  /** Does what a button of a trace's webview stands for. */
  readonly runAction: (action: WebviewAction, trace: vscode.Uri) => void;
  /** Plays a schedule again, on what it is of. */
  readonly replay: (replay: Replay) => void;
}
