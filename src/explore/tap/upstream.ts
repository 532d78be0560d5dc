import { connect, isIP, type Socket } from 'node:net';
import { join } from 'node:path';
import { withoutPasswords } from '../../core/words/passwords.ts';

const SCHEMES = ['postgres:', 'postgresql:'];
const POSTGRES_PORT = 5432;

/** Where a database listens. */
export interface Upstream {
  readonly url: URL;
  /** `host:port` or a path, without a password. */
  readonly text: string;
  connect(): Socket;
}

/** Reads the URL of a database. @throws Error with a sentence, without its password */
export function upstreamOf(url: string): Upstream {
  const shown = withoutPasswords(url);
  if (!URL.canParse(url)) throw new Error(`"${shown}" is no URL; write postgres://user@host:5432/database`);
  const parsed = new URL(url);
  if (!SCHEMES.includes(parsed.protocol))
    throw new Error(`a tap speaks the protocol of PostgreSQL, and "${shown}" is no postgres:// URL`);
  const given = (inUrl: string, name: string) => (inUrl === '' ? parsed.searchParams.get(name) : inUrl);
  const port = Number(given(parsed.port, 'port') ?? POSTGRES_PORT);
  const host = given(parsed.hostname, 'host') ?? 'localhost';
  if (/^(require|verify-)/.test(parsed.searchParams.get('sslmode') ?? ''))
    throw new Error(
      `${shown} demands TLS, which a tap does not speak to the database: use a local database without it, or sslmode=prefer`,
    );
  const bare = host.replace(/^\[|\]$/g, '');
  if (bare.startsWith('/')) {
    const path = join(bare, `.s.PGSQL.${port}`);
    return { url: parsed, text: path, connect: () => connect({ path }) };
  }
  return {
    url: parsed,
    text: `${host}:${port}`,
    connect: () => connect({ host: bare, port, noDelay: true }),
  };
}

/** The same URL with the address of a tap in it, by which no encryption is asked for. */
export function urlThrough({ url }: Upstream, host: string, port: number): string {
  const through = new URL(url);
  for (const name of ['host', 'port']) through.searchParams.delete(name);
  through.hostname = isIP(host) === 6 ? `[${host}]` : host;
  through.port = String(port);
  return through.href;
}
