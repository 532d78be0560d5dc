import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Stop } from '../stop.ts';
import { codeServerFolder } from './code-server.ts';

/** Where a VS Code keeps what it remembers; each run of the tests has its own. */
export interface HostFolders {
  readonly userData: string;
  readonly extensions: string;
}

export interface ServerOptions extends HostFolders {
  /** 0 takes any free one. */
  readonly port: number;
  /** False asks the person whether a folder is trusted, and until then runs in Restricted Mode. */
  readonly trustAll: boolean;
  /** Everything that the server says. */
  readonly logFile: string;
}

/** A running VS Code server on 127.0.0.1. */
export interface Server {
  readonly port: number;
  /** Without it the server refuses every request: other people and web pages on this machine can reach the port too. */
  readonly token: string;
  /** Resolves when the server has ended, by itself or stopped. */
  readonly ended: Promise<void>;
  /** Ends the server and all that it has started. */
  readonly stop: () => Promise<void>;
}

/** For a busy machine; a quiet one takes two seconds. */
const START_TIMEOUT_MS = 180_000;

/** Starts the VS Code server and resolves when it listens. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const folder = await codeServerFolder();
  const token = randomBytes(16).toString('hex');
  const args = [
    join(folder, 'out', 'server-main.js'),
    ...['--host', '127.0.0.1', '--port', String(options.port)],
    ...['--connection-token', token, '--accept-server-license-terms', '--telemetry-level', 'off'],
    ...['--server-data-dir', join(options.userData, 'server'), '--user-data-dir', options.userData],
    ...['--extensions-dir', options.extensions],
    // Without it a built VS Code ignores the extension under test, and its tests silently never run.
    '--enable-smoke-test-driver',
    ...(options.trustAll ? ['--disable-workspace-trust'] : []),
  ];
  // A process group of its own, so that stopping it takes its extension hosts along.
  const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(options.logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      log.end(resolve);
    });
  });
  const stop = async () => {
    killGroup(child);
    await ended;
  };
  try {
    return { port: await listeningPort(child), token, ended, stop };
  } catch (error) {
    await stop();
    throw new Stop(`The VS Code server did not start (${(error as Error).message}); see ${options.logFile}`);
  }
}

function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`silent for ${START_TIMEOUT_MS / 1000} s`));
    }, START_TIMEOUT_MS);
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`exit code ${String(code)}`));
    });
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has already ended.
  }
}
