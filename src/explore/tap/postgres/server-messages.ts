import type { ServerError } from '../unit.ts';
import { FrameFields, frameOf } from './framing.ts';
import type { Column } from './prepared.ts';
import { formatAt, textOf } from './values.ts';

/** The columns of a description of rows. */
export function columnsOf(frame: Buffer): readonly Column[] {
  const fields = new FrameFields(frame);
  return Array.from({ length: fields.int16() }, () => {
    const name = fields.text().toLowerCase();
    fields.int32();
    fields.int16();
    const type = fields.int32();
    fields.int16();
    fields.int32();
    return { name, type, format: fields.int16() };
  });
}

/** The values of a row in the columns that are shown. @param formats of the columns, where their description does not say them */
export function rowOf(
  frame: Buffer,
  columns: readonly Column[],
  formats: readonly number[] | undefined,
  shown: ReadonlySet<string>,
): ReadonlyMap<string, string | null | undefined> {
  const fields = new FrameFields(frame);
  const count = Math.min(fields.int16(), columns.length);
  const row = new Map<string, string | null | undefined>();
  for (let at = 0; at < count; at++) {
    const { name, type, format } = columns[at]!;
    const value = fields.value();
    if (shown.has(name))
      row.set(name, textOf(value, formats === undefined ? format : formatAt(formats, at), type));
  }
  return row;
}

/** The rows that a command tag counts: of `INSERT 0 1` one. */
export function rowCountOf(tag: string): number | undefined {
  const [, count] = / (\d+)$/.exec(tag) ?? [];
  return count === undefined ? undefined : Number(count);
}

/** An error or a notice of the server. */
export function errorOf(frame: Buffer): ServerError {
  const fields = new FrameFields(frame);
  let [code, message] = ['', ''];
  while (fields.hasMore) {
    const field = fields.byte();
    if (field === 0) break;
    const text = fields.text();
    if (field === 0x43) code = text;
    else if (field === 0x4d) message = text;
  }
  return { code, message };
}

/** The process and the key by which a connection can ask to cancel what it does. */
export function keyDataOf(frame: Buffer): { readonly pid: number; readonly key: string } {
  const fields = new FrameFields(frame);
  return { pid: fields.int32(), key: fields.rest().toString('hex') };
}

/** What a server answers that ends a connection before it begins. */
export function fatalError(code: string, message: string): Buffer {
  const fields = ['SFATAL', 'VFATAL', `C${code}`, `M${message}`].map((field) => `${field}\0`);
  return frameOf('E', Buffer.from(`${fields.join('')}\0`));
}
