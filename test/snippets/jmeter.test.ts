import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { findServer } from '../../scripts/servers/programs.ts';
import { needed } from '../needed.ts';
import { analysisOf, runTool, withShop } from './run-tool.ts';
import { snippet } from './snippet.ts';

const HOME = '/usr/share/jmeter';
const [PLAN, STARTER] = ['plan.jmx', 'jmeter.bsh'].map((name) => join(import.meta.dirname, name)) as [
  string,
  string,
];

const jmeter = await needed('the options for JMeter', 'npm run test:snippets', () =>
  findServer({ name: 'JMeter', debian: 'jmeter-http', program: 'jmeter' }),
);

if (jmeter !== undefined) {
  const { shop, folder } = await withShop();

  it('samples of JMeter become attempts by the options that the page gives', async () => {
    const options = snippet('JMeter', 'sh').match(/-J\S+/g) ?? [];
    const jars = globSync([`${HOME}/lib/**/*.jar`, `${HOME}/bin/*.jar`, '/usr/share/java/bsh*.jar']);
    const start = ['-cp', jars.join(':'), `-Djmeter.home=${HOME}`, 'bsh.Interpreter', STARTER];
    const properties = ['-d', HOME, '-p', `${HOME}/bin/jmeter.properties`, `-Jport=${shop.port}`];
    const { said } = await runTool(
      'java',
      [...start, '-n', '-t', PLAN, '-l', 'out.csv', ...properties, ...options],
      folder,
    );
    const where = new Map([['label', ['reserve']]]);
    const { verdict, counts, reading } = await analysisOf(join(folder, 'out.csv'), { where });
    assert.deepEqual([verdict, counts['stale-version-write'], reading.accepted], ['violation', 1, 4], said);
    assert.deepEqual(reading.leftOut, { 'where label=reserve': 4 });
  });
}
