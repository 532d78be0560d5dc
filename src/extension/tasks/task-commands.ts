/** What a task can run, in the order in which it is offered; each is said in a line. */
export const TASK_COMMANDS = {
  reproduce: 'Two clients, one unit, one exact interleaving: unsafe and then conditional',
  baseline: 'One client, one worker, one request after another: the path without a race',
  load: 'Requests arrive as they do from many clients, on several workers: the race under load',
  fault: 'The load with lost answers, killed workers and other faults: whether the service recovers',
  retest: 'The workload of an earlier load run, again, on the mitigated service',
  all: 'The whole validation, one phase after the other, from one seed',
  drive: 'The requests of race-trace.json, sent to your own service at once, in rounds',
  explore: 'Every order of the statements of two requests of your own service, or of the steps of a module',
  tap: 'What each request of your own service does in its PostgreSQL, one request at a time',
} as const;

export type TaskCommand = keyof typeof TASK_COMMANDS;

/** What is no phase of a validation. */
const OTHERS = ['reproduce', 'drive', 'explore', 'tap'] as const;

/** The commands that are phases of a validation. */
export type Phase = Exclude<TaskCommand, (typeof OTHERS)[number]>;

/** Whether a command is a phase of a validation. */
export function isPhase(command: TaskCommand): command is Phase {
  return !OTHERS.some((other) => other === command);
}

/** How long each phase sends unless a task says otherwise; a retest takes as long as what it repeats. */
export const USUAL_DURATION: Readonly<Partial<Record<Phase, string>>> = {
  baseline: '10s',
  load: '10m',
  fault: '1m',
  all: '1m',
};
