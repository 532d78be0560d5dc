/**
 * Runs the tests of `test/host` in a real VS Code, one start of it per folder there.
 * Usage: `npm run test:host -- [FOLDER…] [--grep TEXT] [--built]`; with `--built` the bundles and the VSIX are as they are.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { runCommand } from './command.ts';
import { bundleHostTests } from './host/bundle.ts';
import { HOST_TEST, type HostTest } from './host/contract.ts';
import { prepareFolders } from './host/folders.ts';
import { freePort } from './host/port.ts';
import { SCENARIOS, type Scenario } from './host/scenarios.ts';
import { runMain, Stop } from './stop.ts';
import { TALLY_FILE, type Tally } from './suites/tally.ts';
import { findHost, type VscodeHost } from './vscode-host.ts';

const ROOT = resolve(import.meta.dirname, '..');
const ARTIFACTS = join(ROOT, 'artifacts', 'host');
const NONE: Tally = { passed: 0, failed: 0, skipped: 0, failures: [] };

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { grep: { type: 'string', default: '' }, built: { type: 'boolean', default: false } },
  });
  const chosen = positionals.length > 0 ? positionals.map(scenarioNamed) : SCENARIOS;
  const host = await findHost();
  console.log(`Host: ${host.name}`);
  if (!values.built) await build(chosen.some(({ name }) => name === 'installed') ? 'package' : 'build');
  // `runTests` starts the launcher by its first line, which looks for node on the path: let it find this one.
  process.env.PATH = `${dirname(process.execPath)}:${process.env.PATH ?? ''}`;
  const began = performance.now();
  let total = NONE;
  const interrupt = new AbortController();
  process.on('SIGINT', () => {
    interrupt.abort();
  });
  for (const scenario of chosen) {
    total = sum(total, await runScenario(scenario, host, values.grep));
    if (interrupt.signal.aborted) return 130;
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(
    `\nHost tests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped; ` +
      `VS Code started ${chosen.length} times, ${seconds} s; screenshots in artifacts/host/`,
  );
  const tallyFile = process.env[TALLY_FILE];
  if (tallyFile !== undefined) await writeFile(tallyFile, JSON.stringify(total));
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

/** Makes what is tested: the bundles, and for the tests that install it the VSIX of the same bundles. */
async function build(script: 'build' | 'package'): Promise<void> {
  await runCommand('npm', ['run', '--silent', script], { cwd: ROOT, shell: process.platform === 'win32' });
}

function scenarioNamed(name: string): Scenario {
  const scenario = SCENARIOS.find((candidate) => candidate.name === name);
  if (scenario) return scenario;
  const names = SCENARIOS.map((candidate) => candidate.name).join(', ');
  throw new Stop(`There is no folder ${name} in test/host; there are: ${names}`);
}

function sum(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
  };
}

async function runScenario(scenario: Scenario, host: VscodeHost, grep: string): Promise<Tally> {
  console.log(`\n${scenario.name}: ${scenario.title}`);
  if (scenario.restricted && host.kind === 'desktop') {
    console.log(
      'SKIPPED: runTests always trusts the folder in a desktop VS Code; the browser host tests this.',
    );
    return { ...NONE, skipped: 1 };
  }
  const artifacts = join(ARTIFACTS, scenario.name);
  await rm(artifacts, { recursive: true, force: true });
  await mkdir(artifacts, { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), 'race-trace-host-'));
  const test: HostTest = {
    scenario: scenario.name,
    kind: host.kind,
    root: ROOT,
    debuggingPort: await freePort(),
    artifacts,
    outcomeFile: join(folder, 'outcome.json'),
    grep,
  };
  try {
    return await startHost(scenario, host, test, folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A run that broke before it could say how it ended counts as one failure. */
async function startHost(
  scenario: Scenario,
  host: VscodeHost,
  test: HostTest,
  folder: string,
): Promise<Tally> {
  const { workspace, userData, extensions } = await prepareFolders(folder, scenario.settings);
  const launchArgs = [
    ...(scenario.folder ? [workspace] : []),
    `--user-data-dir=${userData}`,
    `--extensions-dir=${extensions}`,
    `--remote-debugging-port=${test.debuggingPort}`,
    ...(scenario.restricted ? ['--restricted'] : []),
  ];
  try {
    await runTests({
      vscodeExecutablePath: host.executablePath,
      extensionDevelopmentPath: join(ROOT, scenario.extension),
      extensionTestsPath: await bundleHostTests(ROOT, scenario.name),
      extensionTestsEnv: { [HOST_TEST]: JSON.stringify(test) },
      launchArgs,
    });
  } catch (error) {
    if (!(error instanceof TestRunFailedError)) throw error;
  }
  const text = await readFile(test.outcomeFile, 'utf8').catch(() => undefined);
  if (text !== undefined) return JSON.parse(text) as Tally;
  console.error(`${scenario.name}: VS Code ended before its tests did; see artifacts/host/${scenario.name}/`);
  return { ...NONE, failed: 1, failures: ['VS Code ended before its tests did'] };
}

await runMain(main);
