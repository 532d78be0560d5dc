import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { analysisOf, runTool, withShop } from './run-tool.ts';
import { snippet } from './snippet.ts';

const { folder } = await withShop();

/** What the script has of k6, which cannot be installed: an answer for each request, and points as `--out json` has them. */
const STAND_INS = {
  'http.js': `
    const sales = [{ read_version: 1, write_version: 2 }, { read_version: 1, write_version: 3 }, undefined];
    const answerOf = (sale) => ({ status: sale === undefined ? 410 : 200, json: () => sale, timings: { duration: 5 } });
    export default { post: () => answerOf(sales.shift()) };`,
  'execution.js': `
    let iterations = 0;
    export default { vu: { idInTest: 1, get iterationInScenario() { return iterations++; } } };`,
  'metrics.js': `
    import { appendFileSync } from 'node:fs';
    export class Trend {
      constructor(metric) { this.metric = metric; }
      add(value, tags) {
        const data = { time: new Date().toISOString(), value, tags };
        appendFileSync('attempts.ndjson', JSON.stringify({ metric: this.metric, type: 'Point', data }) + '\\n');
      }
    }`,
};

it('the script for k6 writes attempts with versions, tried on stand-ins of its modules', async () => {
  const modules = join(folder, 'node_modules/k6');
  mkdirSync(modules, { recursive: true });
  for (const [name, text] of Object.entries(STAND_INS)) writeFileSync(join(modules, name), text);
  writeFileSync(
    join(modules, 'package.json'),
    JSON.stringify({ type: 'module', exports: { './*': './*.js' } }),
  );
  writeFileSync(join(folder, 'script.mjs'), snippet('k6', 'js'));
  writeFileSync(join(folder, 'run.mjs'), "import buy from './script.mjs';\nbuy();\nbuy();\nbuy();\n");
  const { code, said } = await runTool(process.execPath, ['run.mjs'], folder);
  assert.equal(code, 0, said);
  const { verdict, counts, reading } = await analysisOf(join(folder, 'attempts.ndjson'));
  assert.deepEqual([verdict, counts['stale-version-write'], reading.accepted], ['violation', 1, 3]);
});
