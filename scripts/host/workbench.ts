import type { BrowserContext } from 'playwright-core';
import type { Server } from './server.ts';

/** What a workbench in a browser is to open. Paths are absolute. */
export interface WorkbenchTarget {
  readonly server: Pick<Server, 'port' | 'token'>;
  /** Undefined: no folder. */
  readonly folder: string | undefined;
  readonly extensionDevelopmentPaths: readonly string[];
  /** A CommonJS file, with its ending, that exports `run`. */
  readonly extensionTestsPath?: string;
  /** Environment of the extension host, besides the server's own. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The address of a workbench with the target's extensions. */
export function workbenchUrl(target: WorkbenchTarget): string {
  // 127.0.0.1, not a name: webviews need service workers, and those a secure context.
  const authority = `127.0.0.1:${target.server.port}`;
  const remote = (path: string) => `vscode-remote://${authority}${encodeURI(path)}`;
  const payload: [string, string][] = [
    ...target.extensionDevelopmentPaths.map((path): [string, string] => [
      'extensionDevelopmentPath',
      remote(path),
    ]),
    ['skipWelcome', 'true'],
  ];
  if (target.extensionTestsPath !== undefined)
    payload.push(['extensionTestsPath', remote(target.extensionTestsPath)]);
  if (target.environment !== undefined)
    payload.push(['extensionEnvironment', JSON.stringify(target.environment)]);
  const query = new URLSearchParams({ tkn: target.server.token, payload: JSON.stringify(payload) });
  if (target.folder === undefined) query.set('ew', 'true');
  else query.set('folder', target.folder);
  return `http://${authority}/?${query.toString()}`;
}

/**
 * Opens the workbench and resolves to the tests' exit code when they have ended. `onLog` gets what the extension host
 * prints, `onStart` the moment from which on it can.
 */
export async function runInWorkbench(
  context: BrowserContext,
  target: WorkbenchTarget,
  onLog: (type: string, text: string) => void,
): Promise<number> {
  const page = context.pages()[0] ?? (await context.newPage());
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  // Both must exist before the page loads: the workbench looks for them once.
  await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
    onLog(type, args.map(String).join(' '));
  });
  await page.exposeFunction('codeAutomationExit', resolve);
  page.once('crash', () => {
    reject(new Error('The workbench page crashed.'));
  });
  page.once('close', () => {
    reject(new Error('The workbench page was closed.'));
  });
  // The silence of the tests is what ends a workbench that does not load.
  await page.goto(workbenchUrl(target), { timeout: 0 });
  return promise;
}
