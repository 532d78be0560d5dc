import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { writeReport } from '../../../src/cli/report/write-report.ts';
import { runCli } from '../cli/terminal.ts';
import { HELD, RACED, validation } from './synthetic-validation.ts';
import { HOLDS, SMALL_LOAD, twoValidations } from './two-validations.ts';

const { folder, unsafe } = twoValidations(SMALL_LOAD);
const BUSY =
  "Requests were sent late: 1 % of them by more than 31.0 ms (limit 15 ms). The machine was busy: 71 % of 2 processors were other processes'.";

function change(path: string, edit: (json: Record<string, unknown>) => object): void {
  writeFileSync(
    path,
    JSON.stringify(edit(JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>)),
  );
}

/** What a person sees before anything is unfolded: up to the figures. */
async function firstScreens(run: string, baseline?: string): Promise<readonly string[]> {
  await writeReport(run, baseline === undefined ? {} : { baseline });
  const { stdout } = await runCli([
    'report',
    run,
    ...(baseline === undefined ? [] : ['--baseline', baseline]),
  ]);
  const html = readFileSync(join(run, 'report.html'), 'utf8').split('<table')[0]!.replaceAll('&#39;', "'");
  const markdown = readFileSync(join(run, 'report.md'), 'utf8').split('\n|')[0]!.replaceAll('\\', '');
  return [html, markdown, stdout];
}

describe('the first screen says why a run is invalid', () => {
  it('of the service before, which the decision does not stand on', async () => {
    const before = join(folder, 'before');
    validation(before, 'unsafe', { baseline: HELD, reproduce: RACED, load: RACED, fault: RACED });
    change(join(before, 'fault.metrics.json'), (of) => ({ ...of, valid: false, invalid_because: [BUSY] }));
    const run = join(folder, 'held');
    validation(run, 'conditional', HOLDS);
    for (const screen of await firstScreens(run, before))
      assert.ok(screen.includes(`The run unsafe · fault is invalid: ${BUSY}`), screen);
  });

  it('of a run that is blocked for something else, as its manifest says', async () => {
    const run = join(folder, 'raced');
    validation(run, 'unsafe', { baseline: HELD, reproduce: RACED, load: RACED, fault: RACED });
    change(join(run, 'load.run.json'), (of) => ({ ...of, invalid_because: [BUSY] }));
    for (const screen of await firstScreens(run))
      assert.ok(screen.includes(`The run unsafe · load is invalid: ${BUSY}`), screen);
  });

  it('once, where the decision already says it', async () => {
    const run = join(folder, 'withheld');
    validation(run, 'conditional', HOLDS);
    change(join(run, 'retest.metrics.json'), (of) => ({ ...of, valid: false, invalid_because: [BUSY] }));
    for (const screen of await firstScreens(run, unsafe))
      assert.equal(screen.split('The machine was busy').length - 1, 1, screen);
  });
});

describe('a limit that is missed', () => {
  it('is put down to the machine where others had it, and to the service where they had not', async () => {
    const slow = (variant: string, machine: object) => {
      const run = join(folder, variant);
      validation(run, 'conditional', HOLDS);
      const path = join(run, 'retest.trace.csv');
      // A third of the attempts wait 70 ms.
      let at = 0;
      writeFileSync(
        path,
        readFileSync(path, 'utf8').replaceAll(/,1,0,conditional/g, (cell) =>
          at++ % 3 === 0 ? ',70,0,conditional' : cell,
        ),
      );
      change(join(run, 'retest.metrics.json'), (of) => ({
        ...of,
        queue_delay_ms: { p50: 1, p95: 70, p99: 70, p999: 70, max: 70, mean: (70 + 1 + 1) / 3 },
        processes: [{ id: 'w1@conditional', cpu_share: 0.93, busy_share: 0.97 }],
        store_calls: { count: 54_000, mean_ms: 0.1 },
      }));
      change(join(run, 'retest.run.json'), (of) => ({ ...of, machine }));
      return run;
    };
    const use = {
      processors: 2,
      seconds: 30,
      own_share: 0.27,
      other_share: 0.71,
      stolen_share: 0,
      idle_share: 0.02,
    };
    for (const [variant, machine, cause, verdict] of [
      [
        'taken',
        use,
        /, and the machine was busy: 71 % of 2 processors were other processes'/,
        'waits have another cause',
      ],
      [
        'quiet',
        { ...use, other_share: 0.02, idle_share: 0.71 },
        /More was asked of the service than it could do: .* w1@conditional, used 93 % of one processor/,
        'supported',
      ],
      [
        'elsewhere',
        { not_measured: 'this system has no /proc/stat' },
        /More was asked of the service/,
        'supported',
      ],
    ] as const) {
      const { report } = await writeReport(slow(variant, machine), { baseline: unsafe, formats: [] });
      const [why] = report.summary;
      const queue = why!.sentences.find((sentence) => sentence.includes('queue delay'));
      assert.match(queue ?? why!.sentences.join(), cause);
      assert.equal(report.mechanisms.find(({ name }) => name === 'queueing overload')?.verdict, verdict);
    }
  });
});
