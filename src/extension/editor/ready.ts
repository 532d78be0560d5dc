import type { TraceDocument } from './trace-document.ts';

/** The session of a trace once it has been read; undefined if it cannot be. */
export function readyOf(document: TraceDocument): Promise<TraceDocument['session']> {
  if (document.state.kind !== 'loading') return Promise.resolve(document.session);
  return new Promise((resolve) => {
    const disposables = [
      document.onDidChange(({ state }) => {
        if (state.kind !== 'loading') done();
      }),
      document.onDidDispose(() => {
        done();
      }),
    ];
    const done = (): void => {
      for (const disposable of disposables) disposable.dispose();
      resolve(document.session);
    };
  });
}
