import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { RACE } from '../support/files.ts';
import { hostTest } from '../support/host-test.ts';
import { openTrace } from '../support/swimlane.ts';
import { clearWindow } from '../support/window.ts';

const SCHEME = 'race-trace-memory';

/** A file system that only VS Code can read, as those of remote repositories are. */
class MemoryFiles implements vscode.FileSystemProvider {
  readonly #files = new Map<string, { bytes: Uint8Array; mtime: number }>();
  readonly #changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changes.event;

  put(path: string, bytes: Uint8Array): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: SCHEME, path });
    const known = this.#files.has(path);
    this.#files.set(path, { bytes, mtime: Date.now() });
    const type = known ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created;
    this.#changes.fire([{ type, uri }]);
    return uri;
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const file = this.#file(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: file.mtime, size: file.bytes.length };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.#file(uri).bytes;
  }

  readDirectory(): [string, vscode.FileType][] {
    return [...this.#files.keys()].map((path) => [path.slice(1), vscode.FileType.File]);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  writeFile(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  #file(uri: vscode.Uri): { bytes: Uint8Array; mtime: number } {
    const file = this.#files.get(uri.path);
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    return file;
  }
}

describe('A trace that is not on disk', () => {
  const files = new MemoryFiles();
  let registration: vscode.Disposable | undefined;

  before(() => {
    registration = vscode.workspace.registerFileSystemProvider(SCHEME, files, { isCaseSensitive: true });
  });
  beforeEach(clearWindow);
  after(() => {
    registration?.dispose();
  });

  it('is shown like any other, with the manifest beside it', async () => {
    const sample = (name: string): Promise<Buffer> => readFile(join(hostTest.root, 'sample-traces', name));
    files.put('/sample.run.json', await sample('two-client-unsafe.run.json'));
    const lanes = await openTrace(
      files.put('/sample.trace.csv', await sample('two-client-unsafe.trace.csv')),
    );
    await lanes.says(/1 of 3 versions should not exist/);
    await lanes.writes(/mismatch \+1/);
  });

  it('is read again when it changes', async () => {
    const half = RACE.split('\n').slice(0, 2).join('\n');
    const lanes = await openTrace(files.put('/growing.trace.csv', new TextEncoder().encode(`${half}\n`)));
    await lanes.says(/: 1 attempts? on 1 lane/);
    files.put('/growing.trace.csv', new TextEncoder().encode(RACE));
    await lanes.says(/: 2 attempts on 2 lanes/);
  });
});
