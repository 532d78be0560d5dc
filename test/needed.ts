import { it } from 'node:test';
import { Stop } from '../scripts/stop.ts';

/**
 * What the tests of `what` need, such as a server. Where it cannot be had, a skipped test says so, with the command that would
 * change that; and stderr does, loudly.
 * @param suite in which these tests are
 */
export async function needed<T>(what: string, suite: string, find: () => Promise<T>): Promise<T | undefined> {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const reason = `${error.message}\nand then: ${suite}`;
    console.error(`\n*** NOT TESTED: ${what}. ***\n${reason}\n`);
    it(`${what}: NOT TESTED`, { skip: reason.replace(/\s+/g, ' ') });
    return undefined;
  }
}
