import { stepTaker } from './registry.ts';

/**
 * One step of a client: what happens in `action` is not interrupted by steps of other clients, and what is outside of steps
 * happens together with the step before it. Outside an exploration it just performs the action.
 * @param name what the step does, such as `read stock`; the same in every run
 */
export function step<T>(name: string, action: () => T | PromiseLike<T>): Promise<T> {
  return stepTaker()?.take(name, action) ?? performed(action);
}

async function performed<T>(action: () => T | PromiseLike<T>): Promise<T> {
  return action();
}
