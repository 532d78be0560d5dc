import { realpath } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { CONFIGURATION, SETTING } from '../ids.ts';
import type { BundledSources } from './bundled-sources.ts';
import { chooseCandidate, type CandidateFile } from './choose-candidate.ts';
import { globText } from './glob-text.ts';
import { isInside } from './inside.ts';
import { Searches } from './searches.ts';
import { parseSite, pathOf, type Site } from './site.ts';

/** A place in a file that may be opened without a question. */
export interface Place {
  readonly uri: vscode.Uri;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

/** What became of the text of a site; nothing outside the trusted folders has been touched to find out. */
export type Resolution =
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'ambiguous'; readonly site: Site; readonly files: readonly vscode.Uri[] }
  /** An absolute path outside every trusted folder. */
  | { readonly kind: 'outside'; readonly site: Site; readonly file: vscode.Uri }
  | { readonly kind: 'missing'; readonly site: Site }
  | { readonly kind: 'refused'; readonly why: string };

/** Beyond so many files of one name a choice among them is no help. */
const MOST_CANDIDATES = 200;
/** Folders whose files are never what a trace means. */
const NOT_SEARCHED = '**/{node_modules,.git}/**';
const REMEMBERED = 'raceTrace.sites';

/**
 * Finds the files that a trace's sites mean: by absolute path inside the trusted folders, else by the end of the path
 * among the workspace's files and the bundled sources. Never asks, never shows anything.
 */
export class SiteResolver {
  readonly #bundled: BundledSources;
  readonly #memory: vscode.Memento;
  /** By path: where it was found; looked at again before it is used. */
  readonly #found = new Map<string, vscode.Uri>();
  readonly #searches = new Searches(filesNamed);
  readonly #listeners: readonly vscode.Disposable[];

  constructor(bundled: BundledSources, memory: vscode.Memento) {
    this.#bundled = bundled;
    this.#memory = memory;
    this.#listeners = [
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#searches.forget();
      }),
    ];
  }

  /** Where the text points at. `anew` searches for it, however short a while ago that was done: a person waits for it. */
  async resolve(text: string, anew = false): Promise<Resolution> {
    const parsed = parseSite(text);
    if ('refused' in parsed) return { kind: 'refused', why: parsed.refused };
    const { site } = parsed;
    const path = pathOf(site);
    const known = this.#found.get(path);
    if (known && (await isFile(known))) return placed(known, site);
    this.#found.delete(path);
    const chosen = this.#remembered(path);
    const found =
      chosen && (await isFile(chosen)) ? await ifTrusted(chosen, site) : await this.#find(site, anew);
    if (found.kind === 'place') this.#found.set(path, found.place.uri);
    return found;
  }

  /** Takes a person's choice for this path from now on, in this workspace; it may lead outside, and then is for asking. */
  async remember(site: Site, file: vscode.Uri): Promise<Resolution> {
    const known = this.#memory.get<Record<string, string>>(REMEMBERED, {});
    await this.#memory.update(REMEMBERED, { ...known, [pathOf(site)]: file.toString() });
    const chosen = await ifTrusted(file, site);
    if (chosen.kind === 'place') this.#found.set(pathOf(site), file);
    return chosen;
  }

  /** Takes a person's word that this file may be opened, until the window closes. */
  allow(site: Site, file: vscode.Uri): Place {
    this.#found.set(pathOf(site), file);
    return { uri: file, line: site.line, column: site.column };
  }

  async #find(site: Site, anew: boolean): Promise<Resolution> {
    const file = site.root === '' ? undefined : vscode.Uri.file(pathOf(site));
    const isWithin = file !== undefined && (await isTrusted(file));
    if (isWithin && (await isFile(file))) return placed(file, site);
    // Also where the path begins like an open folder: other machines have folders of that name.
    const choice = chooseCandidate(site, await this.#candidates(site, anew));
    if (choice.kind === 'one') return ifTrusted(choice.id, site);
    if (choice.kind === 'ask') return { kind: 'ambiguous', site, files: choice.ids };
    return file === undefined || isWithin ? { kind: 'missing', site } : { kind: 'outside', site, file };
  }

  async #candidates(site: Site, anew: boolean): Promise<CandidateFile<vscode.Uri>[]> {
    const name = site.segments.at(-1) ?? '';
    const inWorkspace = await this.#searches.filesNamed(name, anew);
    const bundled = (await this.#bundled.files()).filter((uri) => segmentsOf(uri).at(-1) === name);
    return [
      ...[...inWorkspace, ...(await inSourceRoots(site))].map((id) => ({
        id,
        segments: segmentsOf(id),
        origin: 'workspace' as const,
      })),
      ...bundled.map((id) => ({ id, segments: segmentsOf(id), origin: 'bundled' as const })),
    ];
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
  }

  #remembered(path: string): vscode.Uri | undefined {
    const known = new Map(Object.entries(this.#memory.get<Record<string, string>>(REMEMBERED, {})));
    const text = known.get(path);
    return text === undefined ? undefined : vscode.Uri.parse(text, true);
  }
}

/** All files of the workspace with that name, as far as a choice among them is any help. */
async function filesNamed(name: string): Promise<readonly vscode.Uri[]> {
  if (vscode.workspace.workspaceFolders === undefined) return [];
  return vscode.workspace.findFiles(`**/${globText(name)}`, NOT_SEARCHED, MOST_CANDIDATES);
}

/** The file, if it may be opened without a question: a link among the workspace's files may lead out of it. */
async function ifTrusted(file: vscode.Uri, site: Site): Promise<Resolution> {
  return file.scheme !== 'file' || (await isTrusted(file))
    ? placed(file, site)
    : { kind: 'outside', site, file };
}

function placed(uri: vscode.Uri, site: Site): Resolution {
  return { kind: 'place', place: { uri, line: site.line, column: site.column } };
}

function segmentsOf(uri: vscode.Uri): string[] {
  return uri.path.split('/').filter((segment) => segment !== '');
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}

/** The file of each configured root that the longest end of the path leads to. */
async function inSourceRoots(site: Site): Promise<vscode.Uri[]> {
  const found = sourceRoots().map(async (root) => {
    for (let from = 0; from < site.segments.length; from++) {
      const file = vscode.Uri.joinPath(vscode.Uri.file(root), ...site.segments.slice(from));
      if ((await isTrusted(file)) && (await isFile(file))) return [file];
    }
    return [];
  });
  return (await Promise.all(found)).flat();
}

/** Whether a path on disk lies in an open folder or a configured root; a link that leads out of them does not. */
async function isTrusted(file: vscode.Uri): Promise<boolean> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const roots = [
    ...folders.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath),
    ...sourceRoots(),
  ];
  if (!isInside(file.fsPath, roots)) return false;
  const real = await realOf(file.fsPath);
  return (
    real === undefined ||
    isInside(real, await Promise.all(roots.map(async (root) => (await realOf(root)) ?? root)))
  );
}

/** The configured roots; one that is not an absolute path means nothing. */
function sourceRoots(): string[] {
  const configured = vscode.workspace.getConfiguration(CONFIGURATION).get<unknown>(SETTING.sourceRoots);
  return Array.isArray(configured)
    ? configured.filter((root): root is string => typeof root === 'string' && isAbsolute(root))
    : [];
}

/** The path without symbolic links, or undefined if there is nothing. */
async function realOf(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch {
    return undefined;
  }
}
