/** Vouchers in a store that answers in its own time: here a map, whose methods are asynchronous as those of a database are. */
import { step } from 'race-trace/explore';

const stock = new Map();

/** Puts everything as it was before. */
export function reset() {
  stock.clear();
  stock.set('summer', { left: 1, version: 1 });
}

/** All that were given out, and all that are left. */
export const given = [];

const read = (name) => step('read voucher', () => ({ ...stock.get(name) }));

export async function redeemUnsafe(name, client) {
  const { left, version } = await read(name);
  if (left < 1) return 'sold out';
  await step('write voucher', () => {
    stock.set(name, { left: left - 1, version: version + 1 });
  });
  await step('give out', () => {
    given.push(client);
  });
  return 'redeemed';
}

export async function redeemFixed(name, client) {
  for (;;) {
    const { left, version } = await read(name);
    if (left < 1) return 'sold out';
    const isWritten = await step('write voucher', () => {
      if (stock.get(name).version !== version) return false;
      stock.set(name, { left: left - 1, version: version + 1 });
      return true;
    });
    if (!isWritten) continue;
    await step('give out', () => {
      given.push(client);
    });
    return 'redeemed';
  }
}
