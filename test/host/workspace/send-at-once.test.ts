import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { swimlane } from '../support/swimlane.ts';
import { clearWindow, nextTaskEnd, runFromPalette, swimlaneInFront } from '../support/window.ts';
import { screenshot, workbench } from '../support/workbench.ts';

/** Between its look and its sale, so that two that come at once have both looked before one sells. */
const WORK_MS = 50;

/** A service that sells each of its seats once, if nothing comes between its look and its sale. */
async function startService(): Promise<Server> {
  const sold = new Set<string>();
  const server = createServer((request, response) => {
    void (async () => {
      const seat = request.url ?? '';
      const isFree = !sold.has(seat);
      await sleep(WORK_MS);
      sold.add(seat);
      response.writeHead(isFree ? 201 : 409).end();
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Fills in the input box that asks this. */
async function answer(question: string, text: string): Promise<void> {
  const page = await workbench();
  const widget = page.locator('.quick-input-widget');
  await widget.locator('.quick-input-message', { hasText: question }).waitFor();
  await widget.locator('input.input').fill(text);
  await page.keyboard.press('Enter');
}

/** Chooses a line of the list that asks this. */
async function choose(question: string, line: string): Promise<void> {
  const widget = (await workbench()).locator('.quick-input-widget');
  await widget.locator(`input.input[placeholder^="${question}"]`).waitFor();
  await widget.locator('.monaco-list-row', { hasText: line }).first().click();
}

describe('Sending requests to a service of one’s own at once', () => {
  const config = join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, 'race-trace.json');
  let service: Server;

  beforeEach(async () => {
    await clearWindow();
    service = await startService();
  });

  afterEach(async () => {
    service.closeAllConnections();
    service.close();
    await clearWindow();
    await rm(config, { force: true });
  });

  it('asks what is sent and what must hold, writes that down, and ends in the swimlane of a round', async () => {
    const { port } = service.address() as AddressInfo;
    const ended = nextTaskEnd();
    await runFromPalette('Race Trace: Send at once…');
    await answer('Where to?', `http://127.0.0.1:${port}/buy/{round}`);
    await choose('The method', 'POST');
    await answer('The body', '');
    await screenshot('send at once, what must hold');
    await choose('What must hold', 'At most one request succeeds');
    await choose('What puts the store back', 'Nothing');
    await answer('How many requests at once?', '2');
    assert.equal((await ended).exitCode, 1);
    const { uri, viewType } = await swimlaneInFront();
    assert.equal(viewType, 'raceTrace.swimlane');
    assert.match(uri.path, /\/at-once\.trace\.ndjson$/);
    await (await swimlane()).says(/^Swimlane of \/buy\/\d+: 2 attempts/);
    await screenshot('send at once, a round');
    const { requests, invariant } = JSON.parse(await readFile(config, 'utf8')) as {
      requests: Record<string, { method?: string }>;
      invariant: unknown;
    };
    assert.deepEqual([requests.A?.method, requests.B, invariant], ['POST', {}, { successes: 1 }]);
  });
});
