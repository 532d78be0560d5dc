/** The fields that a word of the filter may name, as in `worker:w1`, with an example of a value of each. */
export const FILTER_FIELDS = {
  key: 'seat-7',
  request: 'r-001',
  worker: 'w1',
  client: 'A',
  version: 'v3',
  result: 'timeout',
  latency: '>50',
  finding: 'stale',
} as const;
export type FilterField = keyof typeof FILTER_FIELDS;
