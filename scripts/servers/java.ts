import { spawnSync } from 'node:child_process';
import { aptInstall, canInstall, installCommand } from '../debian.ts';
import { Stop } from '../stop.ts';

const PACKAGE = 'default-jdk-headless';

/**
 * A Java that runs a source file as it is, which takes a compiler; Debian's is installed where there is none and that is possible.
 * @throws Stop with the command that installs it, where it is missing and cannot be installed
 */
export async function findJava(): Promise<string> {
  if (isPresent()) return 'java';
  const command = installCommand([PACKAGE]);
  if (process.platform !== 'linux' || !canInstall())
    throw new Stop(`There is no Java with a compiler. On Debian, as root or with sudo:\n  ${command}`);
  console.error(`Java: there is none with a compiler, installing Debian's (${PACKAGE}).`);
  await aptInstall([PACKAGE]);
  if (!isPresent()) throw new Stop(`\`${command}\` ended well, but there is no Java with a compiler.`);
  return 'java';
}

function isPresent(): boolean {
  const { status, stdout } = spawnSync('java', ['--list-modules'], { encoding: 'utf8' });
  return status === 0 && stdout.includes('jdk.compiler');
}
