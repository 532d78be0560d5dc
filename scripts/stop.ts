/** A reason to stop that the person can act on: shown as it is, without a stack. */
export class Stop extends Error {}

/** Runs a script's main function and sets the exit code; a {@link Stop} is printed plainly. */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof Stop ? error.message : error);
    process.exitCode = 2;
  }
}
