/** What `race-trace/explore` exports, for the modules that are explored. */
export { step } from './step.ts';
export { wrapped } from './wrapped.ts';
