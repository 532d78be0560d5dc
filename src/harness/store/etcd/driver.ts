import { withoutPasswords } from '../../../core/words/passwords.ts';
import { lazyStore } from '../decorators/lazy-store.ts';
import type { StoreAddress, StoreDriver } from '../store-driver.ts';
import { etcdStore } from './etcd-store.ts';
import { etcdGateway } from './gateway.ts';
import { etcdRows } from './rows.ts';

const FORM = 'etcd://HOST:PORT[,HOST:PORT…][/PREFIX]';

/** A prefix of keys in etcd. */
export const etcd = {
  urls: /^etcd:\/\//,
  form: FORM,
  place: 'server',
  packages: [],
  open({ server, timeoutMs, namespace }) {
    const { endpoints, folder } = placeOf(server);
    return lazyStore('monotonic', () =>
      Promise.resolve(etcdStore(endpoints, `${folder}${namespace}/`, timeoutMs)),
    );
  },
  namespaces: prefixesOn,
  reader: {
    queries: 'the beginning of the keys, such as stock/',
    scheme: 'monotonic',
    rows: ({ server, timeoutMs }, query) => {
      const { endpoints, folder } = placeOf(server);
      return etcdRows(endpoints, `${folder}${query}`, timeoutMs);
    },
  },
} as const satisfies StoreDriver;

/** The members of the cluster that a URL names, each as `host:port`, and what its keys begin with: nothing, or `PREFIX/`. @throws Error on any other URL */
function placeOf(server: string): { readonly endpoints: readonly string[]; readonly folder: string } {
  const parts = /^etcd:\/\/([^/?#,]+:\d+(?:,[^/?#,]+:\d+)*)(?:\/([^?#]*?))?\/?$/.exec(server);
  if (parts === null) throw new Error(`${JSON.stringify(withoutPasswords(server))} is not ${FORM}`);
  const [, hosts = '', prefix = ''] = parts;
  return { endpoints: hosts.split(','), folder: prefix === '' ? '' : `${prefix}/` };
}

/** From one namespace to the next: a namespace may hold a key for every request of a run. */
async function prefixesOn({ server, timeoutMs }: StoreAddress, beginning: string): Promise<string[]> {
  const { endpoints, folder } = placeOf(server);
  const gateway = etcdGateway(endpoints, timeoutMs);
  const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
  const names: string[] = [];
  const end = base64(`${folder}${beginning}~`);
  try {
    for (let from = `${folder}${beginning}`; ;) {
      const body = { key: base64(from), range_end: end, limit: 1, keys_only: true };
      const { kvs = [] } = (await gateway.call({ path: 'kv/range', body, repeatable: true })) as {
        kvs?: readonly { readonly key: string }[];
      };
      const [first] = kvs;
      if (first === undefined) return names;
      const [name = ''] = Buffer.from(first.key, 'base64').toString('utf8').slice(folder.length).split('/');
      names.push(name);
      // The character after `/`: what comes behind every key of this namespace.
      from = `${folder}${name}0`;
    }
  } finally {
    gateway.close();
  }
}
