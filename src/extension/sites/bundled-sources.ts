import * as vscode from 'vscode';
import { SOURCE_SCHEME } from '../ids.ts';

/** The reproducer's own service, whose lines a bundled trace points at, relative to the extension. */
const FOLDER = 'src/harness/service';

/**
 * The reproducer's sources, which travel in the extension, as a read-only file system: so that the jump to the line works
 * where the extension is installed without its repository, and a tab with such a source comes back after a reload.
 */
export class BundledSources implements vscode.FileSystemProvider {
  readonly #root: vscode.Uri;
  readonly #never = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#never.event;
  #files: Promise<vscode.Uri[]> | undefined;

  constructor(extensionUri: vscode.Uri) {
    this.#root = extensionUri;
  }

  /** Every bundled source, in its own scheme. */
  files(): Promise<vscode.Uri[]> {
    this.#files ??= this.#list(vscode.Uri.from({ scheme: SOURCE_SCHEME, path: `/${FOLDER}` }));
    return this.#files;
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return {
      ...(await vscode.workspace.fs.stat(this.#real(uri))),
      permissions: vscode.FilePermission.Readonly,
    };
  }

  readFile(uri: vscode.Uri): Thenable<Uint8Array> {
    return vscode.workspace.fs.readFile(this.#real(uri));
  }

  readDirectory(uri: vscode.Uri): Thenable<[string, vscode.FileType][]> {
    return vscode.workspace.fs.readDirectory(this.#real(uri));
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  async #list(folder: vscode.Uri): Promise<vscode.Uri[]> {
    const entries = await this.readDirectory(folder);
    const lists = entries.map(async ([name, type]): Promise<vscode.Uri[]> => {
      const child = vscode.Uri.joinPath(folder, name);
      return type === vscode.FileType.Directory ? this.#list(child) : [child];
    });
    return (await Promise.all(lists)).flat();
  }

  /** The file behind a URI of the scheme; nothing outside the one folder exists. */
  #real(uri: vscode.Uri): vscode.Uri {
    const { path } = uri.with({ path: vscode.Uri.joinPath(uri, '.').path });
    if (path !== `/${FOLDER}` && !path.startsWith(`/${FOLDER}/`))
      throw vscode.FileSystemError.FileNotFound(uri);
    return vscode.Uri.joinPath(this.#root, path);
  }
}

/** Whether a file is one of the reproducer's own service, as it travels in the extension or in this project's own folder. */
export function isBundledSource({ scheme, path }: vscode.Uri): boolean {
  return scheme === SOURCE_SCHEME || path.includes(`/${FOLDER}/`);
}

/** Makes the scheme known to the editor. */
export function registerBundledSources(sources: BundledSources): vscode.Disposable {
  return vscode.workspace.registerFileSystemProvider(SOURCE_SCHEME, sources, {
    isReadonly: new vscode.MarkdownString('This source belongs to the bundled reproducer and is read-only.'),
    isCaseSensitive: true,
  });
}
