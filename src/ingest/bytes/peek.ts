/** The first chunks of a stream, and the whole stream again. */
export interface Peeked {
  readonly head: Uint8Array;
  readonly chunks: AsyncGenerator<Uint8Array>;
}

/** Looks at a stream until it ends, or until a chunk and the bytes up to its end are `enough`. */
export async function peek(
  source: AsyncIterable<Uint8Array>,
  enough: (chunk: Uint8Array, bytes: number) => boolean,
): Promise<Peeked> {
  const rest = source[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let bytes = 0;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    // A copy: the source may use its buffer again.
    first.push(Buffer.from(next.value));
    bytes += next.value.length;
    if (enough(next.value, bytes)) break;
  }
  const head = first.length === 1 ? first[0]! : Buffer.concat(first);
  return { head, chunks: again(head, rest) };
}

async function* again(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
