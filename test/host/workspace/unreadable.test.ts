import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { RACE, writeFixture } from '../support/files.ts';
import { openTrace, webviewPage } from '../support/swimlane.ts';
import { clearWindow } from '../support/window.ts';
import { screenshot } from '../support/workbench.ts';

/** Files that hold no trace, and what must be said about each. */
const HOPELESS: readonly (readonly [name: string, content: string | Uint8Array, said: RegExp])[] = [
  ['other-columns.trace.csv', 'a,b,c\n1,2,3\n', /request_id|inventory_key|result/],
  ['not-gzip.trace.csv.gz', 'request_id,inventory_key,result\n', /gzip|compress/i],
  [
    'picture.trace.csv',
    new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 255, 254, 10, 0, 7]),
    /column|text|binary/i,
  ],
];

describe('A file that holds no trace', () => {
  beforeEach(clearWindow);

  for (const [name, content, said] of HOPELESS)
    it(`gets a sentence and a next step: ${name}`, async () => {
      await vscode.commands.executeCommand('vscode.open', await writeFixture(name, content));
      const page = await webviewPage();
      const status = page.getByRole('region', { name: 'Status' });
      await eventually(async () => {
        assert.match(await status.innerText(), said);
      });
      await status.getByRole('button', { name: 'Open as text' }).waitFor();
      await screenshot(name);
    });
});

describe('A file without rows', () => {
  beforeEach(clearWindow);

  for (const [name, content] of [
    ['empty.trace.csv', ''],
    ['only-a-header.trace.csv', 'request_id,inventory_key,result\n'],
  ] as const)
    it(`is a trace without attempts, with a way to get some: ${name}`, async () => {
      await vscode.commands.executeCommand('vscode.open', await writeFixture(name, content));
      const status = (await webviewPage()).getByRole('region', { name: 'Status' });
      await status.getByRole('heading', { name: 'No attempts in this trace' }).waitFor();
      await status.getByRole('button', { name: 'Run race reproducer' }).waitFor();
      await screenshot(name);
    });
});

describe('A trace with broken rows', () => {
  beforeEach(clearWindow);

  it('shows the rows that are whole and says how many are not, and where', async () => {
    const broken = `${RACE}r-3,seat-7,w1,3,4,perhaps,4,0,0,A,5000,6000,7000,8000,0,0\nr-4,seat-7`;
    const lanes = await openTrace(await writeFixture('broken-rows.trace.csv', broken));
    await lanes.says(/: 2 attempts on 2 lanes/);
    await lanes.writes(/2 rows|2 rejected|rejected/i);
    await screenshot('broken rows');
  });

  it('reads a compressed one and line-delimited JSON as the same trace', async () => {
    const [header = '', ...rows] = RACE.trim().split('\n');
    const names = header.split(',');
    const json = rows.map((row) =>
      JSON.stringify(Object.fromEntries(row.split(',').map((cell, i) => [names[i], cell]))),
    );
    const files = [
      await writeFixture('race.trace.csv', RACE),
      await writeFixture('race-packed.trace.csv.gz', gzipSync(RACE)),
      await writeFixture('race.trace.ndjson', json.join('\n')),
      await writeFixture('race.trace.jsonl', json.join('\n')),
    ];
    const descriptions = [];
    for (const file of files) {
      await clearWindow();
      const lanes = await openTrace(file);
      await lanes.says(/1 of 3 versions should not exist\. Selected: /);
      descriptions.push(await lanes.description());
    }
    assert.equal(new Set(descriptions).size, 1, descriptions.join('\n'));
  });
});
