/**
 * Numbers as the trace format allows them: plain ASCII digits, nothing that a reader could take for something else.
 * `1e3`, `0x10`, `１２`, `+1`, ` 1` and `.5` are not numbers here.
 */

const ZERO = 48;
const MINUS = 45;
const POINT = 46;

/** Up to this many digits a whole number is exact in a double, and its quotient by a power of ten correctly rounded. */
const EXACT_DIGITS = 15;
const LARGEST = 2n ** 63n - 1n;
/** Longer than any double's shortest notation; what is longer was not written by a clock or a counter. */
const LONGEST_DECIMAL = 40;

/** The whole number from 0 to 2^63 − 1 that 1 to 19 digits stand for, as a bigint only above 2^53; else undefined. */
export function strictCount(text: string): number | bigint | undefined {
  const { length } = text;
  if (length === 0 || length > 19) return undefined;
  let value = 0;
  for (let i = 0; i < length; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  if (value <= Number.MAX_SAFE_INTEGER) return value;
  const exact = BigInt(text);
  return exact <= LARGEST ? exact : undefined;
}

/** {@link strictCount} with an optional leading minus. */
export function strictInteger(text: string): number | bigint | undefined {
  if (text.charCodeAt(0) !== MINUS) return strictCount(text);
  const value = strictCount(text.slice(1));
  return value === undefined || value === 0 ? value : -value;
}

/**
 * The number ≥ 0 that `digits` or `digits.digits` stands for, times 10^shift, correctly rounded; else undefined.
 * The shift converts units in decimal, so that 1.005 s are 1005 ms.
 */
export function strictDecimal(text: string, shift: number): number | undefined {
  const { length } = text;
  if (length === 0 || length > LONGEST_DECIMAL) return undefined;
  let mantissa = 0;
  let point = length;
  for (let i = 0; i < length; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
    else if (digit === POINT - ZERO && point === length && i > 0 && i < length - 1) point = i;
    else return undefined;
  }
  if (length > EXACT_DIGITS) return Number(`${text}e${shift}`);
  const exponent = shift - Math.max(0, length - 1 - point);
  return exponent < 0 ? mantissa / 10 ** -exponent : mantissa * 10 ** exponent;
}

/** {@link strictDecimal} with an optional leading minus; for clocks, whose epoch is free. */
export function strictSignedDecimal(text: string, shift: number): number | undefined {
  if (text.charCodeAt(0) !== MINUS) return strictDecimal(text, shift);
  const value = strictDecimal(text.slice(1), shift);
  return value === undefined || value === 0 ? value : -value;
}

/** Longer texts name no version. */
const LONGEST_VERSION = 200;

/** Words that stand for nothing, whatever wrote them. */
const NOTHING = /^(nan|null|none|nil|undefined|n\/a)$/i;

/** A version that only equality counts for: plain characters with a letter, which are no number; else undefined. */
export function opaqueVersion(text: string): string | undefined {
  const isPlain = text.length <= LONGEST_VERSION && /^[!-~]*[a-z][!-~]*$/i.test(text);
  return isPlain && Number.isNaN(Number(text)) && !NOTHING.test(text) ? text : undefined;
}
