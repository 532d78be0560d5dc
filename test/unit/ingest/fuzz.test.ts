import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import Papa from 'papaparse';
import { COLUMNS } from '../../../src/core/history/history.ts';
import type { SourceMapping } from '../../../src/ingest/mapping/source-mapping.ts';
import { read, readByText, recordsOf, rowsOf } from './read.ts';
import { RESULTS } from '../../../src/core/words/codes.ts';

const RUNS = Number(process.env.RACE_TRACE_FUZZ_RUNS ?? 400);
const PIECES = [
  ...['request_id', 'inventory_key', 'result', 'read_version', 'latency_ms', '__proto__', 'requestId'],
  ...['success', 'conflict', '1', '12345678901234567890', '1e3', '-0', '0.5', 'ä', '🎟', '\ufeff', '\ufffd'],
  ...[
    ',',
    ',',
    ';',
    '\t',
    '|',
    '"',
    '"',
    '""',
    '\n',
    '\n',
    '\r\n',
    '\r',
    ' ',
    ':',
    '{',
    '}',
    '[',
    ']',
    '\\',
    '\0',
  ],
  ...['{"request_id":"r","inventory_key":"k","result":"success"}\n', '"request_id":', 'null', 'true'],
  ...['request_id,inventory_key,result\n', 'r,k,success\n', '"r","k","success"\n'],
  ...['sep=;\n', '# by hand\n', '#', 'NULL', '\\N', 'nan', '-', ' success ', 'SUCCESS', '3.0', '-1.00'],
  ...['2030-01-31T12:00:00.123Z', '2030-02-30 12:00:00', 'app_1  | {', '1714550400.5 {', '"2-ab"', 'NaN'],
  ...[
    '[{',
    '},{',
    '}]',
    '[\n',
    '{"log":"{\\"request_id\\":1}\\n","stream":"stdout"}\n',
    '1700000000000000000',
  ],
];
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const text = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 4 })), { maxLength: 60 });
const withHeader = text.map((parts) => Buffer.from(`request_id,inventory_key,result\n${parts.join('')}`));
const bom = fc.constantFrom<[Buffer, BufferEncoding]>(
  [Buffer.alloc(0), 'utf8'],
  [Buffer.of(0xff, 0xfe), 'utf16le'],
  [Buffer.of(0x1f, 0x8b), 'latin1'],
);
const array = fc
  .tuple(fc.constantFrom('[', '[\n ', '\ufeff['), text, fc.constantFrom(']', '\n]\n', '', '] x'))
  .map(([open, parts, close]) => Buffer.from(`${open}{"request_id":1,${parts.join('')}},{}${close}`));
/** Every column, so that any cell may meet any of them. */
const manyColumns = text.map((parts) =>
  Buffer.from(
    `request_id,inventory_key,result,read_version,start_us,end_ms,latency_ms,units,worker_id\n${parts.join(',')}`,
  ),
);
const oldLines = withHeader.map((content) =>
  Buffer.from(content.toString('latin1').replaceAll('\n', '\r'), 'latin1'),
);
const structured = fc
  .tuple(bom, text)
  .map(([[mark, encoding], parts]) => Buffer.concat([mark, Buffer.from(parts.join(''), encoding)]));
/** A valid start with some bytes changed. */
const mutated = fc
  .tuple(withHeader, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }))
  .map(([content, changes]) => {
    for (const [at, byte] of changes) content[at % content.length] = byte;
    return content;
  });
/** Of the user's own: none, and one whose names, paths and values stand in the texts. */
const mapping = fc.constantFrom<SourceMapping>(
  {},
  {
    columns: new Map([
      ['request_id', 'log.request_id'],
      ['inventory_key', '__proto__.k'],
      ['start', 'request_id.0@ms'],
    ]),
    results: new Map([['1', 'success']]),
    units: new Map([['true', -1]]),
    where: new Map([
      ['result', ['success', 'true', '1']],
      ['__proto__', ['*']],
    ]),
  },
  { where: new Map([['result', ['success']]]), format: 'ndjson' },
);
const name = fc.constantFrom('a.trace.csv', 'a.ndjson', 'a', 'a.csv.gz');

describe('reading any bytes', () => {
  it('never throws, accounts for every record, places every problem, and does not depend on the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(bytes, structured, withHeader, mutated, array, manyColumns, oldLines),
        name,
        fc.integer({ min: 1, max: 64 }),
        mapping,
        async (content, fileName, chunkBytes, given) => {
          const whole = await read(content, { name: fileName, mapping: given });
          assert.equal(whole.problemsTotal, whole.problems.length);
          assert.ok(recordsOf(whole) <= content.length + 1);
          for (const { line, byteOffset, excerpt, message } of whole.problems) {
            assert.ok(line >= 0 && byteOffset >= 0 && byteOffset <= content.length);
            assert.ok(excerpt.length <= 120 && message !== '');
            assert.doesNotMatch(excerpt + message, /[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/);
            const isOfLine = whole.reading.loosely?.['json-array'] === undefined;
            if (line > 1 && whole.encoding === 'utf-8' && !whole.gzipped && isOfLine)
              assert.match(
                String.fromCharCode(content[byteOffset - 1]!),
                /[\r\n]/,
                'a problem’s byte is where a line begins',
              );
          }
          const pieces = await read(content, { name: fileName, mapping: given, chunkBytes });
          assert.deepEqual(rowsOf(pieces.history), rowsOf(whole.history));
          assert.deepEqual(pieces.reading, whole.reading);
          assert.deepEqual(pieces.problems, whole.problems);
          assert.deepEqual(pieces.history.line, whole.history.line);
          const byText = await readByText(content, { name: fileName, mapping: given });
          assert.deepEqual(rowsOf(whole.history), rowsOf(byText.history));
          assert.deepEqual({ ...whole, history: 0 }, { ...byText, history: 0 });
          assert.deepEqual(whole.history.line, byText.history.line);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('finds the line feeds that it counts lines by', async () => {
    await fc.assert(
      fc.asyncProperty(withHeader, async (content) => {
        const { history, problems } = await read(content);
        const lines = content.toString('latin1').split('\n').length;
        for (const line of [...history.line, ...problems.map((problem) => problem.line)])
          assert.ok(line <= lines);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('what is written is what is read', () => {
  const cellText = fc.oneof(
    fc.string({ minLength: 1, maxLength: 8 }),
    fc.constantFrom('a,b', 'a"b', 'a\nb', '\r', ' ', '"', '__proto__', 'ä🎟'),
  );
  const NOTHING = ['NULL', 'null', '\\N', 'NaN', 'nan', 'None', '-'];
  /** What a cell that is no id holds as it is. */
  const plainText = cellText.filter((text) => text.trim() === text && !NOTHING.includes(text));
  const count = fc.oneof(fc.nat(), fc.constantFrom('9007199254740993', '9223372036854775807')).map(String);
  const optional = (value: fc.Arbitrary<string>) =>
    fc.oneof({ weight: 3, arbitrary: value }, fc.constant(''));
  const row = fc.record({
    request_id: cellText,
    inventory_key: cellText,
    worker_id: optional(plainText),
    read_version: optional(count),
    write_version: optional(count),
    result: fc.constantFrom(...RESULTS),
    latency_ms: optional(fc.nat(1e9).map((value) => String(value / 1000))),
    retry_count: optional(fc.nat(99).map(String)),
    start_us: optional(fc.integer().map(String)),
    write_value: optional(fc.integer().map(String)),
    read_site: optional(plainText),
    'extra __proto__': optional(cellText),
  });
  const rows = fc.array(row, { minLength: 1, maxLength: 12 });
  type Row = Record<string, string>;
  const plain = (row: Row): Row =>
    Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''));
  const nameOf = (member: string): string => member.replace('extra ', '');
  const texts = (read: Record<string, string | number | bigint>): Row =>
    Object.fromEntries(Object.entries(read).map(([member, value]) => [member, String(value)]));

  const asCsv = (
    rows: readonly Row[],
    delimiter: string,
    newline: '\n' | '\r\n',
    quotes: boolean,
  ): string => {
    const members = Object.keys(rows[0]!);
    const cells = rows.map((each) => members.map((member) => each[member]!));
    return `${Papa.unparse([members.map(nameOf), ...cells], { delimiter, newline, quotes })}${newline}`;
  };
  const asNdjson = (rows: readonly Row[], numbers: boolean): string =>
    rows
      .map((each) => {
        const members = Object.entries(each).filter(([, value]) => value !== '');
        const isNumber = (member: string): boolean => numbers && /version|ms|us|count|value/.test(member);
        const text = members.map(
          ([member, value]) =>
            `${JSON.stringify(nameOf(member))}:${isNumber(member) ? value : JSON.stringify(value)}`,
        );
        return `{${text.join(',')}}\n`;
      })
      .join('');

  // Any two texts may happen to look alike.
  const isOfRow = ({ kind }: { readonly kind: string }) => kind !== 'look-alike-keys';

  it('in CSV with any delimiter, line end and quoting, and in NDJSON, with the same rows and lines', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom<'\n' | '\r\n'>('\n', '\r\n'),
        fc.boolean(),
        fc.integer({ min: 1, max: 200 }),
        async (written, delimiter, newline, flag, chunkBytes) => {
          const csv = await read(asCsv(written, delimiter, newline, flag), { chunkBytes });
          const ndjson = await read(asNdjson(written, flag), { name: 'a.ndjson', chunkBytes });
          const expected = written.map(plain);
          assert.deepEqual(csv.problems.filter(isOfRow), []);
          assert.deepEqual(ndjson.problems.filter(isOfRow), []);
          assert.deepEqual(rowsOf(csv.history).map(texts), expected);
          assert.deepEqual(rowsOf(ndjson.history).map(texts), expected);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('whichever of the format’s own columns it has', () => {
    assert.ok(
      Object.keys(fc.sample(row, 1)[0]!).every(
        (member) => member.startsWith('extra ') || (COLUMNS as readonly string[]).includes(member),
      ),
    );
  });
});
