import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { writeReport, type ReportOptions } from '../../../src/cli/report/write-report.ts';
import { runCli } from '../cli/terminal.ts';
import { validation } from './synthetic-validation.ts';
import { HOLDS, twoValidations } from './two-validations.ts';

const { folder, unsafe, conditional } = twoValidations();

async function made(of: string, options: ReportOptions = {}) {
  const { report } = await writeReport(of, options);
  const [html, markdown] = ['html', 'md'].map((ending) => readFileSync(join(of, `report.${ending}`), 'utf8'));
  return { report, html: html!, markdown: markdown! };
}

/** The report that most of these tests look at. */
const standing = await made(conditional, { baseline: unsafe });

function named(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

/** A text as HTML has it. */
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&#39;').replaceAll('"', '&quot;');

describe('the first screen', () => {
  it('names the cause and its line of code once, and the damage of every phase', async () => {
    const { report } = await made(unsafe);
    const [why] = report.summary;
    assert.equal(why?.title, 'Why');
    assert.match(
      why.sentences[0]!,
      /^unsafe sells one unit twice: its write at unsafe\.ts:10 does not check that the version/,
    );
    assert.match(
      why.sentences[1]!,
      /^In reproduce: 1 unit confirmed that did not exist \(1 stale-version write\)\. In load: 13,500 units/,
    );
    assert.doesNotMatch(why.sentences.join(), /invariant-mismatch|unconditional-pattern/);
  });

  it('says why a canary may start, and why it is no more', () => {
    const { report } = standing;
    assert.deepEqual(
      report.summary.map(({ title }) => title),
      ['Why it may start', 'Why not more'],
    );
    const [may] = report.summary;
    assert.match(
      may!.sentences[0]!,
      /baseline, reproduce, fault and retest: under load 27,000 attempts could write/,
    );
  });

  it('says the same in HTML, Markdown and on the terminal', async () => {
    const { report, html, markdown } = standing;
    const { stdout } = await runCli(['report', conditional, '--baseline', unsafe]);
    for (const sentence of report.summary.flatMap(({ sentences }) => sentences)) {
      assert.ok(html.includes(`<li>${escaped(sentence)}</li>`), sentence);
      assert.ok(stdout.includes(sentence), sentence);
      assert.ok(markdown.replaceAll('\\', '').includes(sentence), sentence);
    }
  });

  it('says which criteria are not the default, in every form', async () => {
    const criteria = named('loose.json', { p99LatencyMs: 5000, canaryMinRequests: 1 });
    const canary = named('canary.json', {
      ...{ source: 'https://dash.example/7', variant: 'conditional', seconds: 4000, requests: 40_000 },
      ...{ trafficShare: 0.05, invariantMismatch: 0, duplicateConfirmations: 0, p99LatencyMs: 90 },
      ...{
        http5xxRate: 0,
        maxQueueDelayMs: 20,
        conflictRate: 0.01,
        attemptsPerRequest: 1.02,
        rolledBack: false,
      },
    });
    const { report, html, markdown } = await made(conditional, { baseline: unsafe, criteria, canary });
    const warning =
      'Not decided by the default criteria: p99 latency below 5,000 ms instead of below 150 ms; ' +
      'requests of a canary at least 1 instead of at least 30,000.';
    assert.ok(html.includes(`<p class="warning">${warning}</p>`));
    assert.ok(markdown.includes(`**${warning}**`));
    assert.match(markdown, /The canary: 40,000 requests in 4,000 s, 5 % of the traffic/);
    assert.match(markdown, /p99 90 ms, HTTP 5xx 0 %/);
    for (const path of [criteria, canary]) {
      const file = report.files.find(({ name }) => name === basename(path));
      assert.equal(file?.sha256, createHash('sha256').update(readFileSync(path)).digest('hex'));
    }
    assert.ok(
      report.commands.some(({ command }) =>
        command.endsWith('report conditional --baseline unsafe --criteria loose.json --canary canary.json'),
      ),
    );
  });

  it('says nothing of criteria that are the default', () => {
    const { html, markdown } = standing;
    assert.doesNotMatch(html + markdown, /Not decided by/);
  });

  it('strikes out what an invalid run measured, and says so', async () => {
    const invalid = join(folder, 'invalid');
    validation(invalid, 'conditional', HOLDS);
    const path = join(invalid, 'retest.metrics.json');
    const metrics = JSON.parse(readFileSync(path, 'utf8')) as object;
    writeFileSync(path, JSON.stringify({ ...metrics, valid: false, invalid_because: ['It was too busy.'] }));
    const { html, markdown } = await made(invalid, { baseline: unsafe });
    assert.match(html, /<s class="muted">9 ms<\/s>/);
    assert.match(markdown, /\| p99 latency \| 9 ms \| ~~9 ms~~ \| below 150 ms \| run invalid \|/);
    assert.match(markdown, /Struck out: measured in an invalid run, and compared with no limit/);
  });
});

describe('what stands behind it', () => {
  it('describes the mitigation by the lines of both writes', () => {
    const { report, html, markdown } = standing;
    const { before: was, after: is } = report.mitigation!;
    assert.deepEqual([was.site, was.source], ['unsafe.ts:10', 'await attempt.put(stock.value - 1);']);
    assert.deepEqual(
      [is.site, is.source],
      ['conditional.ts:10', 'return await attempt.putIf(stock.value - 1, stock.version);'],
    );
    assert.equal(
      is.refused,
      12 * 2 + 12 * Math.ceil(1125 / 6) + 1,
      'one of each pair that meets, in baseline, fault, retest and reproduce',
    );
    for (const text of [html, markdown]) {
      assert.match(text, /The mitigation/);
      assert.match(text, /await attempt\.put\(stock\.value - 1\);/);
    }
  });

  it('has a place to sign, with the digest of the report.json that was written', async () => {
    const { html, markdown } = await made(conditional, { baseline: unsafe });
    const digest = createHash('sha256')
      .update(readFileSync(join(conditional, 'report.json')))
      .digest('hex');
    assert.ok(html.replaceAll('<wbr />', '').includes(digest));
    assert.ok(markdown.includes(digest));
    assert.match(markdown, /\| Name \| Date \| Signature \|/);
    for (const text of [html, markdown]) assert.match(text, /race-trace verify conditional\/report\.json/);
  });

  it('has the same tables in HTML and Markdown', () => {
    const { html, markdown } = standing;
    const heads = [...html.matchAll(/<thead>\s*<tr>(.*?)<\/tr>/gs)].map(([, head]) =>
      [...head!.matchAll(/<th[^>]*>(.*?)<\/th>/gs)].map(([, cell]) => cell!.trim()).join(' | '),
    );
    assert.ok(heads.length > 15);
    for (const head of heads) assert.ok(markdown.replaceAll('\\', '').includes(`| ${head} |`), head);
  });

  it('explains the candidate too where it misses a limit, and does not call that limit kept', async () => {
    const slow = join(folder, 'slow');
    validation(slow, 'conditional', HOLDS);
    for (const [file, edit] of [
      [
        'retest.metrics.json',
        (text: string) =>
          text.replace(/("queue_delay_ms":\{[^}]*"max":)\d+,"mean":1/, `$161,"mean":${1 + 60 / 27_000}`),
      ],
      // One attempt waited, early in the run.
      ['retest.trace.csv', (text: string) => text.replace(',1,0,conditional', ',61,0,conditional')],
    ] as const) {
      const path = join(slow, file);
      const text = readFileSync(path, 'utf8');
      assert.notEqual(edit(text), text, file);
      writeFileSync(path, edit(text));
    }
    const { report } = await made(slow, { baseline: unsafe });
    assert.equal(report.decision.decision, 'blocked');
    assert.match(
      report.summary[0]!.sentences.join(),
      /queue delay in retest is 61 ms; it must be below 50 ms\. The waits are pauses, not an overload: 1 of 27,000 attempts /,
    );
    const overload = report.mechanisms.find(({ name }) => name === 'queueing overload');
    assert.equal(overload?.verdict, 'waits have another cause');
    assert.deepEqual(overload.within, ['conditional']);
    const race = report.mechanisms.find(({ name }) => name === 'race');
    assert.deepEqual(race?.within, ['unsafe']);
    assert.match(
      race.evidenceAgainst.join(),
      /^no stale-version write: conditional · baseline, reproduce, fault, retest/,
    );
  });

  it('tells who could write from who found nothing left, and no reason twice', () => {
    const { report } = standing;
    const line = report.coverage.find(({ label }) => label === 'conditional · retest');
    assert.deepEqual(
      [line?.attempts, line?.writers, line?.soldOut, line?.turnedAway],
      [27_000, 27_000, 0, 0],
    );
    assert.equal(line?.hottest[0]?.refused, Math.ceil(1125 / 6));
    const said = report.decision.reasons.map(({ text }) => text);
    for (const risk of [...report.risks, ...report.notTested]) assert.ok(!said.includes(risk), risk);
  });

  it('plans a rollout by every limit, in sentences', () => {
    const { report } = standing;
    const plan = report.rollout.map(({ step, until }) => `${step} ${until}`);
    assert.match(
      plan[0]!,
      /Until 1 h and 30,000 requests have held every limit: mismatch 0, .*p99 below 150 ms, HTTP 5xx below 0\.1 %, queue delay below 50 ms, conflicts at most 10 %, attempts per request at most 1\.25\.$/,
    );
    assert.match(plan.at(-1)!, /^At every step: a trigger .* at once\.$/);
  });

  it('names commands that make the files that it was made from', async () => {
    const { report } = standing;
    const again = join(folder, 'again');
    const { command } = report.commands.find(({ figure }) => figure === 'the run conditional · reproduce')!;
    const [, ...words] = command.replace(/--out \S+$/, `--out ${again}`).match(/'[^']*'|\S+/g)!;
    const { code } = await runCli(words.map((each) => each.replaceAll("'", '')));
    assert.equal(code, 0);
    assert.match(readFileSync(join(again, 'reproduce.run.json'), 'utf8'), /"variant": ?"conditional"/);
  });
});
