import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runCli } from '../cli/terminal.ts';
import { metricsOf, peakWorkload, writePhase, type Row } from './synthetic-run.ts';

/*
 * The published outcome of one such validation, taken through the whole route: files, reading, checking, deciding, report.
 */

const KEYS = 100;
/** Per key, so that 38,000 units are gone. */
const TAKEN = 380;
const INITIAL = 500;
const STALE = 420;

const folder = mkdtempSync(join(tmpdir(), 'race-trace-published-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const unsafe = join(folder, 'unsafe');
const conditional = join(folder, 'conditional');

/** Rows in which every key loses 380 units, one by one; `stale` of the writes are overtaken by one that takes none. */
function rows(stale: number): readonly Row[] {
  const made: Row[] = [];
  let left = stale;
  for (let key = 0; key < KEYS; key++) {
    let version = 1;
    const stalePerKey = Math.ceil(left / (KEYS - key));
    left -= stalePerKey;
    for (let unit = 0; unit < TAKEN; unit++) {
      const read = { inventory_key: `seat-${key}`, read_version: version, read_value: INITIAL - unit };
      const written = { write_value: INITIAL - unit - 1, result: 'success' };
      made.push({
        request_id: `r-${key}-${unit}`,
        ...read,
        write_version: ++version,
        ...written,
        worker_id: 'w1',
      });
      if (unit < stalePerKey)
        made.push({
          request_id: `s-${key}-${unit}`,
          ...read,
          write_version: ++version,
          ...written,
          worker_id: 'w2',
        });
    }
  }
  return made;
}

function units(each: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: KEYS }, (_, key) => [`seat-${key}`, each]));
}

const BOOKS = { initial: units(INITIAL), remaining: units(INITIAL - TAKEN) };

describe('the report of the published validation', () => {
  let markdown = '';
  let html = '';
  let text = '';

  before(async () => {
    writePhase(unsafe, {
      phase: 'load',
      variant: 'unsafe',
      rows: rows(STALE),
      ...BOOKS,
      manifest: peakWorkload(),
      metrics: metricsOf({
        rows: rows(STALE),
        variant: 'unsafe',
        p99: 132,
        http5xxRate: 0.0003,
        queueMax: 28,
      }),
    });
    writePhase(conditional, {
      phase: 'retest',
      variant: 'conditional',
      rows: rows(0),
      ...BOOKS,
      manifest: peakWorkload(),
      metrics: metricsOf({
        rows: rows(0),
        variant: 'conditional',
        phase: 'retest',
        p99: 141,
        http5xxRate: 0.0004,
        conflictRate: 0.068,
        refusedWriteRate: 0.175,
        attemptsPerRequest: 1.212,
        queueMax: 35,
      }),
    });
    text = (await runCli(['report', conditional, '--baseline', unsafe])).stdout;
    markdown = readFileSync(join(conditional, 'report.md'), 'utf8');
    html = readFileSync(join(conditional, 'report.html'), 'utf8');
  });

  for (const line of [
    '| confirmed | 38,420 | 38,000 | 38,000 | pass |',
    '| expected | 38,000 | 38,000 | reported |  |',
    '| invariant mismatch | \\+420 | 0 | 0 | pass |',
    '| invariant error rate | 1.093 % | 0 % | reported |  |',
    '| p99 latency | 132 ms | 141 ms | below 150 ms | pass |',
    '| HTTP 5xx rate | 0.03 % | 0.04 % | below 0.1 % | pass |',
    '| duplicate confirmations | 0 | 0 | 0 | pass |',
    '| maximum queue delay | 28 ms | 35 ms | below 50 ms | pass |',
  ])
    it(`has the line ${line}`, () => {
      assert.ok(markdown.includes(`\n${line}\n`), markdown.slice(0, 4000));
    });

  it('reports the conflicts and bounds them', () => {
    assert.match(markdown, /\| conflict rate \| 0 % \| 6\.8 % \| at most 10 % \| pass \|/);
  });

  it('puts every unit of the mismatch down to stale writes', () => {
    assert.match(
      markdown,
      /\| unsafe · load \| 38,420 \| 50,000 − 12,000 = 38,000 \| \*\*\\\+420 \(1\.093 %\)\*\* \| stale writes \\\+420 \| violation \|/,
    );
  });

  it('predicts 21.2 % more attempts, 1,091 per second of 900', () => {
    assert.match(
      markdown,
      /1\.212 attempts per request \(\\\+21\.2 %\), 1,091 attempts\/s, at p = 17\.5 % of first writes, n = ∞/,
    );
  });

  it('predicts the utilisation of the capacity screen', () => {
    assert.match(markdown, /ρ = 0\.675 \(λ 900\/s, S 18 ms, m 24\)/);
  });

  it('has the same figures in HTML and on the terminal', () => {
    for (const figure of ['38,420', '38,000', '+420', '1.093 %', '132 ms', '141 ms', '+21.2 %'])
      assert.ok(html.includes(figure), figure);
    for (const figure of ['38,420', '+420', '1.093 %', '132 ms']) assert.ok(text.includes(figure), figure);
  });

  it('blocks a release of what was before', async () => {
    const { code } = await runCli(['report', unsafe, '--quiet']);
    assert.equal(code, 1);
    assert.match(
      readFileSync(join(unsafe, 'report.md'), 'utf8'),
      /\| invariant mismatch \| \\\+420 \| 0 \| fail \|/,
    );
  });
});
