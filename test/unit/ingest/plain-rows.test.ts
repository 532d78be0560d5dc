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

const BARE = /^-?\d+(\.\d+)?$/;
const NUMBERS = ['007', '1.', '-', '1.50', '1e3', '-0', '0.0'];

/** A JSON object on a line, of which some members are left out, and others are no plain value. */
const ndjsonLine = (
  columns: readonly Column[],
  [comma, colon]: readonly [string, string],
): fc.Arbitrary<string> =>
  fc
    .tuple(
      rowOf(columns),
      fc.array(fc.nat(30), { minLength: columns.length, maxLength: columns.length }),
      fc.constantFrom(...NUMBERS),
    )
    .map(([cells, ways, odd]) => {
      const members = cells.flatMap((cell, i) => {
        const name = JSON.stringify(columns[i]);
        const way = ways[i]!;
        if (way === 0) return [];
        if (way === 1) return [`${name}${colon}${odd}`];
        if (way === 2) return [`${name}${colon}{"a":[1]}`];
        if (way === 3) return [`${name}${colon}"\\u0041\\n"`];
        if (way === 4) return [`${name}${colon}null`];
        const value = BARE.test(cell) && way % 2 === 0 ? cell : JSON.stringify(cell);
        return [`${name}${colon}${value}`];
      });
      return `{${members.join(comma)}}`;
    });

const ndjson = fc
  .record({
    optional: fc.shuffledSubarray(Object.keys(CELLS) as Column[]),
    separators: fc.constantFrom([',', ':'] as const, [', ', ': '] as const),
    lineEnd: fc.constantFrom('\n', '\n', '\r\n'),
  })
  .chain(({ optional, separators, lineEnd }) => {
    const columns = [...new Set<Column>([...optional, ...NEEDED])];
    const other = columns.filter((column) => column !== 'write_version').reverse();
    const line = fc.oneof(
      { weight: 12, arbitrary: ndjsonLine(columns, separators) },
      { weight: 4, arbitrary: ndjsonLine(other, separators) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '',
          '[]',
          '{"log":"x"}',
          '{"result":"success","result":"retry"}',
          '{"b":1',
          '3',
        ),
      },
    );
    return fc
      .array(line, { maxLength: 40, size: '+1' })
      .map((lines) => Buffer.from(lines.join(lineEnd) + lineEnd));
  });

test('NDJSON is the same read from bytes and read by JSON.parse: cells, problems, counts and places', async () => {
  await fc.assert(
    fc.asyncProperty(ndjson, mapping, fc.constantFrom(100, 65_536), (content, given, chunkBytes) =>
      sameByBytesAndByText(content, 'a.trace.ndjson', given, chunkBytes),
    ),
    { numRuns: RUNS },
  );
});
