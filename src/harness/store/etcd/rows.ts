import type { StoreRow } from '../store-driver.ts';
import { etcdGateway } from './gateway.ts';

interface Range {
  readonly kvs?: readonly { readonly key: string; readonly value?: string; readonly mod_revision: string }[];
  readonly more?: boolean;
}

/** Keys in one answer. */
const AT_ONCE = 1000;

/** A row for each key that begins with `prefix`: what follows in the key, the value, and the revision that wrote it. */
export async function etcdRows(
  endpoints: readonly string[],
  prefix: string,
  timeoutMs: number,
): Promise<readonly StoreRow[]> {
  const gateway = etcdGateway(endpoints, timeoutMs);
  const rows: StoreRow[] = [];
  const end = behind(Buffer.from(prefix, 'utf8')).toString('base64');
  try {
    for (let from = Buffer.from(prefix === '' ? '\0' : prefix, 'utf8'); ;) {
      const body = { key: from.toString('base64'), range_end: end, limit: AT_ONCE };
      const { kvs = [], more } = (await gateway.call({ path: 'kv/range', body, repeatable: true })) as Range;
      for (const { key, value = '', mod_revision: version } of kvs)
        rows.push({ key: textOf(key).slice(prefix.length), value: textOf(value), version });
      const last = kvs.at(-1);
      if (more !== true || last === undefined) return rows;
      from = Buffer.concat([Buffer.from(last.key, 'base64'), Buffer.from([0])]);
    }
  } finally {
    gateway.close();
  }
}

/** The first key behind all that begin so: a zero stands for the end of all keys. */
function behind(prefix: Buffer): Buffer {
  const last = prefix.findLastIndex((byte) => byte < 255);
  if (last < 0) return Buffer.from([0]);
  const end = Buffer.from(prefix.subarray(0, last + 1));
  end[last]! += 1;
  return end;
}

function textOf(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}
