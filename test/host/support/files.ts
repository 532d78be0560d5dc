import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';

/** Writes a file into the folder for fixtures of the open folder and returns where it is. */
export function writeFixture(name: string, content: string | Uint8Array): Promise<vscode.Uri> {
  return writeSource(join('fixtures', name), content);
}

/** Writes a file into the open folder, by its path there, and returns where it is. */
export async function writeSource(name: string, content: string | Uint8Array): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('No folder is open to put a file into.');
  const path = join(folder.uri.fsPath, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return vscode.Uri.file(path);
}

/** Lines as a file, each ended. */
export function lines(...texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}

/** A race that is written by hand, so that tests of the view need no run: w2 writes over w1's version 2. */
export const RACE = lines(
  'request_id,inventory_key,worker_id,read_version,write_version,result,latency_ms,queue_delay_ms,retry_count,client_id,start_us,read_us,write_us,end_us,read_value,write_value',
  'r-1,seat-7,w1,1,2,success,4,0,0,A,0,1000,3000,4000,1,0',
  'r-2,seat-7,w2,1,3,success,4,0,0,B,500,1500,3500,4500,1,0',
);
