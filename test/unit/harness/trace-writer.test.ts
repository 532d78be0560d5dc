import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { csvFormat } from '../../../src/harness/record/trace-format.ts';
import { TraceWriter } from '../../../src/harness/record/trace-writer.ts';

/** A disk that is always full, where the system has one. */
const FULL = '/dev/full';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-writer-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const ROW = {
  requestId: 'r-1',
  inventoryKey: 'k',
  workerId: 'w1',
  deployment: '',
  clientId: 'c1',
  result: 'success',
  retryCount: 0,
  startUs: 0,
  serviceUs: 0,
  endUs: 0,
} as const;
const CONTEXT = { phase: 'load', originUs: 0 };

describe('the writer of a trace', () => {
  it('writes nothing after it was closed, and may be closed twice', () => {
    const path = join(folder, 'a.trace.csv');
    const trace = new TraceWriter(path, csvFormat, CONTEXT);
    trace.append([ROW]);
    trace.close();
    trace.append([ROW]);
    trace.close();
    assert.equal(readFileSync(path, 'utf8').trimEnd().split('\n').length, 2);
  });

  it(
    'names the file that has no space left',
    { skip: existsSync(FULL) ? false : `NOT TESTED: there is no ${FULL}` },
    () => {
      assert.throws(
        () => new TraceWriter(FULL, csvFormat, CONTEXT),
        /^Error: \/dev\/full cannot be written: ENOSPC/,
      );
    },
  );
});
