import { isObject, type Json, type JsonRecord } from '../../json-value.ts';
import { itemsOf, membersOf } from '../values.ts';

/** Attributes as OTLP/JSON writes them, a list of keys and typed values, as one object. */
export function otlpAttributes(list: Json | undefined): JsonRecord {
  const entries = itemsOf(list)
    .map(membersOf)
    .flatMap(({ key, value }): [string, Json][] =>
      typeof key === 'string' ? [[key, otlpValue(value)]] : [],
    );
  return Object.fromEntries(entries);
}

/** A typed value; whole numbers of 64 bits are texts in it. */
function otlpValue(value: Json | undefined): Json {
  const { arrayValue, kvlistValue, ...plain } = membersOf(value);
  if (isObject(arrayValue)) return itemsOf(arrayValue.values).map(otlpValue);
  if (isObject(kvlistValue)) return otlpAttributes(kvlistValue.values);
  return Object.values(plain)[0] ?? null;
}
