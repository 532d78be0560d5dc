/**
 * `npm run test:long`: five million generated histories, judged by the checker and by an enumeration of all their worlds, in
 * as many processes as there are processors. Prints the shares of the verdicts, the differences and the first history of
 * each batch that has one. Then the tests of `test/long` run, and those that repeat themselves seldom in `npm test`, as often as is claimed. Ends in exit
 * code 1 if a right service was accused, the two differ at all or a test failed.
 * Usage: `node scripts/run-long.ts [HISTORIES]`
 */
import { execFile, spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { runMain } from './stop.ts';

const ROOT = resolve(import.meta.dirname, '..');
const HISTORIES = 5_000_000;
const BATCH = 20_000;
const COMPARE = 'test/unit/core/worlds/compare-batch.ts';
/** Many times what a batch takes. */
const BOUND_MS = 30 * 60_000;

/** What a batch prints. */
interface Tally {
  readonly verdicts: Record<'ok' | 'unknown' | 'violation', number>;
  accused: number;
  differences: number;
  readonly first: string;
}

async function main(): Promise<number> {
  const kinds = (await printed([])) as readonly string[];
  const each = Math.ceil(Number(process.argv[2] ?? HISTORIES) / kinds.length);
  const batches = kinds.flatMap((kind) =>
    Array.from({ length: Math.ceil(each / BATCH) }, (_, index) => {
      const from = 1 + index * BATCH;
      return { kind, from, count: Math.min(BATCH, each + 1 - from) };
    }),
  );
  const sums = new Map(kinds.map((kind) => [kind, emptySum()]));
  const work = async (): Promise<void> => {
    for (let next = batches.shift(); next !== undefined; next = batches.shift()) {
      const tally = await judged(next.kind, next.from, next.count);
      add(sums.get(next.kind)!, tally);
      if (tally.first !== '') console.log(`${next.kind}\n${tally.first}\n`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  for (const [kind, sum] of sums) console.log(`${kind}: ${figures(sum)}`);
  const isWrong = [...sums.values()].some(({ accused, differences }) => accused + differences > 0);
  return longTestsPass() && !isWrong ? 0 : 1;
}

/** Whether the tests of `test/long` pass, and those that take their counts from `test/repeats.ts` with the long ones. */
function longTestsPass(): boolean {
  const files = globSync('test/**/*.test.ts', { cwd: ROOT }).filter(
    (file) =>
      /^test[\\/]long[\\/]/.test(file) || readFileSync(resolve(ROOT, file), 'utf8').includes("/repeats.ts'"),
  );
  const args = ['--import', './test/property-seed.ts', '--test', '--test-concurrency=1', ...files];
  const env = { ...process.env, RACE_TRACE_LONG: '1' };
  return spawnSync(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' }).status === 0;
}

function emptySum(): Tally {
  return { verdicts: { ok: 0, unknown: 0, violation: 0 }, accused: 0, differences: 0, first: '' };
}

/** What a process of its own says of a batch. */
async function judged(kind: string, from: number, count: number): Promise<Tally> {
  return (await printed([kind, String(from), String(count)])) as Tally;
}

async function printed(args: readonly string[]): Promise<unknown> {
  const options = { cwd: ROOT, timeout: BOUND_MS };
  const { stdout } = await promisify(execFile)(process.execPath, [COMPARE, ...args], options);
  return JSON.parse(stdout);
}

function add(sum: Tally, { verdicts, accused, differences }: Tally): void {
  for (const verdict of ['ok', 'unknown', 'violation'] as const) sum.verdicts[verdict] += verdicts[verdict];
  sum.accused += accused;
  sum.differences += differences;
}

function figures({ verdicts, accused, differences }: Tally): string {
  const all = verdicts.ok + verdicts.unknown + verdicts.violation;
  const shares = Object.entries(verdicts).map(
    ([verdict, count]) => `${verdict} ${((100 * count) / all).toFixed(1)} %`,
  );
  return `${all.toLocaleString('en')} histories; ${shares.join(', ')}; ${differences} differences, ${accused} right services accused`;
}

await runMain(main);
