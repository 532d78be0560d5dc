import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { analyze } from '../../../../src/core/index.ts';
import { read, rowsOf } from '../read.ts';
import { sampleText } from './sample.ts';

const SAMPLES = [
  ...['otlp.jsonl', 'jaeger.json', 'zipkin.json', 'k6.ndjson', 'k6.csv', 'jmeter.csv', 'vegeta.ndjson'],
  ...['debezium.ndjson', 'wal2json.ndjson', 'etcd-watch.ndjson'],
];
/** What stands for a value that another version, or a damaged file, has in its place. */
const VALUES = [
  ...['null', 'true', '[]', '{}', '""', '-1', '1e400', '12345678901234567890', '"NaN"', '[[1]]', '{"a":{}}'],
  ...[
    '"0/0"',
    '"2030-01-31T12:00:00Z"',
    '"__proto__"',
    '{"__proto__":1}',
    '[null]',
    `${'['.repeat(9000)}${']'.repeat(9000)}`,
  ],
];
/** A number, a text, an empty list or object in JSON, or a cell of CSV. */
const PLACE = /-?\d+(?:\.\d+)?|"[^"\n]*"|\[\]|\{\}|,/g;

const damaged = fc
  .tuple(
    fc.constantFrom(...SAMPLES),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...VALUES)), { minLength: 1, maxLength: 4 }),
    fc.option(fc.nat()),
  )
  .map(([name, changes, cut]) => {
    let text = sampleText(name);
    for (const [at, value] of changes) {
      const places = [...text.matchAll(PLACE)];
      const { index, 0: old } = places[at % places.length]!;
      text = text.slice(0, index) + value + text.slice(index + old.length);
    }
    return { name, text: cut === null ? text : text.slice(0, cut % text.length) };
  });

it('a damaged file of another program never throws, and its rows do not depend on the chunks', async () => {
  await fc.assert(
    fc.asyncProperty(damaged, fc.integer({ min: 1, max: 600 }), async ({ name, text }, chunkBytes) => {
      const whole = await read(text, { name });
      const pieces = await read(text, { name, chunkBytes });
      assert.deepEqual(rowsOf(pieces.history), rowsOf(whole.history));
      assert.deepEqual(pieces.reading, whole.reading);
      assert.deepEqual(pieces.problems, whole.problems);
      analyze(whole.history, undefined, whole.reading);
    }),
    { numRuns: Number(process.env.RACE_TRACE_FUZZ_RUNS ?? 150) },
  );
});
