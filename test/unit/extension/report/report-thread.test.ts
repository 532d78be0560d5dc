import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { makeReportInThread, ReportUnusable } from '../../../../src/extension/report/report-thread.ts';
import { HELD, RACED, validation } from '../../report/synthetic-validation.ts';

const SCRIPT = new URL('../../../../src/extension/report/worker.ts', import.meta.url);
const ROOT = join(import.meta.dirname, '../../../..');

const folder = mkdtempSync(join(tmpdir(), 'race-trace-report-thread-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const unsafe = join(folder, 'unsafe');
const conditional = join(folder, 'conditional');
validation(unsafe, 'unsafe', { reproduce: RACED, load: RACED });
validation(conditional, 'conditional', { reproduce: HELD, retest: HELD });

function make(directory: string, baseline: string | undefined, signal = new AbortController().signal) {
  const task = {
    directory,
    baseline,
    ownRoot: pathToFileURL(`${ROOT}/`).href,
    columnMap: new Map<string, string>(),
    maxFindings: 1000,
    nonce: 'n0nce',
    scriptUri: 'https://webview.test/report-view.js',
  };
  return makeReportInThread(SCRIPT, task, signal, () => undefined);
}

/** Gets the name of the next thread when that has exited. */
function exits(): readonly string[] {
  const names: string[] = [];
  process.once('worker', (thread) => {
    const name = String(thread.threadName);
    thread.once('exit', () => names.push(name));
  });
  return names;
}

describe('the thread that makes a report', () => {
  it('makes the page and the files, and says what stands behind each id', async () => {
    const { title, page, files, findings } = await make(conditional, unsafe);
    assert.equal(title, 'Validation of conditional');
    assert.match(page, /script-src &#39;nonce-n0nce&#39;/);
    const [html, md, json] = files.map(({ text }) => text);
    assert.match(html!, /^<!doctype html>/);
    assert.doesNotMatch(html!, /<script|<button/);
    assert.match(md!, /^# Can conditional be released\?/);
    assert.doesNotThrow(() => JSON.parse(json!) as unknown);
    const ids = [...page.matchAll(/data-finding="(\d+)"/g)].map(([, id]) => Number(id));
    assert.ok(ids.length > 0);
    for (const id of ids) assert.ok(findings[id], `id ${id}`);
    const [first] = findings;
    assert.equal(first?.trace, join(unsafe, 'reproduce.trace.csv'));
    assert.equal(first.code, 'stale-version-write');
    assert.equal(first.steps.find(({ offending }) => offending)?.site, 'src/harness/service/unsafe.ts:10:17');
  });

  it('tells the page ids, and no path of this machine', async () => {
    const { page } = await make(unsafe, undefined);
    assert.ok(!page.includes(folder));
    assert.doesNotMatch(page, /data-(?!open|finding)\w+=/);
  });

  it('says in a sentence why there is no report', async () => {
    await assert.rejects(make(folder, undefined), (error: Error) => {
      assert.ok(error instanceof ReportUnusable);
      assert.match(error.message, /has no phase of a validation/);
      return true;
    });
  });

  it('ends when it is cancelled, before anybody is told', async () => {
    const threads = exits();
    const cancellation = new AbortController();
    const making = make(conditional, unsafe, cancellation.signal);
    cancellation.abort(new Error('thought better of it'));
    await assert.rejects(making, /thought better of it/);
    assert.deepEqual(threads, ['race-trace-report']);
  });
});
