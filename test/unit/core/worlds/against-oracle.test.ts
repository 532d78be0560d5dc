/** The checker's verdict on random small histories against that of an enumeration of all their worlds. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compare, KINDS } from './compare.ts';
import { repeats } from '../../../repeats.ts';

const HISTORIES = repeats({ ordinary: 2500, long: 4000 });

describe('the verdict is that of all worlds, and no right service is accused', () => {
  for (const [name, kind] of Object.entries(KINDS))
    it(`in ${HISTORIES} histories: ${name}`, () => {
      assert.equal(compare(kind, 1, HISTORIES).first, '');
    });
});
