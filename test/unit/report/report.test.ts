import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { writeReport } from '../../../src/cli/report/write-report.ts';
import { runCli } from '../cli/terminal.ts';
import { hostileRun } from './synthetic-validation.ts';
import { twoValidations } from './two-validations.ts';

const { folder, unsafe, conditional } = twoValidations();
/** What several tests look into; no file of it is read. */
const { report: standing } = await writeReport(conditional, { baseline: unsafe, formats: [] });

describe('race-trace report', () => {
  it('ends in 1 where the service fails, and shows the race', async () => {
    const { code, stdout } = await runCli(['report', unsafe]);
    assert.equal(code, 1, stdout);
    assert.match(stdout, /^BLOCKED {2}unsafe: do not release\n/);
    assert.deepEqual(
      readdirSync(unsafe).filter((name) => name.startsWith('report.')),
      ['report.html', 'report.json', 'report.md'],
    );
    const markdown = readFileSync(join(unsafe, 'report.md'), 'utf8');
    assert.match(markdown, /\*\*w2 wrote v3 from v1\.\*\*|wrote v3 from v1/);
    assert.match(markdown, /no condition on the version read/);
  });

  it('ends in 0 where it holds and all evidence is there: canary', async () => {
    const { code, stdout } = await runCli(['report', conditional, '--baseline', unsafe, '--format', 'json']);
    const report = JSON.parse(stdout) as { decision: { decision: string; reasons: unknown } };
    assert.equal(report.decision.decision, 'canary', JSON.stringify(report.decision.reasons, null, 1));
    assert.equal(code, 0);
  });

  it('has no heading in its Markdown that nothing stands below, where the HTML has only plots', async () => {
    await runCli(['report', conditional, '--baseline', unsafe]);
    const markdown = readFileSync(join(conditional, 'report.md'), 'utf8');
    assert.doesNotMatch(markdown, /^(#+) .*\n\n(?!\1#)#/m);
  });

  it('ends in 3 where a run calls itself invalid in its manifest, and says so once', async () => {
    const invalid = join(folder, 'invalid');
    cpSync(conditional, invalid, { recursive: true });
    const manifest = join(invalid, 'retest.run.json');
    const whole = JSON.parse(readFileSync(manifest, 'utf8')) as object;
    writeFileSync(manifest, JSON.stringify({ ...whole, invalid_because: ['Hardly anything was sent.'] }));
    const { code, stdout } = await runCli(['report', invalid, '--baseline', unsafe, '--format', 'json']);
    const { decision } = JSON.parse(stdout) as { decision: { reasons: { level: string; text: string }[] } };
    assert.equal(code, 3);
    assert.deepEqual(
      decision.reasons.filter(({ level }) => level === 'withholds').map(({ text }) => text),
      ['The run of retest is invalid: Hardly anything was sent.'],
    );
  });

  it('ends in 3 where evidence is missing', async () => {
    const { code, stdout } = await runCli(['report', conditional, '--quiet']);
    assert.deepEqual(
      [code, stdout],
      [3, 'UNDECIDED  conditional: not yet: the evidence does not allow a release\n'],
    );
  });

  it('takes the criteria that are named', async () => {
    const strict = join(folder, 'strict.json');
    writeFileSync(strict, JSON.stringify({ p99LatencyMs: 5 }));
    const { code, stdout } = await runCli([
      'report',
      conditional,
      '--baseline',
      unsafe,
      '--criteria',
      strict,
    ]);
    assert.equal(code, 1);
    assert.match(stdout, /p99 latency +\S+ ms +\S+ ms +below 5 ms +✕/);
  });

  it('writes the same report from the same files, in the forms that are asked for', async () => {
    const read = () => readFileSync(join(conditional, 'report.html'), 'utf8');
    const { paths } = await writeReport(conditional, { baseline: unsafe });
    const first = read();
    const again = await writeReport(conditional, { baseline: unsafe, formats: ['html'] });
    assert.equal(read(), first);
    assert.deepEqual([paths.length, again.paths.length, again.decision], [5, 1, 'canary']);
  });

  it('has a line of JSON for each certificate, whatever its steps, and prints what it wrote', async () => {
    const { stdout } = await runCli(['report', conditional, '--baseline', unsafe, '--format', 'json']);
    assert.equal(stdout, readFileSync(join(conditional, 'report.json'), 'utf8'));
    const { certificates } = JSON.parse(stdout) as { certificates: unknown[] };
    assert.equal(certificates.length, 8);
    for (const each of certificates) assert.ok(stdout.includes(`\n    ${JSON.stringify(each)}`));
  });

  it('names no folder of this machine', async () => {
    await writeReport(conditional, { baseline: unsafe });
    for (const ending of ['html', 'md', 'json'])
      assert.ok(!readFileSync(join(conditional, `report.${ending}`), 'utf8').includes(folder), ending);
  });

  it('explains the race of the service before, and holds the mitigated one against it', () => {
    assert.equal(standing.race?.label, 'unsafe · reproduce');
    assert.equal(standing.race.picture?.focusRows.length, 2);
    assert.deepEqual(
      standing.mitigation?.held?.steps.map(({ column, step, detail }) => `${column} ${step} ${detail}`),
      [
        '0 read v1, 1 left',
        '1 read v1, 1 left',
        '0 write v1→v2',
        '1 write on v1, refused',
        '0 confirm ✓',
        '1 confirm ⊘ conflict',
      ],
    );
    assert.equal(standing.mitigation.held.outcome, '1 confirmed for 1 unit: the books balance.');
    assert.deepEqual(
      standing.mechanisms.map(({ name, verdict }) => [name, verdict]),
      [
        ['race', 'supported'],
        ['stale cache or replica', 'not supported'],
        ['retry duplication', 'not supported'],
        ['queueing overload', 'not supported'],
        ['storage transaction problem', 'not supported'],
      ],
    );
    const failing = standing.failures.filter(({ moments }) => moments.some(({ kind }) => kind === 'error'));
    assert.deepEqual(
      failing.map(({ label }) => label),
      ['unsafe · reproduce', 'unsafe · load', 'unsafe · fault'],
    );
    const injected = standing.failures.find(({ label }) => label === 'conditional · fault');
    assert.deepEqual(
      injected?.moments.filter(({ kind }) => kind === 'fault').map(({ when, what }) => `${when} ${what}`),
      ['100.0 ms fault: worker-kill, until 300.0 ms: struck 2 times'],
    );
    assert.deepEqual(new Set(standing.files.map(({ run }) => run)), new Set(['conditional', 'unsafe']));
  });

  it('gives for every phase the command that makes it again', () => {
    const commands = standing.commands.map(({ command }) => command);
    for (const command of [
      /^race-trace run retest --of unsafe --variant conditional --workers 24 --out conditional$/,
      /^race-trace run load --seed 7 --rate 900 --duration 30s .*--burst 3x:2s\/30s .*--out unsafe$/,
      /^race-trace run reproduce --variant unsafe --schedule 'A:read B:read A:write B:write' --seed 7 --out unsafe$/,
      /^race-trace run all --mitigation conditional --seed 7 --rate 900 --duration 30s .*--units 50000 --workers 24 --out/,
      /^race-trace report conditional --baseline unsafe$/,
    ])
      assert.ok(
        commands.some((each) => command.test(each)),
        `${String(command)}\n${commands.join('\n')}`,
      );
  });
});

describe('a run whose every text is hostile', () => {
  it('is a report in which no text is markup, and no character is invisible', async () => {
    const hostile = join(folder, 'hostile');
    hostileRun(hostile);
    await writeReport(hostile);
    const html = readFileSync(join(hostile, 'report.html'), 'utf8');
    assert.match(html, /&lt;img src=x onerror/);
    // What stands between quotes is a text: the template lets none end early.
    const tags = html.replaceAll(/"[^"]*"/g, '""').match(/<[^>]*>/g) ?? [];
    for (const tag of tags) assert.doesNotMatch(tag, /^<(img|script|iframe)|\son\w+=/i);
    assert.doesNotMatch(html, /href="(?!#)/);
    const markdown = readFileSync(join(hostile, 'report.md'), 'utf8');
    const prose = markdown.replaceAll(/(?<![`\\])(`+) .*? \1(?!`)/g, '');
    assert.doesNotMatch(prose, /<img|(?<!\\)\[[^\]]*\]\(/);
    const json = readFileSync(join(hostile, 'report.json'), 'utf8');
    for (const text of [html, markdown, json]) {
      assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      assert.match(text, /\\u\{202e\}/);
    }
    assert.doesNotThrow(() => JSON.parse(json) as unknown);
  });
});
