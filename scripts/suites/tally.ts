/** How the tests ended. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /**
   * A line for each test that failed: its file, if known, and its name. For a file that failed as a whole: how its process
   * ended, and the last lines of its stderr.
   */
  readonly failures: readonly string[];
}

/** Environment variable with the path of the file that gets the {@link Tally} as JSON. */
export const TALLY_FILE = 'RACE_TRACE_TALLY';
