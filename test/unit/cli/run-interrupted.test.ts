import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { openTrace } from '../../../src/ingest/open-trace.ts';
import { goneAll } from '../harness/processes.ts';
import { signalAll, startRun } from './running.ts';

/** Two seconds to drain, and generous time for a loaded machine to do the rest; the runs would last ten minutes. */
const ENDED_MS = 120_000;

const folder = mkdtempSync(join(tmpdir(), 'race-trace-cli-interrupted-'));
/** What the case of the load leaves: a long load that was interrupted is one that a retest repeats at full length. */
const earlier = join(folder, 'load-once');
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const LONG = ['--rate', '60', '--duration', '10m', '--workers', '1', '--quiet'];
const PHASES: readonly (readonly [name: string, argv: readonly string[], trace: string])[] = [
  ['baseline', ['baseline', ...LONG], 'baseline.trace.csv'],
  ['load', ['load', ...LONG], 'load.trace.csv'],
  ['fault', ['fault', ...LONG], 'fault.trace.csv'],
  ['retest', ['retest', '--of', earlier, '--quiet'], 'retest.trace.csv'],
  ['all', ['all', ...LONG], 'unsafe/baseline.trace.csv'],
];

void describe('Ctrl-C', { concurrency: false }, () => {
  for (const [name, argv, trace] of PHASES) {
    it(`once ends ${name} in good order, with the service frozen: what is unknown is recorded as unknown`, async () => {
      const out = join(folder, `${name}-once`);
      const run = await startRun(argv, out, trace);
      signalAll(run.processes, 'SIGSTOP');
      run.kill('SIGINT');
      assert.equal(await run.ended(ENDED_MS), 130);
      await goneAll(run.processes);
      const { facts, problemsTotal, history } = await openTrace(join(out, trace));
      assert.deepEqual([problemsTotal, facts?.complete], [0, true]);
      assert.ok(history.size > 0);
      assert.deepEqual(scratchOf(out), []);
    });

    if (name === 'load' || name === 'fault')
      it(`twice ends ${name} at once, and leaves neither a frozen process nor its scratch folder`, async () => {
        const out = join(folder, `${name}-twice`);
        const run = await startRun(argv, out, trace);
        signalAll(run.processes, 'SIGSTOP');
        // Two signals that are pending at the same time are one, so it gets them until it has had two.
        run.kill('SIGINT');
        const again = setInterval(() => {
          run.kill('SIGINT');
        }, 50);
        assert.equal(await run.ended(ENDED_MS), 130);
        clearInterval(again);
        await goneAll(run.processes);
        const { facts } = await openTrace(join(out, trace));
        assert.equal(facts?.complete, false);
        assert.deepEqual(scratchOf(out), []);
      });
  }

  it('ends the reproducer, with all of its processes', async () => {
    const out = join(folder, 'reproduce');
    const run = await startRun(['reproduce', '--runs', '1000000'], out, 'reproduce.run.json', 1);
    run.kill('SIGINT');
    assert.equal(await run.ended(ENDED_MS), 130);
    await goneAll(run.processes);
  });
});

/** Folders with a store in them that a run left behind. */
function scratchOf(out: string): readonly string[] {
  return readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('.sqlite'))
    .map(dirname);
}
