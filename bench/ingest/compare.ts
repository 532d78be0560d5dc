/**
 * `race-trace check` beside DuckDB on the same generated trace: `node bench/ingest/compare.ts [ROWS] [csv|ndjson] [PAIRS]
 * [KEYS]`, after `npm run build`. DuckDB is installed into a folder of its own under `.cache`. Both run as whole processes,
 * one after the other, in pairs; both must come to the same figures, and the command line to those of the slow reader.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { type Answer, answerOf, type CheckJson } from './answer.ts';
import { type Form, generate } from './generate.ts';
import { type Measured, measured } from './measured.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.cache', 'bench-ingest');
const PEER = '@duckdb/node-api@1.5.6-r.1';
const CLI = join(ROOT, 'dist', 'cli.js');
const [rows = 540_000, pairs = 5, keys = 500] = [process.argv[2], process.argv[4], process.argv[5]].map(
  (text) => (text === undefined ? undefined : Number(text)),
);
const form: Form = process.argv[3] === 'ndjson' ? 'ndjson' : 'csv';
/** Verdicts are exit codes too: ok, violation, unknown. */
const VERDICTS = [0, 1, 3];

/** The same figure of each run, the one in the middle and the outermost two. */
function spread(values: readonly number[], digits: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  const [least, median, most] = [sorted[0]!, sorted[sorted.length >> 1]!, sorted.at(-1)!];
  return `${median.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;
}

function line(name: string, runs: readonly Measured[]): string {
  const cells = [
    spread(
      runs.map(({ wallS }) => wallS),
      2,
    ),
    spread(
      runs.map(({ cpuS }) => cpuS),
      2,
    ),
    spread(
      runs.map(({ peakMb }) => peakMb),
      0,
    ),
  ];
  return [name.padEnd(12), ...cells.map((cell) => cell.padEnd(24))].join('');
}

function preparedFile(): string {
  mkdirSync(FOLDER, { recursive: true });
  if (!existsSync(join(FOLDER, 'node_modules', '@duckdb'))) {
    writeFileSync(join(FOLDER, 'package.json'), '{"private":true}\n');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', PEER], { cwd: FOLDER, stdio: 'inherit' });
  }
  const file = join(FOLDER, `${rows}-${keys}.${form}`);
  if (!existsSync(file)) generate(file, form, { rows, keys, seed: 42 });
  return file;
}

const file = preparedFile();
const program = (name: string) => join(import.meta.dirname, name);
const check = () => measured([CLI, 'check', '--format', 'json', '--max-findings', '0', file], VERDICTS);
const duckDb = () => measured([program('duckdb.ts'), file, FOLDER], [0]);

const ours: Measured[] = [];
const theirs: Measured[] = [];
for (let pair = 0; pair < pairs; pair++) {
  // Who comes first takes turns, so that neither always has what the other has warmed.
  const order = pair % 2 === 0 ? [check, duckDb] : [duckDb, check];
  for (const run of order) (run === check ? ours : theirs).push(await run());
}
const answers = ours.map(({ stdout }) => JSON.parse(stdout) as CheckJson);
for (const { stdout } of theirs) assert.deepEqual(answerOf(answers[0]!), JSON.parse(stdout) as Answer);
const slow = JSON.parse((await measured([program('by-text.ts'), file], [0])).stdout) as CheckJson;
for (const answer of answers) assert.deepEqual(answer, slow);

const ratio = (of: (run: Measured) => number) =>
  spread(
    ours.map((run, pair) => of(theirs[pair]!) / of(run)),
    2,
  );
console.log(
  `${rows} rows of ${form}, ${keys} keys; ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}`,
);
console.log(
  ['', 'wall s', 'processor s', 'peak MiB'].map((name, i) => name.padEnd(i === 0 ? 12 : 24)).join(''),
);
console.log(line('race-trace', ours));
console.log(line('DuckDB', theirs));
console.log(
  `DuckDB ÷ race-trace, pair by pair: wall ${ratio(({ wallS }) => wallS)}, processor ${ratio(({ cpuS }) => cpuS)}, memory ${ratio(({ peakMb }) => peakMb)}`,
);
console.log(`the same figures in all: ${JSON.stringify(answerOf(answers[0]!))}, ${answers[0]!.verdict}`);
