import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checked, found } from './history-language.ts';

/** A right service whose rows lack some cells: what is missing is open, and accuses no client. */
describe('a right service whose rows lack', () => {
  it('every version made has made those that were read, in the order of the reads', () => {
    const { verdict } = checked(`
      closed
      initial k 9 v1
      A r-1 k read 1=9 write =8 success
      B r-2 k read 2=8 write =7 success
      C r-3 k read 3=7 write =6 success
      remaining k 6 v4
    `);
    assert.notEqual(verdict, 'violation');
  });

  it('all versions has no gap in them, whatever the manifest says', () => {
    const analysis = checked(`
      closed
      scheme sequential
      initial k 9 v1
      A r-1 k - success
      B r-2 k - success
      remaining k 7 v3
    `);
    assert.deepEqual(found(analysis), []);
    assert.match(analysis.unknownBecause.join(), /no versions in the rows/);
  });

  it('a version made may have gone on where nothing says how the key ended', () => {
    const { verdict } = checked(`
      closed
      scheme sequential
      A r-1 k write 2=8 success
      B r-2 k read =8 write =7 success
    `);
    assert.notEqual(verdict, 'violation');
  });

  it('a version read may have begun below the least that others read', () => {
    const { verdict } = checked(`
      scheme sequential
      A r-1 k read =7 write =5 success
      B r-2 k read 2=5 write =4 success
      C r-3 k read 3=4 write =3 success
      remaining k 3 v4
    `);
    assert.notEqual(verdict, 'violation');
  });

  it('the version of a write that timed out has the value that it left, not that of the answer which repeats it', () => {
    const analysis = checked(`
      scheme sequential
      initial k 9 v1
      A r-1 k read =9 write =8 retry 0 timeout
      A r-1 k read =8 write 2 retry 1 success
      remaining k 8 v2
    `);
    assert.deepEqual(found(analysis), []);
  });

  it('versions may repeat an answer: its read is no value that was taken twice', () => {
    const analysis = checked(`
      A r-1 k read =9 write =8 units 1 timeout
      B r-2 k read =8 write =7 units 1 success
      A r-1 k read =8 units 1 success
    `);
    assert.deepEqual(found(analysis), []);
    assert.match(analysis.possible[0]!.hangsOn, /may repeat an earlier one/);
  });
});

describe('an error that is only possible', () => {
  it('leaves the verdict unknown, and the reason says what it hangs on', () => {
    const { verdict, possible, unknownBecause } = checked(`
      closed
      scheme sequential
      initial k 9 v1
      A r-1 k read 1=9 write 2=8 timeout
      A r-1 k read 1=9 conflict
      remaining k 8 v2
    `);
    assert.equal(verdict, 'unknown');
    assert.deepEqual(
      possible.map(({ code }) => code),
      ['false-refusal'],
    );
    assert.deepEqual(unknownBecause, [
      "1 possible error on key 'k': the retry count or the clock would show which answer was the last",
    ]);
  });

  it('is none that holds in every world because one world has it twice', () => {
    const analysis = checked(`
      initial k 4 v1
      A r-4 k read 1=4 write 2 units -1 success
      B r-3 k read 2=5 write 3 units -1 success
      C r-2 k read 3=6 retry 1 units 2 timeout
      C r-2 k read =4 retry 2 units 2 timeout
      C r-2 k read 4=4 write 4 retry 3 units 2 success
      remaining k 4 v4
    `);
    assert.deepEqual(found(analysis), []);
  });
});
