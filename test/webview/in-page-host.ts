import type { FromWebview, ToWebview } from '../../src/protocol.ts';
import { FIXTURES } from './fixtures/all.ts';
import type { Fixture } from './fixtures/fixture.ts';
import { THEMES } from './themes.ts';
import { answering, deliver, rest } from './under-way.ts';

/*
 * Stands where VS Code stands: it is loaded before the view, gives it `acquireVsCodeApi` and the theme's variables, and
 * answers its messages from a fixture. Messages cross a real window.postMessage, so they are cloned as in VS Code.
 */

/** The tests' handle on the page. */
export interface PageHandle {
  readonly posted: FromWebview[];
  send(message: unknown): void;
  setTheme(name: string): void;
  kept(): unknown;
  /** Resolves when the view has nothing left to do. */
  rest(): Promise<void>;
}

declare global {
  interface Window {
    raceTest: PageHandle;
    acquireVsCodeApi: () => unknown;
    /** Answers from a trace file, where a test has opened one. */
    askSample: (message: FromWebview) => Promise<readonly ToWebview[]>;
  }
}

const parameters = new URLSearchParams(location.search);
const fixture: Fixture = FIXTURES[parameters.get('fixture') ?? 'race']?.() ?? { opening: [] };

window.raceTest = {
  posted: [],
  send: deliver,
  setTheme: (name) => {
    const { bodyClass, variables } = THEMES[name]!;
    const { style } = document.documentElement;
    for (const property of [...style].filter((one) => one.startsWith('--vscode-')))
      style.removeProperty(property);
    for (const [key, value] of Object.entries(variables))
      if (value !== '') style.setProperty(`--vscode-${key}`, value);
    document.body.className = bodyClass;
    document.body.dataset.vscodeThemeKind = bodyClass;
  },
  kept: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
  rest,
};
window.raceTest.setTheme(parameters.get('theme') ?? 'dark');

window.acquireVsCodeApi = () => ({
  postMessage: (message: FromWebview) => {
    window.raceTest.posted.push(message);
    answer(message);
  },
  getState: () => window.raceTest.kept(),
  setState: (state: unknown) => {
    sessionStorage.setItem('state', JSON.stringify(state));
  },
});

function answer(message: FromWebview): void {
  const send = (reply: ToWebview): void => {
    window.raceTest.send(reply);
  };
  if (parameters.has('sample')) {
    void answering(async () => {
      (await window.askSample(message)).forEach(send);
    });
    return;
  }
  if (message.type === 'ready') fixture.opening.forEach(send);
  else if (message.type === 'lanes' && fixture.lanes !== undefined)
    send({ type: 'lanes', slice: fixture.lanes(message.request) });
  else if (message.type === 'select' && fixture.path !== undefined)
    send({
      type: 'selected',
      findingId: message.findingId,
      ...fixture.path(message.findingId, message.axis),
    });
  else if (message.type === 'inspect' && fixture.details !== undefined)
    send({ type: 'details', details: fixture.details(message.row) });
  else if (message.type === 'filter' && fixture.filter !== undefined) send(fixture.filter(message.text));
}
