/** What the recorders write, and that they stay out of the way of the service that they are in. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { checkTrace } from '../../../src/cli/check/checked-trace.ts';
import { findPython } from '../../../scripts/servers/python.ts';
import { needed } from '../../needed.ts';
import { programOf, recorded, recordingFolder } from './recorders.ts';

const python = await needed('the recorder for Python', 'npm run test:unit', () =>
  findPython({ module: 'json', debian: 'python3' }),
);
const RECORDERS = [
  { language: 'TypeScript', command: process.execPath, ending: 'ts', file: 'race-trace.ts' },
  { language: 'Python', command: python, ending: 'py', file: 'race_trace.py' },
];

const ROOT = join(import.meta.dirname, '../../..');
/** Kills of a service under load. */
const KILLS = 3;
/** Ended attempts before a kill, at least. */
const ENDED = 300;

/** Ids of the attempts of which a program said that they had ended before it was killed with all its processes. */
async function killedUnderLoad(command: string, program: string, folder: string): Promise<readonly string[]> {
  const env = { ...process.env, RACE_TRACE: folder };
  // A group of its own: the program may have forked.
  const child = spawn(command, [program], { env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (said.split('\n').length > ENDED && !child.killed && child.kill('SIGKILL'))
      process.kill(-child.pid!, 'SIGKILL');
  });
  await once(child, 'close');
  return said.split('\n').slice(0, -1);
}

for (const { language, command, ending, file } of RECORDERS) {
  if (command === undefined) continue;

  const steps = programOf('steps', ending);

  const run = (target: string | undefined, { cwd = ROOT, program = steps } = {}) => {
    // A member that is undefined is not passed on.
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', RACE_TRACE: target };
    return spawnSync(command, [program], { cwd, env, encoding: 'utf8' });
  };

  /** `file:line` of the program, where the comment stands. */
  function place(comment: string): string {
    const line = readFileSync(steps, 'utf8')
      .split('\n')
      .findIndex((text) => text.endsWith(`#${comment}`));
    return `test/unit/recorder/programs/steps.${ending}:${line + 1}`;
  }

  describe(`the recorder for ${language}`, () => {
    it('writes a row for each attempt that has ended', async () => {
      const folder = recordingFolder();
      const { stderr, status } = run(join(folder, 'load'));
      assert.deepEqual([stderr, status], ['', 0]);
      const { names, rows } = recorded(folder);
      assert.equal(names.length, 1);
      assert.match(names[0]!, /^load\.\d+\.trace\.ndjson$/);
      const pid = names[0]!.split('.')[1]!;
      for (const row of rows) {
        assert.ok(String(row.worker_id).startsWith(`${hostname()}/${pid}/`), String(row.worker_id));
        assert.ok(Number(row.start_us) <= Number(row.end_us));
      }
      const lasting = rows.map((row) =>
        Object.entries(row).filter(([column]) => !/_us$|_site$|^worker_id$/.test(column)),
      );
      assert.deepEqual(
        lasting.map((cells) =>
          cells.filter(([, cell]) => cell !== null).map(([column, cell]) => [column, String(cell)]),
        ),
        [
          {
            request_id: 'r-1',
            inventory_key: 'seat-7',
            client_id: 'c-1',
            units: '2',
            read_value: '9',
            read_version: '8',
            write_value: '7',
            write_version: '12345678901234568',
            result: 'success',
          },
          {
            request_id: '2',
            inventory_key: 'seat-7',
            retry_count: '1',
            read_value: '7',
            read_version: 'W/"5e-1"',
            result: 'conflict',
          },
          { request_id: 'r-3', inventory_key: 'seat-8', result: 'timeout' },
        ].map((row) => Object.entries(row)),
      );
      const [sold] = rows;
      assert.equal(sold!.read_us, sold!.start_us);
      assert.ok(Number(sold!.write_us) <= Number(sold!.end_us));
      const checked = await checkTrace(join(folder, names[0]!), { maxFindings: 9 });
      assert.deepEqual(checked.problems, []);
    });

    it('names the line of the caller, below the working directory or in full', () => {
      const folder = recordingFolder();
      run(join(folder, 'load'));
      const { rows } = recorded(folder);
      const sites = [rows[0]!.read_site, rows[0]!.write_site, rows[0]!.confirm_site, rows[2]!.read_site];
      assert.deepEqual(
        sites.map((site) => /^[^:]+:\d+/.exec(String(site))?.[0]),
        ['read', 'write', 'end', 'nested'].map(place),
      );
      const elsewhere = recordingFolder();
      run(join(elsewhere, 'load'), { cwd: folder });
      assert.ok(String(recorded(elsewhere).rows[0]!.read_site).startsWith(join(ROOT, place('read'))));
    });

    it('names the lines of a copy in a folder with spaces and brackets', () => {
      const folder = recordingFolder();
      const copied = join(folder, 'my (own) service', 'test', 'unit', 'recorder', 'programs');
      mkdirSync(copied, { recursive: true });
      copyFileSync(steps, join(copied, basename(steps)));
      cpSync(join(ROOT, 'recorder'), join(folder, 'my (own) service', 'recorder'), { recursive: true });
      run(join(folder, 'load'), { cwd: folder, program: join(copied, basename(steps)) });
      const rows = readFileSync(
        join(
          folder,
          readdirSync(folder).find((name) => name.startsWith('load'))!,
        ),
        'utf8',
      );
      for (const comment of ['read', 'write', 'end', 'nested'])
        assert.ok(rows.includes(`"my (own) service/${place(comment)}`), rows);
    });

    it('takes a folder, one that is there or one that ends in a slash', () => {
      const folder = recordingFolder();
      run(folder);
      run(`${join(folder, 'new', 'one')}/`);
      assert.match(readdirSync(folder).join(), /^new,race\.\d+\.trace\.ndjson$/);
      assert.match(readdirSync(join(folder, 'new', 'one')).join(), /^race\.\d+\.trace\.ndjson$/);
    });

    it('writes nothing without RACE_TRACE', () => {
      const folder = recordingFolder();
      for (const target of [undefined, ''])
        assert.deepEqual([run(target, { cwd: folder }).status, readdirSync(folder)], [0, []]);
    });

    it('says once that it cannot write, and leaves the service alone', () => {
      const folder = recordingFolder();
      writeFileSync(join(folder, 'file'), '');
      const { status, stderr } = run(join(folder, 'file', 'load'));
      assert.equal(status, 0);
      assert.match(stderr, /^Race Trace: recording has ended, and this trace is not whole: .*\n$/);
    });

    it('loses no attempt that has ended when its process is killed under load', async () => {
      for (let kill = 0; kill < KILLS; kill++) {
        const folder = recordingFolder();
        const said = await killedUnderLoad(command, programOf('load', ending), folder);
        assert.ok(said.length >= ENDED, `${said.length} attempts`);
        const ids = new Set(recorded(folder).rows.map(({ request_id: id }) => id));
        assert.deepEqual(
          said.filter((id) => !ids.has(id)),
          [],
        );
      }
    });

    it('is one file of fewer than 60 lines', () => {
      const lines = readFileSync(join(ROOT, 'recorder', file), 'utf8')
        .trimEnd()
        .split('\n');
      assert.ok(lines.length < 60, `${lines.length} lines`);
    });
  });
}
