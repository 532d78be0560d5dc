import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskedText } from '../../../../../src/explore/tap/sql/masked-text.ts';

test('values that stand in a statement are masked, and nothing else', () => {
  assert.equal(
    maskedText(
      `update stock set n = n - 12.5e3, "name1" = E'O\\'Hara', note = $x$ secret $x$ where sku = 'a''b' and id = $1`,
    ),
    'update stock set n = n - ?, "name1" = ?, note = ? where sku = ? and id = $1',
  );
  assert.equal(maskedText("select x1 from t where p = 'no end"), 'select x1 from t where p = ?');
});
