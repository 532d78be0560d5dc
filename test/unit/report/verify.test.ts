import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { writeReport } from '../../../src/cli/report/write-report.ts';
import { runCli } from '../cli/terminal.ts';
import { certified, MANIFEST, refusal, reportOn, ROWS } from './certified-folder.ts';
import { HELD, RACED, validation } from './synthetic-validation.ts';

describe('race-trace verify', () => {
  it('verifies what was certified', async () => {
    const { report, trace } = await certified();
    const { code, stdout, stderr } = await runCli(['verify', report, trace]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    assert.match(
      stdout,
      /^verified {2}.*load\.trace\.csv\nverified {2}.*report\.json\nChecked: rows, steps, books and verdict of 1 of 1 trace; the decision blocked against certificates, 0 files of metrics and the criteria\. Not checked: what only clients measured, such as the offered rate; the sentences of the report\.\n$/,
    );
  });

  it('names the line, the key and the books that a changed cell belongs to', async () => {
    const { report, trace, write } = await certified();
    write('load.trace.csv', readFileSync(trace, 'utf8').replace('C,2,4,success', 'C,2,4,conflict'));
    const reasons = await refusal(report, trace);
    assert.equal(reasons[0], 'line 5, key seat-7: from here on the rows are not the certified ones');
    assert.match(reasons[1]!, /^key seat-7: \[2,5,3,0,.*certified is \[3,5,3,1,/);
    assert.ok(!reasons.some((reason) => reason.includes('seat-8')), reasons.join('\n'));
    assert.match(
      reasons.at(-1)!,
      /^load\.trace\.csv has other bytes than those of the report: SHA-256 [0-9a-f]{64}$/,
    );
  });

  it('says where a row is missing, and where there is one too many', async () => {
    const { report, trace, write } = await certified();
    const all = readFileSync(trace, 'utf8');
    const elsewhere = 'from here on the rows are not the certified ones';
    write('load.trace.csv', all.replace(`${ROWS[3]!}\n`, ''));
    assert.equal((await refusal(report, trace))[0], `line 5, key seat-8: ${elsewhere}`);
    write('load.trace.csv', `${all}${ROWS[4]!}\n`);
    assert.equal((await refusal(report, trace))[0], `line 8, key seat-8: ${elsewhere}`);
  });

  it('says where neighbouring rows of different keys were exchanged', async () => {
    const { report, trace, write } = await certified();
    const [fourth, fifth] = [ROWS[3]!, ROWS[4]!];
    write(
      'load.trace.csv',
      readFileSync(trace, 'utf8').replace(`${fourth}\n${fifth}`, `${fifth}\n${fourth}`),
    );
    assert.match((await refusal(report, trace))[0]!, /^line 5, key seat-8: from here on/);
  });

  it('refuses a store that held something else', async () => {
    const { report, trace, write } = await certified();
    const remaining = { ...MANIFEST.remaining, 'seat-7': { value: 2, version: 4 } };
    write('load.run.json', JSON.stringify({ ...MANIFEST, remaining }));
    const reasons = await refusal(report, trace);
    assert.match(reasons[0]!, /^key seat-7: \[3,5,2,0,.*certified is \[3,5,3,1,/);
    assert.match(reasons.at(-1)!, /^load\.run\.json has other bytes than those of the report: SHA-256/);
  });

  it('refuses other bytes of the same rows, and says that it is only the bytes', async () => {
    const { report, trace, write } = await certified();
    write('load.trace.csv', readFileSync(trace, 'utf8').replaceAll('\n', '\r\n'));
    const reasons = await refusal(report, trace);
    assert.equal(reasons.length, 1);
    assert.match(reasons[0]!, /^load\.trace\.csv has other bytes than those of the report/);
  });

  it('finds the certificate among several of one name by the folder of the run', async () => {
    const [first, second] = [await certified(), await certified(ROWS.slice(0, 3))];
    const certificates = [
      { ...second.certificate, run: 'elsewhere', side: 'before' } as const,
      { ...first.certificate, run: basename(dirname(first.trace)) },
    ];
    const report = first.write('both.json', JSON.stringify(reportOn(certificates)));
    const { code, stdout } = await runCli(['verify', report, first.trace]);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /verdict of 1 of 2 traces; .*Not checked: load of the service before; /);
  });

  it('verifies every trace of a report that race-trace report made, on both of its sides, and the files beside it', async () => {
    const { trace, write } = await certified();
    const folder = dirname(trace);
    const [unsafe, conditional] = [join(folder, 'unsafe'), join(folder, 'conditional')];
    validation(unsafe, 'unsafe', { reproduce: RACED, load: RACED });
    validation(conditional, 'conditional', { reproduce: HELD, load: HELD });
    const made = await writeReport(conditional, { baseline: unsafe });
    assert.deepEqual(
      made.paths.slice(2).map((path) => basename(path)),
      ['report.json', 'alerts.rules.yml', 'alerts.test.yml'],
    );
    const report = made.paths[2]!;
    const traces = [unsafe, conditional].flatMap((side) =>
      ['reproduce', 'load'].map((phase) => join(side, `${phase}.trace.csv`)),
    );
    const { code, stdout } = await runCli(['verify', report, ...traces]);
    assert.equal(code, 0, stdout);
    write(
      'conditional/load.metrics.json',
      readFileSync(join(conditional, 'load.metrics.json'), 'utf8') + '\n',
    );
    assert.match((await refusal(report, traces[3]!))[0]!, /^load\.metrics\.json has other bytes/);
    rmSync(join(conditional, 'load.metrics.json'));
    assert.equal((await refusal(report, traces[3]!))[0], 'load.metrics.json is missing');
    write('unsafe/load.trace.csv', readFileSync(traces[1]!, 'utf8').replace('success', 'conflict'));
    assert.match((await refusal(report, traces[1]!))[0]!, /^line 2, key seat-0: from here on/);
  });

  it('makes what a trace says visible', async () => {
    const evil = ['r1,seat\u001b[2J,A,1,2,success,5,4'];
    const { report, trace, write } = await certified(evil);
    write('load.trace.csv', readFileSync(trace, 'utf8').replace(',1,2,', ',1,3,'));
    const { stdout } = await runCli(['verify', report, trace]);
    assert.ok(!stdout.includes('\u001b'), JSON.stringify(stdout));
  });

  it('refuses a trace that the report has no certificate for', async () => {
    const { report, trace, write } = await certified();
    const other = write('other.trace.csv.gz', gzipSync(readFileSync(trace)));
    assert.deepEqual(await refusal(report, other), ['the report has no certificate for it']);
  });

  it('ends in 2 for what cannot be read, and says what to do', async () => {
    const { report, trace, write, certificate } = await certified();
    const broken = { ...reportOn([certificate]), certificates: [{ ...certificate, keys: 7 }] };
    const cases: readonly [string[], RegExp][] = [
      [[report, join(trace, 'nothing.csv')], /there is no file .*nothing\.csv/],
      [[join(trace, 'nothing.json'), trace], /nothing\.json cannot be read: a part of that path is a file/],
      [[trace, trace], /load.trace.csv is not JSON: Unexpected token/],
      [
        [write('empty.json', '{}'), trace],
        /no certificates that can be used \(format: expected "race-trace-report\/1"; it is missing/,
      ],
      [
        [write('broken.json', JSON.stringify(broken)), trace],
        /no certificates that can be used \(certificates\.0\.keys: expected a list, not 7.*race-trace report writes/,
      ],
      [[report], /no certificate of an exploration.*race-trace verify REPORT TRACE/],
    ];
    for (const [args, says] of cases) {
      const { code, stderr } = await runCli(['verify', ...args]);
      assert.equal(code, 2, args.join(' '));
      assert.match(stderr, says);
    }
  });
});
