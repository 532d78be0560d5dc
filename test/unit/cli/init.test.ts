import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { runCli } from './terminal.ts';

const LOGS = join(import.meta.dirname, '../../logs');

const root = mkdtempSync(join(tmpdir(), 'race-trace-init-'));
after(() => {
  rmSync(root, { recursive: true });
});

function directory(): string {
  return mkdtempSync(join(root, 'of-'));
}

/** A folder with the log of one of the services, away from the folder of the terminal. */
function withLog(name: string): { readonly log: string; readonly config: string } {
  const folder = directory();
  const log = join(folder, 'app.log');
  writeFileSync(log, readFileSync(join(LOGS, name, 'app.log')));
  return { log, config: join(folder, 'race-trace.json') };
}

const jsonOf = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8')) as unknown;

describe('race-trace init', () => {
  it('proposes, shows rows as they would be read and what can be checked, and writes what check reads', async () => {
    const { log, config } = withLog('pino');
    const { code, stdout, stderr } = await runCli(['init', '--yes', log]);
    assert.deepEqual([code, stderr], [0, '']);
    for (const line of [
      /123 records looked at, 60 attempts found/,
      /inventory_key +sku +sure +its name is that of something in stock; 2 different/,
      /sold_out = rejected +sure +“sold_out” says so, and none of them wrote \(35 records\)/,
      /units +qty +likely +/,
      /Attempts are the records with msg = order placed; 63 others are skipped/,
      /as read: 60 attempts, 63 skipped\n/,
      /2c7f53d8-\S+ +STALL-A +success +1 +2 +2 +2\.472 +2026-12-01T04:24:11\.862Z/,
      /✓ Writes on a stale version \(lost updates\), by revSeen and revStored/,
      /– Not the books/,
      /race-trace\.json is written\. Next:\n.* check \S+app\.log\n$/,
    ])
      assert.match(stdout, line);
    assert.deepEqual(jsonOf(config), {
      sources: [
        {
          files: 'app.log',
          where: { msg: 'order placed' },
          map: {
            request_id: 'reqId',
            inventory_key: 'sku',
            read_version: 'revSeen',
            write_version: 'revStored',
            latency_ms: 'durationMs',
            end: 'time@ms',
          },
          result: { from: 'outcome', confirmed: 'success', sold_out: 'rejected' },
          units: 'qty',
        },
      ],
    });
    const checked = await runCli(['check', log]);
    assert.equal(checked.code, 1);
    assert.match(checked.stdout, /9 stale-version-write in 60 attempts/);
  });

  it('makes each of the twelve logs a trace without a rejected row, but the one that names no key', async () => {
    for (const { name } of readdirSync(LOGS, { withFileTypes: true }).filter((each) => each.isDirectory())) {
      const { log, config } = withLog(name);
      const { code, stdout } = await runCli(['init', '--yes', log]);
      const lacksKey = name === 'python-json-logger';
      assert.deepEqual([name, code, existsSync(config)], [name, lacksKey ? 3 : 0, !lacksKey]);
      if (lacksKey) {
        assert.match(stdout, /nothing is mapped\n.*Log the thing whose stock is read and written: "sku"/);
        continue;
      }
      const checked = await runCli(['check', '--format', 'json', log]);
      const { rows } = JSON.parse(checked.stdout) as { rows: Record<string, number> };
      assert.deepEqual([name, rows.rejected], [name, 0]);
      assert.ok(rows.accepted! >= 40, name);
    }
  });

  it('says of a log that lacks ids, and of one without attempts, what to log', async () => {
    const folder = directory();
    const log = join(folder, 'a.log');
    writeFileSync(log, '{"sku":"a","outcome":"sold"}\n{"sku":"b","outcome":"sold"}\n');
    const without = await runCli(['init', '--yes', log]);
    assert.equal(without.code, 3);
    assert.match(without.stdout, /No member tells requests apart\. Log an id/);
    assert.equal(existsSync(join(folder, 'race-trace.json')), false);
  });

  it('writes nothing into a pipe without --yes, and nothing with --print', async () => {
    const { log, config } = withLog('zap');
    const piped = await runCli(['init', log]);
    assert.deepEqual([piped.code, existsSync(config)], [0, false]);
    assert.match(piped.stdout, /Nothing is written\. To write \S+race-trace\.json:\n.* init --yes \S+\n$/);
    const printed = await runCli(['init', '--print', log]);
    assert.deepEqual([printed.code, existsSync(config)], [0, false]);
    assert.match(printed.stdout, /race-trace\.json would be:\n\{\n {2}"sources"/);
  });

  it('asks at a terminal what a result stands for, and whether to write', async () => {
    const folder = directory();
    const log = join(folder, 'a.log');
    const line = (id: number, outcome: string) => JSON.stringify({ reqId: `r-${id}`, sku: 'a', outcome });
    writeFileSync(log, `${line(1, 'sold')}\n${line(2, 'zork')}\n`);
    const asked: string[] = [];
    const answers = ['Conflict', ''];
    const { code } = await runCli(['init', log], {
      ask: (question) => {
        asked.push(question);
        return Promise.resolve(answers.shift()!);
      },
    });
    assert.equal(code, 0);
    assert.match(
      asked.join('\n'),
      /^What does zork stand for: success, .*\nWrite \S+race-trace\.json\? \[Y\/n\] $/,
    );
    const { sources } = jsonOf(join(folder, 'race-trace.json')) as { sources: { result: unknown }[] };
    assert.deepEqual(sources[0]!.result, { from: 'outcome', sold: 'success', zork: 'conflict' });
  });

  it('changes a race-trace.json that is there only with --force, and then keeps the rest', async () => {
    const { log, config } = withLog('zap');
    const other = { files: 'other.log', map: { request_id: 'id' } };
    const before = { sources: [{ files: 'app.log' }, other], invariant: 'select 1' };
    writeFileSync(config, JSON.stringify(before));
    const refused = await runCli(['init', '--yes', log]);
    assert.equal(refused.code, 2);
    assert.match(
      refused.stderr,
      /is there already\. To put this into it and keep the rest:\n.* init --force --yes /,
    );
    assert.deepEqual(jsonOf(config), before);
    assert.equal((await runCli(['init', '--yes', '--force', log])).code, 0);
    const changed = jsonOf(config) as { sources: { files: string; units?: string }[]; invariant: string };
    assert.deepEqual(
      [changed.invariant, changed.sources.map(({ files }) => files), changed.sources[0]!.units],
      ['select 1', ['app.log', 'other.log'], 'quantity'],
    );
    assert.deepEqual(changed.sources[1], other);
  });

  it('makes one source of files that are read alike, and one of a pattern', async () => {
    const folder = directory();
    mkdirSync(join(folder, 'logs'));
    for (const name of ['a', 'b'])
      writeFileSync(join(folder, 'logs', `${name}.log`), readFileSync(join(LOGS, 'zap', 'app.log')));
    const filesOf = async (...args: string[]): Promise<unknown> => {
      const { stdout } = await runCli(['init', '--print', ...args.map((name) => join(folder, name))]);
      const config = JSON.parse(stdout.slice(stdout.indexOf('\n{\n'))) as { sources: { files: unknown }[] };
      return config.sources.map(({ files }) => files);
    };
    assert.deepEqual(await filesOf('logs/a.log', 'logs/b.log'), [['a.log', 'b.log']]);
    assert.deepEqual(await filesOf('logs/*.log'), ['*.log']);
  });

  it('says of a trace that it opens as it is, and of a file that is not there that it is not', async () => {
    const folder = directory();
    const trace = join(folder, 'a.csv');
    writeFileSync(trace, 'request_id,inventory_key,result\nr1,k,success\n');
    const opens = await runCli(['init', '--yes', trace]);
    assert.equal(opens.code, 0);
    assert.match(opens.stdout, /a\.csv opens as it is\. Next:\n.* check /);
    assert.equal(existsSync(join(folder, 'race-trace.json')), false);
    const missing = await runCli(['init', join(folder, 'none.log')]);
    assert.deepEqual([missing.code, missing.stderr.includes('there is no file')], [2, true]);
  });
});
