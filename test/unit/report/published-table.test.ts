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

/** What else is asked for, beside what takes the units. */
interface Besides {
  /** Writes that are overtaken by one that takes no unit. */
  readonly stale: number;
  readonly soldOut: number;
  readonly conflicts: number;
  /** Answers 503. */
  readonly turnedAway: number;
  /** Confirmations that are repeated. */
  readonly replays: number;
  /** Successes whose first write was refused, and whose second was too. */
  readonly retried: number;
  readonly retriedTwice: number;
  /** Of one request in fifty; of the others it is 10 ms. */
  readonly slowMs: number;
  readonly longestWaitMs: number;
}

/** The kinds of `besides`, one after another, spread evenly over `units` steps. */
function spread(besides: Besides, units: number): readonly (readonly string[])[] {
  const kinds = (['stale', 'soldOut', 'conflicts', 'turnedAway', 'replays'] as const).flatMap((kind) =>
    new Array<string>(besides[kind]).fill(kind),
  );
  return Array.from({ length: units }, (_, unit) =>
    kinds.slice(Math.floor((unit * kinds.length) / units), Math.floor(((unit + 1) * kinds.length) / units)),
  );
}

/** Rows in which every key loses 380 units, one by one, at 900 requests a second. */
function rows(besides: Besides): readonly Row[] {
  const made: Row[] = [];
  const extras = spread(besides, KEYS * TAKEN);
  let requests = 0;
  const timed = (id: string) => {
    const start = Math.round((requests++ * 1e6) / 900);
    const ms = requests % 50 === 0 && requests < 39_000 ? besides.slowMs : 10;
    const wait = requests === 7 ? besides.longestWaitMs : 1;
    const times = { start_us: start, end_us: start + 1000 * ms, latency_ms: ms, queue_delay_ms: wait };
    return { request_id: id, ...times };
  };
  for (let taken = 0; taken < KEYS * TAKEN; taken++) {
    const [key, unit] = [Math.floor(taken / TAKEN), taken % TAKEN];
    if (unit === 0) version = 1;
    const read = { inventory_key: `seat-${key}`, read_version: version, read_value: INITIAL - unit };
    const retries = Number(taken < besides.retried) + Number(taken < besides.retriedTwice);
    const request = { ...timed(`r-${taken}`), ...read, worker_id: 'w1' };
    for (let retry = 0; retry < retries; retry++)
      made.push({ ...request, result: 'retry', retry_count: retry });
    const written = { write_version: ++version, write_value: INITIAL - unit - 1, result: 'success' };
    made.push({ ...request, ...written, retry_count: retries });
    for (const kind of extras[taken]!) {
      const other = { retry_count: 0, worker_id: 'w2' };
      const repeated = { ...request, ...written, read_value: '', retry_count: retries + 1 };
      if (kind === 'replays') made.push(repeated);
      else if (kind === 'stale')
        made.push({ ...timed(`s-${taken}`), ...read, ...written, ...other, write_version: ++version });
      else if (kind === 'conflicts')
        made.push({ ...timed(`c-${taken}`), ...read, ...other, result: 'conflict' });
      else {
        const { queue_delay_ms, ...door } = timed(`o-${taken}`);
        const { inventory_key } = read;
        made.push(
          kind === 'turnedAway'
            ? { ...door, inventory_key, result: 'rejected', retry_count: 0 }
            : { ...door, ...other, queue_delay_ms, inventory_key, result: 'rejected' },
        );
      }
    }
  }
  return made;
}

/** Of the key whose rows are being made. */
let version = 1;

const NOTHING = {
  stale: 0,
  soldOut: 0,
  conflicts: 0,
  turnedAway: 0,
  replays: 0,
  retried: 0,
  retriedTwice: 0,
};
const UNSAFE = rows({
  ...NOTHING,
  stale: STALE,
  soldOut: 1568,
  turnedAway: 12,
  slowMs: 132,
  longestWaitMs: 28,
});
const CONDITIONAL = rows({
  ...NOTHING,
  conflicts: 2890,
  turnedAway: 17,
  replays: 1593,
  retried: 4266,
  retriedTwice: 2813,
  slowMs: 141,
  longestWaitMs: 35,
});

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
      rows: UNSAFE,
      ...BOOKS,
      manifest: peakWorkload(),
      metrics: metricsOf({ rows: UNSAFE, variant: 'unsafe' }),
    });
    writePhase(conditional, {
      phase: 'retest',
      variant: 'conditional',
      rows: CONDITIONAL,
      ...BOOKS,
      manifest: peakWorkload(),
      metrics: metricsOf({ rows: CONDITIONAL, variant: 'conditional', phase: 'retest' }),
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
