/** Four clients of three steps each, which add one to a number and lose some of it: the same for all that are measured. */
export const CLIENTS = 4;
/** Orders of twelve steps of which each client's three stay in theirs. */
export const SCHEDULES = 369_600;

/** Performs one step. */
export type Step = <T>(name: string, action: () => T) => Promise<T>;

/** The number, and a client of it. */
export function counter() {
  let value = 0;
  return {
    reset: () => {
      value = 0;
    },
    value: () => value,
    client: async (step: Step) => {
      const seen = await step('read', () => value);
      await step('think', () => undefined);
      await step('write', () => {
        value = seen + 1;
      });
    },
  };
}
