import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findJava } from '../../scripts/servers/java.ts';
import { findOrInstall, findServer } from '../../scripts/servers/programs.ts';
import { findPython } from '../../scripts/servers/python.ts';

const PROGRAMS = join(import.meta.dirname, 'programs');
const DRIVER = '/usr/share/java/postgresql.jar';
const run = promisify(execFile);

/** Runs a program to its end; what it printed, errors after the rest. */
export async function output(
  program: string,
  args: readonly string[],
  input?: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const running = run(program, args, { timeout: 120_000, env: { ...process.env, ...env } });
  running.child.stdin?.end(input);
  const { stdout, stderr } = await running;
  return stdout + stderr;
}

/** The programs that come with PostgreSQL, by their names. */
export async function postgresProgram(name: 'psql' | 'pgbench'): Promise<string> {
  const elsewhere = [`/usr/lib/postgresql/*/bin/${name}`];
  return findServer({
    name,
    debian: name === 'psql' ? 'postgresql-client' : 'postgresql',
    program: name,
    elsewhere,
  });
}

/** Python with psycopg2, on these databases; what it printed of each. */
export async function psycopg2(): Promise<(urls: readonly string[]) => Promise<readonly string[]>> {
  const python = await findPython({ module: 'psycopg2', debian: 'python3-psycopg2' });
  return async (urls) => parts(await output(python, [join(PROGRAMS, 'client.py'), ...urls]));
}

/** Java with JDBC, on these databases; what it printed of each. */
export async function jdbc(): Promise<(urls: readonly string[]) => Promise<readonly string[]>> {
  const java = await findJava();
  const driver = await findOrInstall(
    { name: "PostgreSQL's JDBC driver", debian: 'libpostgresql-jdbc-java' },
    () => (existsSync(DRIVER) ? DRIVER : undefined),
  );
  return async (urls) =>
    parts(
      await output(java, [
        '-XX:TieredStopAtLevel=1',
        '-cp',
        driver,
        join(PROGRAMS, 'Client.java'),
        ...urls.map(jdbcUrl),
      ]),
    );
}

/** From the second use on a statement has a name, and so a binary form. */
function jdbcUrl(url: string): string {
  const { host, pathname, username, searchParams } = new URL(url);
  searchParams.set('user', username);
  searchParams.set('prepareThreshold', '1');
  return `jdbc:postgresql://${host}${pathname}?${searchParams.toString()}`;
}

function parts(printed: string): readonly string[] {
  return printed.split('--\n').slice(0, -1);
}

/** Where a program's own tools are. */
export function beside(program: string, name: string): string {
  return join(dirname(program), name);
}
