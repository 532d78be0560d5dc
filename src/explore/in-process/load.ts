import { spawnSync } from 'node:child_process';
// By its namespace, so that a Node that lacks the function can still load this program.
import * as nodeModule from 'node:module';
import { pathToFileURL } from 'node:url';
import { messageOf } from '../../core/words/errors.ts';
import { clipped } from '../../core/words/printable.ts';
import { raceModule, RaceModuleError, type RaceModule } from './module.ts';

/** What modules import from this package. */
const SPECIFIER = 'race-trace/explore';

/** Imports a module and reads what it exports; `path` is absolute. @throws RaceModuleError */
export async function loadRaceModule(path: string): Promise<RaceModule> {
  giveEntry();
  let exported: Readonly<Record<string, unknown>>;
  try {
    exported = (await import(pathToFileURL(path).href)) as typeof exported;
  } catch (error) {
    throw new RaceModuleError(`the module cannot be loaded: ${clipped(reasonOf(error, path), 400)}`, {
      cause: error,
    });
  }
  return raceModule(exported);
}

/** Makes the import work whether or not the package is installed where the module lies. Older Nodes need it to be. */
function giveEntry(): void {
  const own = new URL(import.meta.url.endsWith('.ts') ? './entry.ts' : './explore.js', import.meta.url).href;
  const { registerHooks } = nodeModule as Partial<typeof nodeModule>;
  registerHooks?.({
    resolve: (specifier, context, next) =>
      specifier === SPECIFIER ? { url: own, shortCircuit: true } : next(specifier, context),
  });
}

/** Why an import failed; of the module's own syntax with the line, which the error itself does not have. */
function reasonOf(error: unknown, path: string): string {
  const message = messageOf(error);
  if (!(error instanceof SyntaxError)) return message;
  const { stderr } = spawnSync(process.execPath, ['--check', path], { encoding: 'utf8', timeout: 5000 });
  const line = /^.*:(\d+)$/m.exec(stderr)?.[1];
  return line === undefined ? message : `${message}, line ${line}`;
}
