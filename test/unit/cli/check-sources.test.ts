import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { runCli } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-sources-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const LOG = file(
  'app.log',
  [
    '{"reqId":"a","sku":"seat-7","rev":1,"newRev":2,"data":{"msg":"sold"}}',
    '{"reqId":"b","sku":"seat-7","rev":1,"newRev":3,"data":{"msg":"sold"}}',
    '',
  ].join('\n'),
);
const MAPPED = [
  ...['--map', 'request_id=reqId', '--map', 'inventory_key=sku', '--map', 'read_version=rev'],
  ...['--map', 'write_version=newRev', '--map', 'result=data.msg', '--map-result', 'sold=success'],
];

async function stale(...flags: readonly string[]): Promise<string> {
  const { stdout } = await runCli(['check', LOG, ...MAPPED, ...flags]);
  return /✕ stale-version-write.*\n(.*)\n/.exec(stdout)?.[1] ?? stdout;
}

void describe('a log without lines of source', () => {
  file('one/src/sell.ts', `if (left < 1) log.info('sold out');\nlog.info({ sku }, 'sold');\n`);
  file('one/node_modules/other/index.js', `log.info('sold');\n`);
  file('one/notes.md', `log.info('sold');\n`);
  file('two/a.py', `logger.info("sold")\n`);
  file('two/b.py', `logger.info("sold")\n`);
  file('none/a.py', `logger.info("bought")\n`);

  void it('has one inferred from its message, in the sources that are named', async () => {
    assert.match(
      await stale('--source-root', join(folder, 'one')),
      /at \S*one\/src\/sell\.ts:2 \(inferred: it writes "sold"\)/,
    );
  });

  void it('has every one that fits, or none, and says which', async () => {
    assert.match(
      await stale('--source-root', join(folder, 'two')),
      /at one of \S*a\.py:1, \S*b\.py:1 \(inferred: each/,
    );
    assert.match(await stale('--source-root', join(folder, 'none')), /no line in \S+none writes "sold"/);
  });

  void it('is told how to have one', async () => {
    assert.match(await stale(), /logged "sold"; --source-root DIR searches for the line/);
  });

  void it('has it in JSON apart from the sites of the trace', async () => {
    const { stdout } = await runCli([
      ...['check', LOG, ...MAPPED, '--format', 'json', '--source-root', join(folder, 'one')],
    ]);
    const { findings } = JSON.parse(stdout) as {
      readonly findings: readonly { site: null; inferred: { message: string; sites: readonly string[] } }[];
    };
    assert.equal(findings[0]?.site, null);
    assert.equal(findings[0].inferred.message, 'sold');
    assert.match(findings[0].inferred.sites.join(), /^[^,]*sell\.ts:2$/);
  });

  void it('cannot be searched for where there is no such folder', async () => {
    const { code, stderr } = await runCli(['check', LOG, ...MAPPED, '--source-root', join(folder, 'no')]);
    assert.equal(code, 2);
    assert.match(stderr, /no cannot be read: it does not exist/);
  });
});
