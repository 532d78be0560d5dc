import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { booksOf, BooksError, type BookRow } from '../../../src/ingest/books/records.ts';
import { rowsOfText } from '../../../src/ingest/books/rows-of-text.ts';
import { withBooks } from '../../../src/ingest/books/with-books.ts';
import { readManifest } from '../../../src/ingest/run-files/manifest.ts';

const booksIn = (text: string) => Object.fromEntries(booksOf(rowsOfText(text)));
const seat = (value: number, version: bigint) => new Map([['seat-7', { value, version }]]);
const refused = (rows: readonly BookRow[], message: RegExp) => {
  assert.throws(
    () => booksOf(rows),
    (error: Error) => error instanceof BooksError && message.test(error.message),
  );
};

void describe('books', () => {
  void it('come as CSV, as JSON lines and as a JSON array, and are the same', () => {
    const expected = {
      'seat-7': { value: 1, version: 4n },
      'seat-8': { value: 0, version: undefined },
    };
    assert.deepEqual(booksIn('key,value,version\r\nseat-7,1,4\r\nseat-8,0,\r\n'), expected);
    assert.deepEqual(booksIn('Inventory_Key;Value;Version\nseat-7;1;4\nseat-8;0;\n'), expected);
    const lines = ['{"key":"seat-7","value":1,"version":4}', '{"key":"seat-8","value":0,"version":null}'];
    assert.deepEqual(booksIn(lines.join('\n')), expected);
    assert.deepEqual(booksIn(`[${lines.join(',')}]`), expected);
  });

  void it('keep what a double does not hold, and versions that are texts', () => {
    assert.equal(booksIn('{"key":1,"value":2,"version":9007199254740993}')['1']?.version, 9007199254740993n);
    assert.equal(booksOf([{ key: 'a', value: 3n, version: '1-9f2c' }]).get('a')?.version, '1-9f2c');
  });

  void it('take any name as a key', () => {
    assert.deepEqual(
      [...booksOf([{ key: '__proto__', value: '3' }])],
      [['__proto__', { value: 3, version: undefined }]],
    );
  });

  void it('are refused by name where they are none', () => {
    refused([], /there is not one record/);
    refused([{ sku: 'a', value: 1 }], /row 1 has no key: its columns are sku, value; they must be named/);
    refused(
      [
        { key: 'a', value: 1 },
        { key: 'b', left: 1 },
      ],
      /row 2 has no value/,
    );
    refused([{ key: 'a', value: '1.5' }], /a\.value: expected a whole number/);
    refused(
      [
        { key: 'a', value: 1 },
        { key: 'a', value: 2 },
      ],
      /two rows are of the key 'a'/,
    );
    assert.throws(() => rowsOfText('{"key":'), /line 1 is not JSON/);
    assert.throws(() => rowsOfText('[1]'), /row 1 is not a JSON object/);
  });
});

void describe('a manifest with books', () => {
  void it('is made where there is none, and is read back exactly', () => {
    const version = 2n ** 63n - 1n;
    const before = withBooks(undefined, { before: seat(3, version), scheme: 'opaque', closed: true });
    const after = withBooks(before, { after: seat(1, 4n), complete: true });
    const { members, problems } = readManifest(after);
    assert.deepEqual(problems, []);
    assert.deepEqual(members.initial, seat(3, version));
    assert.deepEqual(members.remaining, seat(1, 4n));
    assert.deepEqual([members.complete, members.closed, members.version_scheme], [true, true, 'opaque']);
  });

  void it('keeps all else that it said', () => {
    const given = '{"format":"race-trace/1","units_per_success":2,"mine":{"x":9007199254740993}}';
    const text = withBooks(given, { after: seat(1, 1n) });
    assert.equal(readManifest(text).members.units_per_success, 2);
    assert.match(text, /"x": "?9007199254740993/);
  });

  void it('begins a new run with books from before it', () => {
    const earlier = withBooks(withBooks(undefined, { before: seat(3, 1n) }), {
      after: seat(0, 4n),
      complete: true,
    });
    const { members } = readManifest(withBooks(earlier, { before: seat(5, 5n) }));
    assert.deepEqual(members.initial, seat(5, 5n));
    assert.equal(members.remaining, undefined);
    assert.equal(members.complete, undefined);
  });

  void it('is not written over what is none', () => {
    assert.throws(() => withBooks('{"format":"other/1"}', {}), /is no manifest/);
    assert.throws(() => withBooks('key,value', {}), /is not JSON/);
  });
});
