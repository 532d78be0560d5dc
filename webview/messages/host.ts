import type { FromWebview, ToWebview, ViewState } from '../../src/protocol.ts';
import { parseMessage, parseViewState } from './schema.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The other side of the boundary: everything this view may ask of the extension. */
export interface Host {
  post(message: FromWebview): void;
  /** Keeps the state over a reload of the window. */
  keep(state: ViewState): void;
  kept(): ViewState | undefined;
}

/** Connects to VS Code, once: messages that fit the protocol go to `onMessage`, all others are dropped. */
export function connectHost(onMessage: (message: ToWebview) => void): Host {
  const api = acquireVsCodeApi();
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = parseMessage(event.data);
    if (message !== undefined) onMessage(message);
  });
  return {
    post: (message) => {
      api.postMessage(message);
    },
    keep: (state) => {
      api.setState(state);
    },
    kept: () => parseViewState(api.getState()),
  };
}
