import { join } from 'node:path';
import { freePort } from '../host/port.ts';
import { findServer } from './programs.ts';
import { dataFolder, endServer, startServer, type Server } from './server-process.ts';

/** One server of an etcd cluster. */
export interface EtcdMember {
  /** `host:port` for clients. */
  readonly endpoint: string;
  /** Whether this member leads the cluster now. */
  leads(): Promise<boolean>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

/** A cluster of several members; its URL names them all. */
export interface EtcdCluster extends Server {
  readonly members: readonly EtcdMember[];
}

/** Starts a cluster of Debian's etcd and resolves when its members have a leader. */
export async function startEtcd(size = 3): Promise<EtcdCluster> {
  const program = await findServer({ name: 'etcd', debian: 'etcd-server', program: 'etcd' });
  const data = dataFolder('etcd');
  const ports: { client: number; peer: number }[] = [];
  for (let member = 0; member < size; member++) {
    ports.push({ client: await freePort(), peer: await freePort() });
  }
  const cluster = ports.map(({ peer }, member) => `m${member}=http://127.0.0.1:${peer}`).join(',');
  const started = await Promise.allSettled(
    ports.map(({ client, peer }, member) =>
      startMember(program, cluster, `m${member}`, join(data.path, `m${member}`), client, peer),
    ),
  );
  const members = started.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const stop = async () => {
    await Promise.all(members.map((member) => member.kill()));
    data.remove();
  };
  const failure = started.find((start) => start.status === 'rejected');
  if (failure !== undefined) {
    await stop();
    throw failure.reason;
  }
  return { url: `etcd://${members.map(({ endpoint }) => endpoint).join(',')}`, members, stop };
}

async function startMember(
  program: string,
  cluster: string,
  name: string,
  folder: string,
  client: number,
  peer: number,
): Promise<EtcdMember> {
  const clientUrl = `http://127.0.0.1:${client}`;
  const peerUrl = `http://127.0.0.1:${peer}`;
  const options = {
    name,
    'data-dir': folder,
    'listen-client-urls': clientUrl,
    'advertise-client-urls': clientUrl,
    'listen-peer-urls': peerUrl,
    'initial-advertise-peer-urls': peerUrl,
    'initial-cluster': cluster,
    'initial-cluster-state': 'new',
    logger: 'zap',
    'log-level': 'warn',
  };
  const child = await startServer({
    name: `etcd ${name}`,
    program,
    args: Object.entries(options).map(([option, value]) => `--${option}=${value}`),
    deathSignal: 'KILL',
    // A linearizable read needs a leader.
    ready: () => ask(clientUrl, 'kv/range', { key: 'AA==' }),
  });
  return {
    endpoint: `127.0.0.1:${client}`,
    leads: async () => {
      const { leader, header } = (await ask(clientUrl, 'maintenance/status', {})) as {
        leader?: string;
        header: { member_id: string };
      };
      return leader === header.member_id;
    },
    kill: () => endServer(child, 'SIGKILL'),
  };
}

async function ask(url: string, path: string, body: object): Promise<unknown> {
  const signal = AbortSignal.timeout(2000);
  const response = await fetch(`${url}/v3/${path}`, { method: 'POST', body: JSON.stringify(body), signal });
  if (!response.ok) throw new Error(`etcd answered ${response.status}`);
  return response.json();
}
