import { spawnSync } from 'node:child_process';
import { aptInstall, canInstall, installCommand } from '../debian.ts';
import { Stop } from '../stop.ts';

/** The one that Debian's packages of modules belong to may not be the first of the PATH. */
const PYTHONS = ['python3', '/usr/bin/python3'];

/**
 * A Python that can import the module; Debian's package of it is installed where there is none and that is possible.
 * @throws Stop with the command that installs it, where it is missing and cannot be installed
 */
export async function findPython({ module, debian }: { module: string; debian: string }): Promise<string> {
  const found = present(module);
  if (found !== undefined) return found;
  const command = installCommand([debian]);
  if (process.platform !== 'linux' || !canInstall())
    throw new Stop(`No Python has the module ${module}. On Debian, as root or with sudo:\n  ${command}`);
  console.error(`Python: none here has the module ${module}, installing Debian's (${debian}).`);
  await aptInstall([debian]);
  const installed = present(module);
  if (installed === undefined)
    throw new Stop(`\`${command}\` ended well, but no Python has the module ${module}.`);
  return installed;
}

function present(module: string): string | undefined {
  return PYTHONS.find((python) => spawnSync(python, ['-c', `import ${module}`]).status === 0);
}
