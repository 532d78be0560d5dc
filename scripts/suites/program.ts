import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Path from the project's root of the JavaScript behind a program of an installed package, e.g. `tsc` of `typescript`. */
export function programOf(root: string, name: string, program: string): string {
  const folder = `node_modules/${name}`;
  const { bin = {} } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    bin?: string | Readonly<Record<string, string>>;
  };
  const path = typeof bin === 'string' ? bin : bin[program];
  if (path === undefined) throw new Error(`The package ${name} has no program ${program}.`);
  return join(folder, path);
}
