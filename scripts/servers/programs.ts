import { existsSync, globSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { aptInstall, canInstall, installCommand } from '../debian.ts';
import { exclusively } from '../exclusive.ts';
import { Stop } from '../stop.ts';

/** A server that Debian has a package of. */
export interface ServerPackage {
  readonly name: string;
  readonly debian: string;
  /** A program of it. */
  readonly program: string;
  /** Where it may be besides the PATH, as glob patterns. */
  readonly elsewhere?: readonly string[];
}

/**
 * Path of the server's program; its package is installed where that is possible.
 * @throws Stop with the command that installs it, where it is missing and cannot be installed
 */
export function findServer(server: ServerPackage): Promise<string> {
  return findOrInstall(server, () => present(server));
}

/**
 * What `present` finds, for which Debian's package is installed where it finds nothing and that is possible.
 * @throws Stop with the command that installs it, where it is missing and cannot be installed
 */
export async function findOrInstall(
  { name, debian }: Pick<ServerPackage, 'name' | 'debian'>,
  present: () => string | undefined,
): Promise<string> {
  const found = present();
  if (found !== undefined) return found;
  const command = installCommand([debian]);
  if (process.platform !== 'linux' || !canInstall()) {
    throw new Stop(`${name} is not installed. On Debian, as root or with sudo:\n  ${command}`);
  }
  return exclusively(
    join(tmpdir(), 'race-trace-servers.lock'),
    () => {
      console.error(`${name}: another process is installing; waiting.`);
    },
    async () => {
      const meanwhile = present();
      if (meanwhile !== undefined) return meanwhile;
      console.error(`${name}: none here, installing Debian's (${debian}).`);
      await aptInstall([debian]);
      const installed = present();
      if (installed === undefined) throw new Stop(`\`${command}\` ended well, but brought no ${name}.`);
      return installed;
    },
  );
}

function present({ program, elsewhere = [] }: ServerPackage): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
  // Of several versions the newest.
  return [...elsewhere.flatMap((pattern) => globSync(pattern).sort().reverse()), ...onPath].find(existsSync);
}
