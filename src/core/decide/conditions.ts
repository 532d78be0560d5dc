/**
 * Under what a load runs besides its workload, by the names that criteria may allow to differ. What the variant itself is
 * made of is none: it is what is meant to differ.
 */
export const CONDITION_NAMES = [
  'store',
  'storeLatency',
  'workers',
  'admitted',
  'units',
  'code',
  'machine',
  'node',
] as const;
export type ConditionName = (typeof CONDITION_NAMES)[number];

/** Each condition as printable text; absent is one that is not recorded. */
export type Conditions = Readonly<Partial<Record<ConditionName, string>>>;

/** What is said of a condition, and which member of a manifest records it. */
export const CONDITION_WORDS: Readonly<Record<ConditionName, readonly [noun: string, member: string]>> = {
  store: ['store', 'store.kind'],
  storeLatency: ['added latency of the store', 'store.latency_ms'],
  workers: ['number of workers', 'workers'],
  admitted: ['number of admitted requests', 'admitted'],
  units: ['units of inventory', 'workload.units'],
  code: ['code of the service', 'code.service'],
  machine: ['machine', 'environment'],
  node: ['version of Node', 'environment.node'],
};
