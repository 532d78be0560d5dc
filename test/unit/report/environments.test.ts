import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { writeReport } from '../../../src/cli/report/write-report.ts';
import { SMALL_LOAD, twoValidations } from './two-validations.ts';

const { folder, conditional: bare } = twoValidations(SMALL_LOAD);

const ENVIRONMENT = {
  tool_version: '0.1.0',
  node: '24.1.0',
  platform: 'linux x64',
  cpus: 4,
  cpu_model: 'A CPU | <b>',
  memory_bytes: 8 * 2 ** 30,
};

function changeManifest(directory: string, phase: string, members: object): void {
  const path = join(directory, `${phase}.run.json`);
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...manifest, ...members }));
}

/** A copy of the candidate whose phases began at these minutes past twelve. */
function begun(name: string, minutes: Readonly<Record<string, number>>): string {
  const directory = join(folder, name);
  cpSync(bare, directory, { recursive: true });
  for (const [phase, minute] of Object.entries(minutes)) {
    const started_at = `2030-01-31T12:${String(minute).padStart(2, '0')}:00.000Z`;
    changeManifest(directory, phase, { environment: { started_at, ...ENVIRONMENT } });
  }
  return directory;
}

const MINUTES = { baseline: 1, reproduce: 2, retest: 3, fault: 13 };
const MIXED = /not known to be run by one version on one machine/;

describe('a report', () => {
  it('says when, by what and on what its phases were run', async () => {
    const directory = begun('whole', MINUTES);
    const { report } = await writeReport(directory);
    assert.equal(report.environments.length, 1);
    const markdown = readFileSync(join(directory, 'report.md'), 'utf8');
    assert.match(markdown, /^Validation report of whole; phases begun 2030-01-31 12:01 to 12:13 UTC$/m);
    assert.match(
      markdown,
      /^Phases begun .*, by race-trace 0\.1\.0, Node 24\.1\.0, linux x64, 4 processors \(A CPU \\\| &lt;b&gt;\), 8\.0 GiB of memory\.$/m,
    );
    assert.doesNotMatch(markdown, MIXED);
    const html = readFileSync(join(directory, 'report.html'), 'utf8');
    assert.ok(html.includes('4 processors (A CPU | &lt;b&gt;), 8.0 GiB of memory.'));
    const json = JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8')) as {
      environments: unknown;
    };
    assert.deepEqual(json.environments, [
      {
        phases: report.environments[0]!.phases,
        first_started_at: '2030-01-31T12:01:00.000Z',
        last_started_at: '2030-01-31T12:13:00.000Z',
        ...ENVIRONMENT,
      },
    ]);
  });

  it('warns where they were not run by one version on one machine', async () => {
    const directory = begun('mixed', MINUTES);
    const other = { ...ENVIRONMENT, tool_version: '0.2.0', started_at: '2030-02-01T00:00:00Z' };
    changeManifest(directory, 'retest', { environment: other });
    const { report } = await writeReport(directory);
    assert.deepEqual(
      report.environments.map(({ phases }) => phases),
      [
        ['conditional · baseline', 'conditional · reproduce', 'conditional · fault'],
        ['conditional · retest'],
      ],
    );
    for (const ending of ['md', 'html'])
      assert.match(readFileSync(join(directory, `report.${ending}`), 'utf8'), MIXED);
  });

  it('warns where some of them do not say, and not where none does', async () => {
    const directory = begun('some', { retest: 3 });
    await writeReport(directory);
    assert.match(readFileSync(join(directory, 'report.md'), 'utf8'), MIXED);
    await writeReport(bare);
    const markdown = readFileSync(join(bare, 'report.md'), 'utf8');
    assert.doesNotMatch(markdown, MIXED);
    assert.match(markdown, /^No manifest says when, by which version or on what these phases were run\.$/m);
  });
});
