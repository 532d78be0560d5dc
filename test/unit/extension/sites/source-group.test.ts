import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sourceColumn, type EditorGroup } from '../../../../src/extension/sites/source-group.ts';

/** Groups from left to right: `T` shows a swimlane, any other word is a group with files of those names. */
function groups(...shown: readonly string[]): EditorGroup[] {
  return shown.map((names, index) => ({
    column: index + 1,
    showsTrace: names === 'T',
    files: names === 'T' ? [] : names.split(' '),
  }));
}

describe('the column that a source opens in', () => {
  it('is a new one beside the only swimlane', () => {
    assert.equal(sourceColumn(groups('T'), 1, 'a'), 2);
  });

  it('is the group that is there, and not a third', () => {
    assert.equal(sourceColumn(groups('T', 'b'), 1, 'a'), 2);
    assert.equal(sourceColumn(groups('b', 'T'), 2, 'a'), 1);
  });

  it('is where the source is open already, else the nearest to the right', () => {
    assert.equal(sourceColumn(groups('a', 'T', 'b', 'c'), 2, 'a'), 1);
    assert.equal(sourceColumn(groups('b', 'T', 'c', 'd'), 2, 'a'), 3);
  });

  it('covers no other swimlane', () => {
    assert.equal(sourceColumn(groups('T', 'T'), 1, 'a'), 3);
    assert.equal(sourceColumn(groups('T', 'T', 'b'), 1, 'a'), 3);
  });

  it('is the nearest group to the left where the swimlane is the last', () => {
    assert.equal(sourceColumn(groups('b', 'c', 'T'), 3, 'a'), 2);
  });
});
