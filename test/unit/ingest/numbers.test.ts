import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  opaqueVersion,
  strictCount,
  strictDecimal,
  strictInteger,
  strictSignedDecimal,
} from '../../../src/ingest/numbers.ts';
import { HEADER, kindsOf, read, rowsOf } from './read.ts';

/** Texts that a lenient parser takes for numbers. */
const NOT_NUMBERS = [
  ...[
    '1e3',
    '1E3',
    '0x10',
    '0b1',
    '0o7',
    '１２',
    '٣',
    '+1',
    ' 1',
    '1 ',
    '1_000',
    '1,5',
    '1.',
    '.5',
    '--1',
    '1-',
    '-',
  ],
  ...[
    'NaN',
    'Infinity',
    '-Infinity',
    'null',
    'true',
    '1n',
    '1.2.3',
    '1..2',
    '¹',
    '\u00a01',
    '1\u200b',
    '0x',
    'e',
  ],
];

/** Of those, what cannot be mistaken in a cell. */
const READ_OTHERWISE: ReadonlyMap<string, string> = new Map([
  ...[' 1', '1 ', '\u00a01'].map((text) => [text, '1'] as const),
  ...['-', 'NaN', 'null'].map((text) => [text, 'empty'] as const),
]);

describe('a strict number', () => {
  it('is plain digits: what a lenient parser would take is refused everywhere', () => {
    for (const text of NOT_NUMBERS) {
      assert.equal(strictCount(text), undefined, text);
      assert.equal(strictInteger(text), undefined, text);
      assert.equal(strictDecimal(text, 0), undefined, text);
      assert.equal(strictSignedDecimal(text, 3), undefined, text);
    }
  });

  it('of a version is exact up to 2^63 − 1 and refused beyond', () => {
    assert.equal(strictCount('9007199254740991'), 9007199254740991);
    assert.equal(strictCount('9007199254740992'), 9007199254740992n);
    assert.equal(strictCount('9223372036854775807'), 9223372036854775807n);
    for (const text of ['9223372036854775808', '9999999999999999999', '10000000000000000000', '-1', ''])
      assert.equal(strictCount(text), undefined, text);
    assert.equal(strictCount('0000000000000000012'), 12);
    assert.equal(strictInteger('-9223372036854775807'), -9223372036854775807n);
    assert.ok(Object.is(strictInteger('-0'), 0));
  });

  it('comes back from its own text, whatever integer it is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }), (value) => {
        assert.equal(BigInt(strictInteger(String(value))!), value);
      }),
    );
  });

  it('with a fraction is the nearest double, also in another unit', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 19n }),
        fc.stringMatching(/^\d{0,12}$/),
        fc.constantFrom(-6, -3, 0, 3, 6),
        (whole, fraction, shift) => {
          const text = fraction === '' ? String(whole) : `${whole}.${fraction}`;
          assert.equal(strictDecimal(text, shift), Number(`${text}e${shift}`), text);
        },
      ),
      { numRuns: 2000 },
    );
    assert.equal(strictDecimal('1.005', 3), 1005);
    assert.equal(strictDecimal('9'.repeat(41), 0), undefined);
  });
});

describe('numbers in a trace', () => {
  const cell = async (column: string, text: string) => {
    const reading = await read(`${HEADER};${column}\nr;k;success;${text}\n`.replaceAll(/,/g, ';'));
    assert.equal(reading.reading.rejected, 0, 'a cell costs no row');
    const names = ['request_id', 'inventory_key', 'result'];
    const [value] = Object.entries(rowsOf(reading.history)[0]!).filter(([name]) => !names.includes(name));
    return value?.[1] ?? (kindsOf(reading).join() || 'empty');
  };

  it('are absent, not guessed, in every numeric column', async () => {
    for (const column of ['read_version', 'retry_count', 'latency_ms', 'start_us', 'units', 'read_us'])
      for (const text of NOT_NUMBERS.filter(
        (each) => !each.includes(',') && opaqueVersion(each) === undefined,
      ))
        assert.equal(
          String(await cell(column, text)),
          READ_OTHERWISE.get(text) ?? 'bad-number',
          `${column} ${text}`,
        );
  });

  for (const [column, text, value] of [
    ['latency_ms', '0', 0],
    ['latency_us', '1500', 1.5],
    ['latencyNs', '2500000', 2.5],
    ['latency_s', '0.012345', 12.345],
    ['Latency Seconds', '2', 2000],
    ['latencySec', '2', 2000],
    ['latencyms', '7', 7],
    ['LATENCY-MS', '7', 7],
    ['queue.delay.us', '250', 0.25],
    ['queueDelay_µs', '250', 0.25],
    ['queue_delay_millis', '250', 250],
    ['start_us', '-5', -5],
    ['start_ms', '1700000000123.456', 1700000000123456],
    ['end_s', '1.5', 1500000],
    ['write_ns', '1700000000000123000', 1700000000000123],
    ['readMicros', '12', 12],
    ['retry_count', '2147483647', 2147483647],
    ['write_value', '-3', -3],
    ['retry_count', '3.0', 3],
    ['units', '-2.00', -2],
    ['start_us', '1700000000000000.0', 1700000000000000],
  ] as const)
    it(`${column} ${text} is ${value} in the column's own unit`, async () => {
      assert.equal(await cell(column, text), value);
    });

  for (const [column, text] of [
    ['latency_ms', '-1'],
    ['start_us', '12.5'],
    ['start_us', '9223372036854775808'],
    ['start_ns', '99999999999999999999999999999999999999'],
    ['retry_count', '2147483648'],
    ['retry_count', '-1'],
    ['read_value', '9007199254740993'],
    ['read_value', '1.5'],
    ['write_version', '-1'],
  ] as const)
    it(`${column} ${text} is refused`, async () => {
      assert.equal(await cell(column, text), 'bad-number');
    });

  it('whose column names no unit of ours stay texts', async () => {
    for (const column of ['latency', 'reads', 'writes', 'latency_min', 'starts', 'ends', 'latency_days']) {
      const reading = await read(`${HEADER},${column}\nr,k,success,12\n`);
      assert.deepEqual(
        reading.history.extra.map(({ name }) => name),
        [column],
      );
    }
  });

  it('of a clock far from the other rows’ are refused rather than rounded', async () => {
    const reading = await read(`${HEADER},start_us\nr1,k,success,0\nr2,k,success,9223372036854775807\n`);
    assert.deepEqual(kindsOf(reading), ['bad-number']);
  });

  it('of versions beyond 2^53 keep their order and their digits', async () => {
    const versions = ['9007199254740993', '9007199254740992', '9223372036854775807', '7'];
    const rows = versions.map((version, i) => `r${i},k,success,${version}\n`).join('');
    const { history } = await read(`${HEADER},write_version\n${rows}`);
    assert.deepEqual(
      rowsOf(history).map(({ write_version }) => write_version),
      versions,
    );
    assert.ok(history.writeVersion[1]! < history.writeVersion[0]!);
    assert.ok(history.versions.isNext(history.writeVersion[1]!, history.writeVersion[0]!));
  });
});
