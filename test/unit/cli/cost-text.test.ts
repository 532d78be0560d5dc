import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costText } from '../../../src/cli/check/cost-text.ts';
import { checked } from '../core/check/history-language.ts';

const RACE = `
  A r-1 KEY |--R1=8--W2=3--|      success
  B r-2 KEY |----R1=8---W3=6--|   success
`;

test('the cost of a violation is in units, of each kind on its own', () => {
  const oversold = `initial k 8 v1${RACE.replaceAll('KEY', 'k')}remaining k 6 v3`;
  assert.equal(costText(checked(oversold)), 'cost: 5 units were confirmed and not there to take');
  const twice = `
    closed
    initial k 4 v1
    A r-1 k read 1=4 write 2=3 success
    A r-1 k read 2=3 write 3=2 success
    remaining k 2 v3
  `;
  assert.equal(costText(checked(twice)), 'cost: 1 unit was taken beyond one per confirmed request');
});

test('a key that lacks units does not hide one that has too many, and unknown books are said', () => {
  const both = `
    initial k 8 v1
    initial l 3 v1
    ${RACE.replaceAll('KEY', 'k')}
    C r-3 l read 1=3 write 2=2 success
    D r-4 m read 1 write 2 success
    remaining k 6 v3
    remaining l 1 v2
  `;
  assert.equal(
    costText(checked(both)),
    'cost: 5 units were confirmed and not there to take, 1 unit was gone without a confirmation; ' +
      'the books of 1 of 3 keys are not known',
  );
  assert.match(costText(checked(RACE.replaceAll('KEY', 'k'))), /^cost: not known; a manifest/);
});

test('rows that were delivered again are counted once, and said', () => {
  const analysis = checked('A r-1 k read 1 write 2 success\nA r-1 k read 1 write 2 success');
  assert.equal(analysis.repeatedRows, 1);
});

test('beside a violation stands what could not be checked', () => {
  const { verdict, unknownBecause, notChecked } = checked(RACE.replaceAll('KEY', 'k'));
  assert.deepEqual([verdict, unknownBecause], ['violation', []]);
  assert.match(notChecked.join('; '), /no initial and remaining inventory in a manifest on key 'k'/);
});
