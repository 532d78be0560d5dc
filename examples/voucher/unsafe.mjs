import { given, redeemUnsafe, reset } from './vouchers.mjs';

export function setup() {
  reset();
  given.length = 0;
}

export const clients = {
  A: () => redeemUnsafe('summer', 'A'),
  B: () => redeemUnsafe('summer', 'B'),
};

export const invariant = () =>
  given.length > 1 ? `one voucher was given to ${given.join(' and ')}` : undefined;
