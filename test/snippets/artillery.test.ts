import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { analysisOf, runTool, withShop } from './run-tool.ts';
import { snippet } from './snippet.ts';

const { shop, folder } = await withShop();

/** Calls the functions as Artillery 2.0.34 does, which itself is half a gigabyte of packages. */
const CALLER = `
import { nameRequest, writeAttempt } from './processor.mjs';
const buy = async () => {
  const context = { vars: { inventory_key: 'seat-7' } };
  await new Promise((done) => nameRequest({}, context, undefined, done));
  const start = Date.now();
  const answer = await fetch('${shop.url}/reserve', { method: 'POST' });
  const response = { statusCode: answer.status, body: await answer.text(), timings: { start, phases: { total: Date.now() - start } } };
  await new Promise((done) => writeAttempt({}, response, context, undefined, done));
};
await Promise.all([buy(), buy()]);
await buy();
`;

it('requests of Artillery become attempts by the functions of its processor', async () => {
  writeFileSync(join(folder, 'processor.mjs'), snippet('Artillery', 'js'));
  writeFileSync(join(folder, 'caller.mjs'), CALLER);
  const { code, said } = await runTool(process.execPath, ['caller.mjs'], folder);
  assert.equal(code, 0, said);
  const { verdict, counts, reading } = await analysisOf(join(folder, 'attempts.ndjson'));
  assert.deepEqual([verdict, counts['stale-version-write'], reading.accepted], ['violation', 1, 3]);
});
