import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SourceMapping } from '../../../src/ingest/mapping/source-mapping.ts';
import { read, readByText, rowsOf } from './read.ts';

const RUNS = Number(process.env.RACE_TRACE_FUZZ_RUNS ?? 300);

/** Columns, and cells of each that are plain, written loosely, or wrong. */
const CELLS = {
  request_id: ['r1', 'r2', 'a-much-longer-request-id', ' r3', 'ä', '🎟', 'NULL', ''],
  inventory_key: ['seat-7', 'seat-8', 'sku\u00a0', '0'],
  result: ['success', 'conflict', 'retry', '201', '503', 'Success', ' timeout', 'sold', 'result', 'oops', ''],
  read_version: ['1', '007', '9007199254740991', '9007199254740993', '9223372036854775807', '1.0', 'W/x', ''],
  write_version: ['2', '', '-1', '99999999999999999999', '"2"', '2 '],
  latency_ms: [
    '8.025',
    '0',
    '.5',
    '5.',
    '1.2.3',
    '1e3',
    '123456789012345',
    '12345678901234.5',
    '0.1234567890123456',
    '99999999.99999999',
    '-1',
  ],
  queue_s: ['0.000375', '12', '1.0005', 'NaN'],
  retry_count: ['0', '2147483647', '2147483648', '', '-0', '1.0'],
  start_us: [
    '1893456000000324',
    '0',
    '-5',
    '-0',
    '9007199254740992',
    '4611686018427387904',
    '2030-01-31T12:00:00Z',
    '',
  ],
  end_ms: ['1893456000000.324', '1893456000001', '-12.5', '0.0001', '99999999999999', ''],
  units: ['1', '-2', '-0', 'true', ''],
  worker_id: [
    'w1',
    'w2@v1',
    '-',
    'nan',
    'NaN',
    'None',
    '\\N',
    'x\ty',
    ' w3',
    'w3 ',
    'é',
    '',
    'a"b',
    '"w4"',
    '"w,5"',
    '"w\n6"',
    '"open',
  ],
  note: ['anything', '', ' kept as it is ', 'NULL', 'null', '\u0000'],
} as const;
type Column = keyof typeof CELLS;
const NEEDED = ['request_id', 'inventory_key', 'result'] as const;

/** A row of which most cells are plain, so that most rows can be read from their bytes. */
const rowOf = (columns: readonly Column[]): fc.Arbitrary<string[]> =>
  fc.tuple(
    ...columns.map((column) => {
      const [first, second, ...others] = CELLS[column] as readonly [string, string, ...string[]];
      const plain = fc.constantFrom(first, second);
      return fc.oneof({ weight: 12, arbitrary: plain }, { weight: 1, arbitrary: fc.constantFrom(...others) });
    }),
  );

const csv = fc
  .record({
    optional: fc.subarray(Object.keys(CELLS) as Column[]),
    order: fc.infiniteStream(fc.nat()),
    delimiter: fc.constantFrom(',', ',', ';', '\t', '|'),
    lineEnd: fc.constantFrom('\n', '\n', '\r\n'),
    isEnded: fc.boolean(),
    bom: fc.boolean(),
  })
  .chain(({ optional, order, ...shape }) => {
    const names = [...new Set<Column>([...NEEDED, ...optional])];
    const columns = names
      .map((column) => ({ column, at: order.next().value as number }))
      .sort((a, b) => a.at - b.at)
      .map(({ column }) => column);
    const line = fc.oneof(
      { weight: 30, arbitrary: rowOf(columns) },
      {
        weight: 1,
        arbitrary: fc.constantFrom([''], ['  '], [...columns], ['r9'], Array<string>(20).fill('1')),
      },
      { weight: 1, arbitrary: rowOf(columns).map((cells) => [...cells, '']) },
    );
    return fc.record({
      ...Object.fromEntries(Object.entries(shape).map(([k, v]) => [k, fc.constant(v)])),
      columns: fc.constant(columns),
      lines: fc.array(line, { maxLength: 40, size: '+1' }),
    }) as fc.Arbitrary<typeof shape & { columns: Column[]; lines: string[][] }>;
  })
  .map(({ columns, lines, delimiter, lineEnd, isEnded, bom }) => {
    const text = [columns as string[], ...lines].map((cells) => cells.join(delimiter)).join(lineEnd);
    return Buffer.from(`${bom ? '\ufeff' : ''}${text}${isEnded ? lineEnd : ''}`);
  });

/** Some bytes of the text are others: a damaged file, or a stray control character. */
const damaged = fc
  .tuple(csv, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 }))
  .map(([content, changes]) => {
    for (const [at, byte] of changes) if (content.length > 0) content[at % content.length] = byte;
    return content;
  });

const mapping = fc.constantFrom<SourceMapping>(
  {},
  {},
  {
    results: new Map([
      ['2xx', 'success'],
      ['5xx', 'timeout'],
      ['sold', 'success'],
    ]),
    units: new Map([['true', 3]]),
  },
  { results: new Map([['result', 'conflict']]) },
  {
    columns: new Map([
      ['worker_id', 'note'],
      ['client_id', 'note'],
    ]),
  },
  { where: new Map([['result', ['success', 'conflict']]]) },
);

async function sameByBytesAndByText(
  content: Buffer,
  name: string,
  given: SourceMapping,
  chunkBytes: number,
): Promise<void> {
  const [byBytes, byText] = [
    await read(content, { name, mapping: given, chunkBytes }),
    await readByText(content, { name, mapping: given }),
  ];
  assert.deepEqual(rowsOf(byBytes.history), rowsOf(byText.history));
  assert.deepEqual(byBytes.history.line, byText.history.line);
  assert.deepEqual(byBytes.history.columns, byText.history.columns);
  assert.equal(byBytes.history.originUs, byText.history.originUs);
  assert.deepEqual({ ...byBytes, history: undefined }, { ...byText, history: undefined });
}

test('CSV is the same read from bytes and read by the tokeniser: cells, problems, counts and places', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(csv, csv, damaged),
      mapping,
      fc.constantFrom(7, 100, 65_536),
      (content, given, chunkBytes) => sameByBytesAndByText(content, 'a.trace.csv', given, chunkBytes),
    ),
    { numRuns: RUNS },
  );
});
