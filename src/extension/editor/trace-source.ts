import { posix } from 'node:path';
import * as vscode from 'vscode';
import { mappingOf } from '../../ingest/column-names.ts';
import { manifestName } from '../../ingest/run-files/manifest-name.ts';
import { TraceUnreadable } from '../analysis/session.ts';
import type { TraceToOpen } from '../analysis/thread-messages.ts';
import { CONFIGURATION, SETTING } from '../ids.ts';
import { filesOf, nameOf } from './together.ts';

/** Only what a file system of the editor serves is held in memory whole; a file on disk is streamed. */
const LARGEST_IN_MEMORY = 512 * 1024 * 1024;

/**
 * What the analysis thread needs to read a trace: the path of a file on disk, or the bytes of one that only the
 * editor's file systems can read. Throws {@link TraceUnreadable}, or what the file system throws.
 */
export async function traceToOpen(uri: vscode.Uri): Promise<TraceToOpen> {
  return {
    name: nameOf(uri),
    source: uri.scheme === 'file' ? onDisk(uri) : await bytesOf(uri),
    ...traceSettings(uri),
  };
}

/** How the user wants traces in this place to be read. */
export function traceSettings(uri: vscode.Uri): Pick<TraceToOpen, 'columnMap' | 'maxFindings'> {
  const settings = vscode.workspace.getConfiguration(CONFIGURATION, uri);
  return {
    columnMap: columnMapOf(settings.get(SETTING.columnMap)),
    maxFindings: clampFindings(settings.get(SETTING.maxFindings)),
  };
}

function onDisk(uri: vscode.Uri): TraceToOpen['source'] {
  const [path, ...others] = filesOf(uri).map(({ fsPath }) => fsPath) as [string, ...string[]];
  return others.length === 0 ? { kind: 'file', path } : { kind: 'files', paths: [path, ...others] };
}

async function bytesOf(uri: vscode.Uri): Promise<TraceToOpen['source']> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > LARGEST_IN_MEMORY)
    throw new TraceUnreadable(
      `${nameOf(uri)} is on a file system that cannot be streamed, and has ${size.toLocaleString('en')} bytes.`,
      'Save it to this machine and open it from there.',
    );
  const trace = await vscode.workspace.fs.readFile(uri);
  const manifest = await readIfThere(manifestOf(uri));
  return { kind: 'bytes', trace, manifest };
}

/** The manifest that belongs to a trace, whether it is there or not. */
export function manifestOf(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(uri, '..', manifestName(posix.basename(uri.path)));
}

async function readIfThere(uri: vscode.Uri): Promise<Uint8Array | undefined> {
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch {
    return undefined;
  }
}

/** VS Code does not check the types of settings: only known columns with a name of the user's are taken. */
function columnMapOf(setting: unknown): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  if (typeof setting !== 'object' || setting === null) return map;
  for (const [ours, theirs] of Object.entries(setting))
    if (typeof theirs === 'string' && theirs !== '' && typeof mappingOf(ours, theirs) !== 'string')
      map.set(ours, theirs);
  return map;
}

function clampFindings(setting: unknown): number {
  return typeof setting === 'number' && setting >= 1 ? Math.min(Math.floor(setting), 100_000) : 1000;
}
