import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { sharedFront, withoutFront } from '../../../../src/core/words/shared-front.ts';

describe('the front that names share', () => {
  it('ends at a divider, so that what is left is a part of its own', () => {
    assert.equal(sharedFront(['checkout-web-x2k0j', 'checkout-web-x8q4z']), 'checkout-web-');
    assert.equal(sharedFront(['orders/eu/sku-1', 'orders/eu/sku-2']), 'orders/eu/sku-');
  });

  it('is nothing where it is short, where there is one name, and where a name is no more than it', () => {
    assert.equal(sharedFront(['w-1', 'w-2']), '');
    assert.equal(sharedFront(['checkout-web-x2k0j', 'checkout-web-x2k0j']), '');
    assert.equal(sharedFront(['checkout-web-', 'checkout-web-2']), '');
    assert.equal(sharedFront([]), '');
  });

  it('leaves names as different as they were, and with it each is whole again', () => {
    const part = fc.constantFrom('reservation', 'service', '7d9f8b6c5d', 'x2k0j', '1', '-', '/', '.');
    const name = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 6 }), (names) => {
        const front = sharedFront(names);
        const short = names.map((each) => withoutFront(each, front));
        assert.equal(new Set(short).size, new Set(names).size);
        for (const [i, each] of names.entries())
          assert.equal(front === '' ? short[i] : front + short[i]!.slice(1), each);
        if (front !== '') assert.ok(short.every((each) => each.length > 1));
      }),
    );
  });
});
