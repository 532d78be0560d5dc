/*
 * Knows when the page has come to rest, without a guess at how long that takes: it counts what is under way, from
 * before the view is loaded.
 */

/** Timers that are longer are no work, but an end of something shown, such as a notice. */
const LONGEST_TIMER_MS = 1_000;
/** A page that is still busy then never rests. */
const DEADLINE_MS = 60_000;

const frames = new Set<number>();
const timers = new Set<number>();
let messages = 0;
let questions = 0;

const requestFrame = window.requestAnimationFrame.bind(window);
const cancelFrame = window.cancelAnimationFrame.bind(window);
const startTimer = window.setTimeout.bind(window);
const stopTimer = window.clearTimeout.bind(window);

window.requestAnimationFrame = (callback) => {
  const id = requestFrame((time) => {
    frames.delete(id);
    callback(time);
  });
  frames.add(id);
  return id;
};
window.cancelAnimationFrame = (id) => {
  frames.delete(id);
  cancelFrame(id);
};

function countedTimeout(callback: unknown, delayMs = 0, ...values: unknown[]): number {
  const id = startTimer(() => {
    timers.delete(id);
    if (typeof callback === 'function') (callback as (...all: unknown[]) => void)(...values);
  }, delayMs);
  if (delayMs <= LONGEST_TIMER_MS) timers.add(id);
  return id;
}
window.setTimeout = countedTimeout as typeof window.setTimeout;
window.clearTimeout = (id) => {
  timers.delete(Number(id));
  stopTimer(id);
};

window.addEventListener('message', () => {
  messages--;
});

/** Posts a message to the view. */
export function deliver(message: unknown): void {
  window.postMessage(message, '*');
  messages++;
}

/** Counts a question of the view as under way until `work`, which answers it, is done. */
export async function answering(work: () => Promise<void>): Promise<void> {
  questions++;
  try {
    await work();
  } finally {
    questions--;
  }
}

/** Resolves when nothing is under way: no frame, no short timer, no message to the view and no question of it. */
export async function rest(): Promise<void> {
  const end = performance.now() + DEADLINE_MS;
  for (let calm = 0; calm < 2;) {
    // The second frame begins when the first was laid out, and so when observers of sizes were told.
    await new Promise((resolve) => {
      requestFrame(() => requestFrame(resolve));
    });
    const underWay = { frames: frames.size, timers: timers.size, messages, questions };
    calm = Object.values(underWay).every((count) => count === 0) ? calm + 1 : 0;
    if (performance.now() > end) throw new Error(`The view does not rest: ${JSON.stringify(underWay)}`);
  }
}
