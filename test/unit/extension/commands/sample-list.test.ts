import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { SAMPLE_TRACES } from '../../../../src/extension/commands/sample-list.ts';

describe('the list of sample traces', () => {
  it('has every trace of the folder, once', () => {
    const folder = readdirSync(new URL('../../../../sample-traces', import.meta.url));
    const traces = folder.filter((name) => /\.trace\.(csv|ndjson|jsonl)(\.gz)?$/.test(name));
    assert.deepEqual(SAMPLE_TRACES.map(({ file }) => file).sort(), traces.sort());
  });

  it('begins with the race, and says of each what there is to see, in a line of a picker', () => {
    assert.equal(SAMPLE_TRACES[0]?.file, 'two-client-unsafe.trace.csv');
    for (const { see } of SAMPLE_TRACES) assert.ok(see.length > 40 && see.length <= 80, see);
  });
});
