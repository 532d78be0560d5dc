import { Controller } from './controller.ts';
import { LanesView } from './lanes/lanes-view.ts';
import { lastBefore } from './lanes/step-at-pointer.ts';
import { pictureOf } from './lanes/picture.ts';
import { connectHost } from './messages/host.ts';
import { OverviewView } from './overview/overview-view.ts';
import { handleShortcut } from './shortcuts.ts';
import { createStore, INITIAL_STATE, type State, type View } from './state.ts';
import { onThemeChange, readTheme } from './theme/theme.ts';
import { codePathPanel } from './ui/code-path.ts';
import { h, setText } from './ui/element.ts';
import { emptyState, isEmpty } from './ui/empty-state.ts';
import { findingsTable } from './ui/findings-table.ts';
import { keyList } from './ui/key-list.ts';
import { Legend } from './lanes/legend.ts';
import { panes } from './ui/panes.ts';
import { registerToolkit } from './ui/toolkit.ts';
import { verdictBar } from './ui/verdict-bar.ts';
import { viewStateOf } from './view-state.ts';

/*
 * Start here. Messages and actions change the state; a change asks for a frame; the frame renders every view that the
 * change concerns, asks the host for lanes where they are missing, and keeps what shall survive a reload.
 */

registerToolkit();

const host = connectHost((message) => {
  controller.receive(message);
});
const store = createStore(INITIAL_STATE, requestFrame);
const controller = new Controller(host, store);

const theme = readTheme();
const lanes = new LanesView(controller, theme, requestFrame);
const overview = new OverviewView(controller, theme, lanes, requestFrame);
const bar = verdictBar(controller);
const legend = new Legend();
legend.setTheme(theme);
const status = h('p', { class: 'notice', role: 'status' });
const empty = emptyState(controller);
const keys = keyList(controller);
const codePath = codePathPanel(
  controller,
  () => {
    void saveImage();
  },
  lastBefore,
);
const findings = findingsTable(controller);

const center = h('div', { class: 'center' }, overview.element, lanes.element, legend.element);
const trace = h(
  'div',
  { class: 'trace' },
  bar.element,
  keys.element,
  center,
  codePath.element,
  findings.element,
);
const around = panes(
  trace,
  { keys: keys.element, path: codePath.element, findings: findings.element },
  center,
  controller,
);
const views: readonly View[] = [bar, keys, lanes, overview, legend, codePath, findings, around, empty];
document.documentElement.lang ||= 'en';
document.body.append(h('main', { class: 'app' }, trace, empty.element), status, lanes.tooltip.element);

let drawn: State | undefined;
let frame = 0;
let noticeTimer: number | undefined;
let keepTimer: number | undefined;

function requestFrame(): void {
  if (frame === 0) frame = requestAnimationFrame(render);
}

function render(): void {
  frame = 0;
  const state = store.get();
  const isAway = isEmpty(state);
  // Among the parts of the trace the sentence has a place of its own, where it covers none of them.
  const home = isAway ? document.body : trace;
  if (status.parentElement !== home) home.append(status);
  trace.hidden = isAway;
  for (const view of views) view.render(state, drawn);
  if (state.notice !== drawn?.notice) showNotice(state.notice);
  drawn = state;
  controller.ensureLanes();
  if (state.content.kind === 'trace') keepSoon();
}

/** Keeps the state at most ten times a second: each keeping is a message, and a drag has sixty frames in that time. */
function keepSoon(): void {
  if (keepTimer !== undefined) return;
  keepTimer = window.setTimeout(() => {
    keepTimer = undefined;
    host.keep(viewStateOf(store.get()));
  }, 100);
}

/** Shows a sentence for a while; read out at once by a screen reader, for it is a live region. */
function showNotice(text: string): void {
  setText(status, text);
  status.title = text;
  window.clearTimeout(noticeTimer);
  if (text !== '')
    noticeTimer = window.setTimeout(() => {
      store.set({ notice: '' });
    }, 8_000);
}

async function saveImage(): Promise<void> {
  if (lanes.frame !== undefined) controller.saveImage(await pictureOf(lanes.frame, store.get()));
}

onThemeChange(() => {
  const now = readTheme();
  for (const part of [lanes, overview, legend]) part.setTheme(now);
});
document.addEventListener('keydown', (event) => {
  handleShortcut(event, {
    actions: controller,
    lanes,
    state: store.get,
    focusFilter: bar.focusFilter,
    clearFilter: bar.clearFilter,
    help: legend,
  });
});

requestFrame();
host.post({ type: 'ready' });
