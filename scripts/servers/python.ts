import { spawnSync } from 'node:child_process';
import { findOrInstall } from './programs.ts';

/** The one that Debian's packages of modules belong to may not be the first of the PATH. */
const PYTHONS = ['python3', '/usr/bin/python3'];

/**
 * A Python that can import the module; Debian's package of it is installed where there is none and that is possible.
 * @throws Stop with the command that installs it, where it is missing and cannot be installed
 */
export function findPython({ module, debian }: { module: string; debian: string }): Promise<string> {
  const imports = (python: string) => spawnSync(python, ['-c', `import ${module}`]).status === 0;
  return findOrInstall({ name: `Python with ${module}`, debian }, () => PYTHONS.find(imports));
}
