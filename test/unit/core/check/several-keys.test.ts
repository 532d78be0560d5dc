/** A request that was tried again on another key, with attempts of unknown outcome on the one or on both. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explain } from '../../../../src/core/findings/explain.ts';
import { certificateOf, whyRefused } from '../../report/certified.ts';
import { checked, figure, found } from './history-language.ts';

/** Where two keys of two units ended, and how often each was written. */
const ends = (a: string, b: string): string => `
  initial a 2 v1
  initial b 2 v1
  remaining a ${a}
  remaining b ${b}
  scheme sequential
  closed
`;

/** What is checked of a figure, whose certificate the verifier accepts. */
function verified(drawing: string) {
  const trace = figure(drawing);
  assert.deepEqual(whyRefused(trace, certificateOf(trace)), []);
  const analysis = checked(drawing);
  const errors = found(analysis).filter((each) => !each.startsWith('lost-confirmation'));
  return { ...analysis, errors };
}

describe('a request that was tried again on another key', () => {
  it('took twice where only its first attempt can have made a version of the first key', () => {
    const analysis = verified(`
      ${ends('1 v2', '1 v2')}
      A r a read 1=2 retry 0 timeout
      A r b read 1=2 write 2=1 retry 1 success
    `);
    const { verdict, errors, keys, history, findings } = analysis;
    assert.deepEqual([verdict, errors], ['violation', ['duplicate-write 3 2']]);
    assert.equal(history.strings.at(findings[0]!.key), 'b');
    assert.deepEqual(
      keys.map(({ key, errors: ofKey }) => [history.strings.at(key), ofKey]),
      [
        ['b', 1],
        ['a', 0],
      ],
    );
    assert.match(explain(findings[0]!, analysis), /request r was applied 2 times and confirmed once/);
  });

  it('took once where the first key was not written', () => {
    const { verdict, errors } = verified(`
      ${ends('2 v1', '1 v2')}
      A r a read 1=2 retry 0 timeout
      A r b read 1=2 write 2=1 retry 1 success
    `);
    assert.deepEqual([verdict, errors], ['ok', []]);
  });

  it('took twice where it was confirmed first and only its retry can have written the other key', () => {
    const { verdict, errors } = verified(`
      ${ends('1 v2', '1 v2')}
      A r a read 1=2 write 2=1 retry 0 success
      A r b read 1=2 retry 1 timeout
    `);
    assert.deepEqual([verdict, errors], ['violation', ['duplicate-write 3 2']]);
  });

  it('took twice where no client was told of either write', () => {
    for (const [made, makes] of [
      ['write 2=1', 'write 2=1'],
      ['', ''],
      ['', 'write 2=1'],
    ]) {
      const { verdict, errors } = verified(`
        ${ends('1 v2', '1 v2')}
        A r a read 1=2 ${made} retry 0 timeout
        A r b read 1=2 ${makes} retry 1 timeout
      `);
      assert.deepEqual([verdict, errors], ['violation', ['duplicate-write 3 2']]);
    }
  });

  it('may have taken twice where another request can have written', () => {
    const { verdict, errors, possible } = verified(`
      ${ends('1 v2', '1 v2')}
      A r a read 1=2 retry 0 timeout
      B q a read 1=2 retry 0 timeout
      A r b read 1=2 write 2=1 retry 1 success
    `);
    assert.deepEqual([verdict, errors], ['unknown', []]);
    assert.deepEqual(
      possible.map(({ code }) => code),
      ['duplicate-write'],
    );
  });

  it('is in no lawful world where every request that can have written took elsewhere too', () => {
    const { verdict, errors } = verified(`
      ${ends('1 v2', '0 v3')}
      A r a read 1=2 retry 0 timeout
      B q a read 1=2 retry 0 timeout
      A r b read 1=2 write 2=1 retry 1 success
      B q b read 2=1 write 3=0 retry 1 success
    `);
    assert.deepEqual([verdict, errors], ['violation', ['no-lawful-world 4 2 3 5']]);
  });

  it('is a doubt where its outcome is open on both keys', () => {
    const { verdict, errors, possible, unknownBecause } = verified(`
      ${ends('1 v2', '1 v2')}
      A r a read 1=2 retry 0 timeout
      B q a read 1=2 retry 0 timeout
      A r b read 1=2 retry 1 timeout
    `);
    assert.deepEqual([verdict, errors], ['unknown', []]);
    assert.match(unknownBecause.join('\n'), /1 request with attempts .* \('r' on 'a' and 'b'\)/);
    assert.deepEqual(
      possible.map(({ hangsOn }) => hangsOn),
      ['what the attempts on lines 2 and 4 came to'],
    );
  });

  it('may not have written where rows are missing', () => {
    const { verdict, errors } = verified(`
      ${ends('1 v2', '1 v2')}
      incomplete
      A r a read 1=2 retry 0 timeout
      A r b read 1=2 write 2=1 retry 1 success
    `);
    assert.deepEqual([verdict, errors], ['unknown', []]);
  });

  it('is an order of two lines where one attempt named both keys', () => {
    const { verdict, errors } = verified(`
      ${ends('1 v2', '1 v2')}
      A r a read 1=2 write 2=1 retry 0 success
      A r b read 1=2 retry 0 conflict
      A r b read 1=2 write 2=1 retry 1 success
    `);
    assert.deepEqual([verdict, errors], ['ok', []]);
  });
});
