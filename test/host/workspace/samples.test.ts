import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { hostTest } from '../support/host-test.ts';
import { openTrace, type Swimlane } from '../support/swimlane.ts';
import { clearWindow } from '../support/window.ts';
import { screenshot } from '../support/workbench.ts';

const SAMPLES = join(hostTest.root, 'sample-traces');
const TRACE = /\.trace\.(csv|ndjson|jsonl)(\.gz)?$/;

/** What is known to be in a sample, written when it was made. */
interface Golden {
  readonly verdict: 'ok' | 'violation' | 'unknown';
  readonly rows: { readonly accepted: number };
  readonly counts: Readonly<Record<string, number>>;
}

function goldenOf(trace: string): Golden {
  return JSON.parse(readFileSync(join(SAMPLES, trace.replace(TRACE, '.golden.json')), 'utf8')) as Golden;
}

/** How many findings the table has, whether or not they are in sight. */
async function findingCount(lanes: Swimlane): Promise<number> {
  const grid = lanes.page.getByRole('grid', { name: 'Findings' });
  return (await grid.isVisible()) ? Number(await grid.getAttribute('aria-rowcount')) - 1 : 0;
}

describe('Each sample trace', () => {
  const names = readdirSync(SAMPLES).filter((name) => TRACE.test(name));

  before(() => {
    assert.ok(names.length >= 6, names.join(', '));
  });
  beforeEach(async () => {
    await clearWindow();
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
  });

  for (const name of names)
    it(`opens with the verdict and the findings that it was made with: ${name}`, async () => {
      const { verdict, counts } = goldenOf(name);
      const folder = vscode.workspace.workspaceFolders?.[0];
      assert.ok(folder);
      const lanes = await openTrace(vscode.Uri.joinPath(folder.uri, name));
      // A replay is told by its mark, not as a finding: nothing is wrong with it.
      const wrong = Object.entries(counts).filter(([code]) => code !== 'idempotent-replay');
      const expected = wrong.reduce((sum, [, count]) => sum + count, 0);
      await eventually(async () => {
        assert.equal(await findingCount(lanes), expected);
      });
      await lanes.writes(new RegExp(`\\b${verdict}\\b`, 'i'));
      await screenshot(name);
    });
});
