/** Each file that a report lists, changed or exchanged, through the command: none is taken for the one that was reported on. */
import assert from 'node:assert/strict';
import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { writeReport } from '../../../src/cli/report/write-report.ts';
import { CANARY } from '../core/decide/evidence-of.ts';
import { digestOf, type Refused } from '../report/certified-folder.ts';
import { twoValidations } from '../report/two-validations.ts';
import { runCli } from './terminal.ts';

const { folder, unsafe, conditional } = twoValidations();
const CRITERIA = { p99LatencyMs: 140 };
/** Of a canary that is too small for a release. */
const RECORD = { ...CANARY, seconds: 60 };

/** A copy of the candidate's folder that may be changed; its report is of the unchanged one. */
interface Copy {
  readonly path: (name: string) => string;
  readonly change: (name: string, edit: (text: string) => string) => void;
  /** Changes a JSON file, and the digest of it that the report lists. */
  readonly forge: (name: string, members: object) => void;
}

let copies = 0;

function copy(): Copy {
  // Of the same name, as a folder is found by the name of its run.
  const directory = join(folder, `copy-${++copies}`, 'conditional');
  cpSync(conditional, directory, { recursive: true });
  const path = (name: string) => join(directory, name);
  const change: Copy['change'] = (name, edit) => {
    writeFileSync(path(name), edit(readFileSync(path(name), 'utf8')));
  };
  const forge: Copy['forge'] = (name, members) => {
    const was = digestOf(path(name));
    change(name, (text) => JSON.stringify({ ...(JSON.parse(text) as object), ...members }));
    change('report.json', (text) => text.replaceAll(was.sha256, digestOf(path(name)).sha256));
  };
  return { path, change, forge };
}

async function refusals({ path }: Copy, ...flags: readonly string[]): Promise<readonly string[]> {
  const args = ['verify', path('report.json'), path('retest.trace.csv'), '--format', 'json', ...flags];
  const { code, stdout, stderr } = await runCli(args);
  assert.equal(code, 1, stdout + stderr);
  const { verified, traces, report } = JSON.parse(stdout) as Refused;
  assert.equal(verified, false);
  return [...traces.flatMap(({ refused_because: why }) => why), ...report.refused_because];
}

/** What is done to the files, and what must be said of it. */
const FORGERIES: readonly (readonly [string, (files: Copy) => void, RegExp])[] = [
  ...['race-criteria.json', 'race-canary.json'].flatMap((name) => {
    const shown = name.replaceAll('.', '\\.');
    return [
      [
        `other bytes of ${name}`,
        ({ change }: Copy) => {
          change(name, (text) => `${text}\n`);
        },
        new RegExp(`${shown} is not the file that the report lists: SHA-256 [0-9a-f]{64}$`, 'm'),
      ] as const,
      [
        `no ${name}`,
        ({ path }: Copy) => {
          rmSync(path(name));
        },
        new RegExp(`${shown} is missing$`, 'm'),
      ] as const,
    ];
  }),
  ...['retest.run.json', 'retest.metrics.json', 'retest.trace.csv'].map(
    (name) =>
      [
        `other bytes of ${name}`,
        ({ change }: Copy) => {
          change(name, (text) => `${text}\n`);
        },
        new RegExp(`^${name.replaceAll('.', '\\.')} has other bytes than those of the report: SHA-256`, 'm'),
      ] as const,
  ),
  ...['retest.run.json', 'retest.metrics.json'].flatMap((name) => [
    [
      `no ${name}`,
      ({ path }: Copy) => {
        rmSync(path(name));
      },
      new RegExp(`^${name.replaceAll('.', '\\.')} is missing$`, 'm'),
    ] as const,
    [
      `the ${name} of another phase`,
      ({ path }: Copy) => {
        copyFileSync(path(name.replace('retest', 'fault')), path(name));
      },
      new RegExp(`^${name.replaceAll('.', '\\.')} has other bytes`, 'm'),
    ] as const,
  ]),
  [
    'criteria with a laxer limit, and their digest made right',
    ({ forge }) => {
      forge('race-criteria.json', { p99LatencyMs: 900 });
    },
    /^the p99 latency of retest is held against 140, the criteria have 900$/m,
  ],
  [
    'criteria that ask for the whole peak, and their digest made right',
    ({ forge }) => {
      forge('race-criteria.json', { shorterRunEarnsCanary: false });
    },
    /^the report decides canary, although retest was shorter than the criteria allow$/m,
  ],
  [
    'the record of a canary that was slow, and its digest made right',
    ({ forge }) => {
      forge('race-canary.json', { p99LatencyMs: 900 });
    },
    /^the p99 latency of canary is said to be 120, measured was 900$/m,
  ],
  [
    'a manifest that calls its run invalid, and its digest made right',
    ({ forge }) => {
      forge('retest.run.json', { invalid_because: ['The generator was late.'] });
    },
    /^the report decides canary, although the manifest of retest calls it invalid$/m,
  ],
  [
    'a manifest of another inventory, and its digest made right',
    ({ forge }) => {
      forge('retest.run.json', { remaining: { 'seat-0': { value: 7, version: 9 } } });
    },
    /^key seat-0: /m,
  ],
];

describe('race-trace verify of the files that a report lists', () => {
  const traces: string[] = [];
  before(async () => {
    writeFileSync(join(conditional, 'race-criteria.json'), JSON.stringify(CRITERIA));
    writeFileSync(join(conditional, 'race-canary.json'), JSON.stringify(RECORD));
    const { decision, report } = await writeReport(conditional, { baseline: unsafe });
    assert.equal(decision, 'canary', JSON.stringify(report.decision.reasons));
    for (const directory of [unsafe, conditional])
      for (const name of readdirSync(directory))
        if (name.endsWith('.trace.csv')) traces.push(join(directory, name));
  });

  it('verifies them as they are, wherever they lie', async () => {
    const whole = await runCli(['verify', join(conditional, 'report.json'), ...traces]);
    assert.equal(whole.code, 0, whole.stdout);
    const { path } = copy();
    const one = await runCli(['verify', path('report.json'), path('retest.trace.csv')]);
    assert.equal(one.code, 0, one.stdout);
  });

  for (const [what, forge, says] of FORGERIES)
    it(`refuses ${what}`, async () => {
      const files = copy();
      forge(files);
      assert.match((await refusals(files)).join('\n'), says);
    });

  it('refuses criteria and a record that are named and are not those of the report', async () => {
    const files = copy();
    const other = join(folder, 'other.json');
    writeFileSync(other, '{"p99LatencyMs": 900}');
    const says = /other\.json is not the file that the report lists: SHA-256 [0-9a-f]{64}$/m;
    assert.match((await refusals(files, '--criteria', other)).join('\n'), says);
    writeFileSync(other, JSON.stringify({ ...RECORD, rolledBack: true }));
    assert.match((await refusals(files, '--canary', other)).join('\n'), says);
    const nowhere = join(folder, 'nowhere.json');
    assert.match((await refusals(files, '--criteria', nowhere)).join('\n'), /nowhere\.json is missing$/m);
  });
});
