import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
// By its namespace, so that a Node that lacks the function can still load this program.
import * as util from 'node:util';

const MOST_FRAMES = 30;
/** What lies beside this file is no code of the user's, bundled or not. */
const OWN_FOLDER = dirname(pathOf(import.meta.url));

/** The line of the user's code that is nearest above the caller, as `path:line:column` from the working folder; '' if none is. */
export function userCallSite(): string {
  for (const frame of util.getCallSites(MOST_FRAMES)) {
    const path = pathOf(frame.scriptName);
    if (path === '' || path.startsWith('node:') || /[\\/]node_modules[\\/]/.test(path)) continue;
    if (dirname(path) === OWN_FOLDER) continue;
    // Node 22.13 calls the column by its older name.
    const { columnNumber, column } = frame as { columnNumber?: number; column?: number };
    const near = relative('', path).replaceAll('\\', '/');
    return `${near.startsWith('..') ? path : near}:${frame.lineNumber}:${columnNumber ?? column ?? 1}`;
  }
  return '';
}

function pathOf(script: string): string {
  // A module that was imported anew has a query, as loaders add it.
  return script.startsWith('file:') ? fileURLToPath(script.replace(/[?#].*$/, '')) : script;
}
