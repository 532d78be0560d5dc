/** Numbers of the types whose binary form is known: https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat */
const TYPE = {
  bool: 16,
  name: 19,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  oid: 26,
  json: 114,
  xid: 28,
  float4: 700,
  float8: 701,
  bpchar: 1042,
  varchar: 1043,
  uuid: 2950,
  xid8: 5069,
} as const;

/** A value of the wire as the text that the server would write it as; null for NULL, undefined for an unknown binary form. */
export function textOf(value: Buffer | null, format: number, type: number): string | null | undefined {
  if (value === null) return null;
  if (format === 0) return value.toString();
  switch (type) {
    case TYPE.bool:
      return value[0] === 1 ? 't' : 'f';
    case TYPE.int2:
      return value.length === 2 ? String(value.readInt16BE()) : undefined;
    case TYPE.int4:
      return value.length === 4 ? String(value.readInt32BE()) : undefined;
    case TYPE.int8:
      return value.length === 8 ? String(value.readBigInt64BE()) : undefined;
    case TYPE.oid:
    case TYPE.xid:
      return value.length === 4 ? String(value.readUInt32BE()) : undefined;
    case TYPE.xid8:
      return value.length === 8 ? String(value.readBigUInt64BE()) : undefined;
    case TYPE.float4:
      return value.length === 4 ? String(Math.fround(value.readFloatBE())) : undefined;
    case TYPE.float8:
      return value.length === 8 ? String(value.readDoubleBE()) : undefined;
    case TYPE.text:
    case TYPE.varchar:
    case TYPE.bpchar:
    case TYPE.name:
    case TYPE.json:
      return value.toString();
    case TYPE.uuid:
      return value.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    default:
      return undefined;
  }
}

/** The format of one value among many: all have the one that is there, or each its own, or all are text. */
export function formatAt(formats: readonly number[], at: number): number {
  return formats.length === 1 ? formats[0]! : (formats[at] ?? 0);
}
