/** The checker's verdict on random small histories against that of an enumeration of all their worlds. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compare, KINDS } from './compare.ts';

const HISTORIES = Number(process.env.HISTORIES ?? 4000);

describe('the verdict is that of all worlds, and no right service is accused', () => {
  for (const [name, kind] of Object.entries(KINDS))
    it(`in ${HISTORIES} histories: ${name}`, () => {
      assert.equal(compare(kind, 1, HISTORIES).first, '');
    });
});
