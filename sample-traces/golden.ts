import { checkJson } from '../src/cli/check/json.ts';
import { checkTrace } from '../src/cli/check/checked-trace.ts';

/** Enough to see what is found; `counts` has them all. */
const FINDINGS = 12;

/** What the checker finds in a trace file: the part of `race-trace check --format json` that says so. */
export async function goldenOf(tracePath: string): Promise<unknown> {
  const answer = checkJson(await checkTrace(tracePath, { maxFindings: FINDINGS }));
  const { verdict, unknown_because, counts, findings, possible, ledger } = answer;
  const { skipped, ...rows } = answer.rows as Readonly<Record<string, number>>;
  if (skipped !== 0) throw new Error(`${tracePath} has lines that are no records`);
  return { verdict, unknown_because, rows, counts, findings, possible, ledger };
}
