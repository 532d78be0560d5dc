import * as vscode from 'vscode';
import { configText } from '../../ingest/config/put-source.ts';
import type { Config } from '../../ingest/config/schema.ts';
import { notify } from '../notify.ts';

/** A config to be filled in; each member has an example of what it may be. */
const EXAMPLE: Config = {
  store: { url: 'postgres://app@127.0.0.1/shop', reset: 'UPDATE stock SET remaining = 1' },
  requests: {
    A: { method: 'POST', url: 'http://127.0.0.1:3000/buy/7', headers: { buyer: 'ada' } },
    B: { headers: { buyer: 'bob' } },
  },
  invariant: 'SELECT * FROM stock WHERE remaining < 0',
  explore: { listen: '127.0.0.1:6543' },
};

/** Says that a folder has nothing to explore yet, and offers a `race-trace.json` to fill in; what the file has stays. */
export async function createFirstConfig(config: Config | undefined, path: string): Promise<void> {
  const create = async () => {
    const uri = vscode.Uri.file(path);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(configText({ ...EXAMPLE, ...config })));
    await vscode.window.showTextDocument(uri);
  };
  await notify(
    'info',
    'There is nothing to explore yet: a race-trace.json with two requests, a store and an invariant, or a race.mjs.',
    { label: 'Create race-trace.json', run: create },
  );
}
