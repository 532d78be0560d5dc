/** Services with one fault each, whose findings are known from what really happened in them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Analysis } from '../../../../src/core/analysis.ts';
import { explain } from '../../../../src/core/findings/explain.ts';
import { levelOf } from '../../../../src/core/findings/finding.ts';
import type { FindingCode } from '../../../../src/core/findings/finding.ts';
import type { Attempt } from '../check/history-language.ts';
import { checkRun } from './check-run.ts';
import { partlyLogged } from './partly-logged.ts';
import { runOf } from './service.ts';
import { SERVICES } from './services.ts';
import { expectedOf } from './truth.ts';

const SEEDS = Number(process.env.SEEDS ?? 1000);
const PARTLY = Math.ceil(SEEDS / 4);

/** Findings of a key and not of an attempt. */
const OF_KEYS: readonly FindingCode[] = ['invariant-mismatch', 'unconditional-pattern', 'lost-write'];

function foundIn({ findings, history }: Analysis): string[] {
  const { strings, requestId } = history;
  return findings
    .map(({ code, key, rows }) =>
      OF_KEYS.includes(code)
        ? `${code} ${strings.at(key)!}`
        : `${code} ${strings.at(requestId[rows[0]!]!) ?? strings.at(key)!}`,
    )
    .sort();
}

/** What was found, and the rows, as a failure shows them. */
function told(analysis: Analysis, rows: readonly Attempt[]): string {
  const plain = (_: string, cell: unknown): unknown => (typeof cell === 'bigint' ? Number(cell) : cell);
  return [
    ...analysis.findings.map((finding) => explain(finding, analysis)),
    ...rows.map((row) => JSON.stringify(row, plain)),
  ].join('\n');
}

function isError(expected: string): boolean {
  return levelOf(expected.split(' ')[0] as FindingCode) === 'error';
}

describe('simulated services', () => {
  for (const service of SERVICES)
    it(`${service.name}: exactly what happened is found, in each of ${SEEDS} runs`, () => {
      const shown = new Map(service.shows.map((code) => [code, 0]));
      for (let seed = 1; seed <= SEEDS; seed++) {
        const run = runOf(service, seed);
        const analysis = checkRun({ rows: run.simulation.rows, facts: run.facts });
        const expected = expectedOf(run);
        const said = () => `seed ${seed}\n${told(analysis, run.simulation.rows)}`;
        assert.deepEqual(foundIn(analysis), expected, said());
        const why = `${analysis.verdict}, ${analysis.unknownBecause.join('; ')}, ${said()}`;
        if (expected.some(isError)) assert.equal(analysis.verdict, 'violation', why);
        else if (service.isDeletedFrom !== true) assert.equal(analysis.verdict, 'ok', why);
        for (const code of new Set(expected.map((each) => each.split(' ')[0]!)))
          if (shown.has(code)) shown.set(code, shown.get(code)! + 1);
      }
      for (const [code, runs] of shown) assert.ok(runs > SEEDS / 20, `only ${runs} runs have a ${code}`);
    });

  // Without its times a deletion cannot be told from a stale write.
  for (const service of SERVICES.filter(({ isDeletedFrom }) => isDeletedFrom !== true))
    it(`${service.name}: partly logged, no error passes as ok and none is made up, in ${PARTLY} runs`, () => {
      for (let seed = 1; seed <= PARTLY; seed++) {
        const run = runOf(service, seed);
        const expected = expectedOf(run).filter(isError);
        const logged = partlyLogged(run);
        const analysis = checkRun(logged);
        const wrong = expected.length > 0 ? 'ok' : 'violation';
        assert.notEqual(
          analysis.verdict,
          wrong,
          `seed ${seed}: ${expected.join()}\n${told(analysis, logged.rows)}`,
        );
      }
    });
});
