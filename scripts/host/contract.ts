/** What the runner outside and the tests inside VS Code agree on. */

/** Environment variable that carries {@link HostTest} as JSON. */
export const HOST_TEST = 'RACE_TRACE_HOST_TEST';

/** Begins each line that the person should see; whatever else VS Code says goes to a log file. */
export const TEST_LINE = '▏';

/** What the tests need to know about where they run. All paths are absolute. */
export interface HostTest {
  /** Folder under `test/host`, e.g. `workspace`. */
  readonly scenario: string;
  readonly kind: 'desktop' | 'browser';
  /** Root of this project. */
  readonly root: string;
  /** Where the window lets itself be driven: Chromium's port, or Electron's. */
  readonly debuggingPort: number;
  /** Folder for screenshots. */
  readonly artifacts: string;
  /** Gets a {@link Tally} as JSON. */
  readonly outcomeFile: string;
  /** Only tests whose title contains this run; '' runs all. */
  readonly grep: string;
}
