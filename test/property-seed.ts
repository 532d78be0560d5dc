/**
 * The seed of every property: `node --import ./test/property-seed.ts --test …`. It is always the same unless
 * PROPERTY_SEED is a number or `random`, so that a change is judged by what it changes and not by luck; new histories are
 * looked for on purpose, with `PROPERTY_SEED=random npm run test:unit`. A failure prints its seed either way.
 */
import fc from 'fast-check';

const { PROPERTY_SEED = '20261124' } = process.env;
if (PROPERTY_SEED !== 'random') {
  const seed = Number(PROPERTY_SEED);
  if (!Number.isSafeInteger(seed)) throw new Error('PROPERTY_SEED must be a whole number or "random"');
  fc.configureGlobal({ seed });
}
