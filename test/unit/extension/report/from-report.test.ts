import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseFromReport } from '../../../../src/extension/report/from-report.ts';

describe('parseFromReport', () => {
  for (const message of [
    { type: 'open-trace', findingId: 0 },
    { type: 'open-source', findingId: 7 },
    { type: 'save' },
  ] as const)
    it(`lets a ${message.type} message through unchanged`, () => {
      assert.deepEqual(parseFromReport(structuredClone(message)), message);
    });

  for (const [why, message] of Object.entries<unknown>({
    nothing: undefined,
    'an unknown type': { type: 'open', path: '/etc/passwd' },
    'a path beside the id': { type: 'open-trace', findingId: 1, path: '/etc/passwd' },
    'a path for an id': { type: 'open-source', findingId: '/etc/passwd' },
    'no number': { type: 'open-trace', findingId: NaN },
    'a negative id': { type: 'open-trace', findingId: -1 },
    'half an id': { type: 'open-source', findingId: 0.5 },
    'a file to save to': { type: 'save', path: '/etc/passwd' },
  }))
    it(`drops ${why}`, () => {
      assert.equal(parseFromReport(message), undefined);
    });
});
