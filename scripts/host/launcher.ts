#!/usr/bin/env node
/**
 * What `runTests` is given as VS Code where there is no desktop one: understands the arguments that it passes, starts
 * the VS Code server and a headless Chromium on it, prints what the tests print, exits with their exit code, and
 * leaves no process behind.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type BrowserContext } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium } from '../chromium.ts';
import { runMain, Stop } from '../stop.ts';
import { HOST_TEST, TEST_LINE, type HostTest } from './contract.ts';
import { startServer, type Server } from './server.ts';
import { runInWorkbench, type WorkbenchTarget } from './workbench.ts';

/** Longer than any one test may take. */
const SILENCE_MS = 300_000;
/** For a busy machine, as that of the server; so long has the browser, and then VS Code until its tests begin. */
const START_TIMEOUT_MS = 180_000;

/** VS Code did not come as far as its tests, so that nothing is known of what is tested. */
class NeverBegan extends Stop {}

/** `--restricted` is ours: `runTests` always passes `--disable-workspace-trust`, and this keeps it from being heard. */
function readArguments() {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string', multiple: true },
      extensionTestsPath: text,
      'user-data-dir': text,
      'extensions-dir': text,
      'remote-debugging-port': text,
      restricted: { type: 'boolean' },
    },
  });
  const required = (name: keyof typeof values): string => {
    const value = values[name];
    if (typeof value === 'string') return value;
    throw new Stop(`launcher: --${name} is missing; it is run by scripts/run-host-tests.ts`);
  };
  return {
    folder: positionals[0],
    extensionDevelopmentPaths: (values.extensionDevelopmentPath ?? []).map(String),
    extensionTestsPath: required('extensionTestsPath'),
    userData: required('user-data-dir'),
    extensions: required('extensions-dir'),
    debuggingPort: required('remote-debugging-port'),
    trustAll: values.restricted !== true,
  };
}

/** The second start is loud, and the last: where tests have begun, what goes wrong is theirs. */
async function main(): Promise<number> {
  const options = readArguments();
  const environment = process.env[HOST_TEST] ?? '{}';
  const { artifacts = options.userData } = JSON.parse(environment) as Partial<HostTest>;
  let cleanUp: CleanUp = () => Promise.resolve();
  const running: Running = { environment, options, onStart: (clean) => (cleanUp = clean) };
  // Ctrl-C comes twice, from the terminal and from `runTests`; the second must not cut the cleaning short.
  let ending: Promise<void> | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      ending ??= cleanUp().finally(() => process.exit(130));
    });
  try {
    return await startAndTest(running, artifacts).catch(async (error: unknown) => {
      if (!(error instanceof NeverBegan) || ending) throw error;
      console.log(`${error.message}\nSTARTING VS CODE ONCE MORE`);
      const again = join(artifacts, 'second start');
      await mkdir(again, { recursive: true });
      return startAndTest(running, again);
    });
  } catch (error) {
    // Whatever breaks while a signal is being obeyed is of no interest; that ends this process.
    await ending;
    throw error;
  }
}

type CleanUp = () => Promise<void>;

interface Running {
  readonly environment: string;
  readonly options: ReturnType<typeof readArguments>;
  /** Is told how to end what has been started. */
  readonly onStart: (cleanUp: CleanUp) => void;
}

/** Starts a server and a browser on it, and ends both; resolves to the tests' exit code. */
async function startAndTest({ environment, options, onStart }: Running, artifacts: string): Promise<number> {
  const profile = await mkdtemp(join(tmpdir(), 'race-trace-chromium-'));
  const server = await startServer({ ...options, port: 0, logFile: join(artifacts, 'server.log') });
  let browser: BrowserContext | undefined;
  const cleanUp = async () => {
    await browser?.close().catch(() => undefined);
    await server.stop();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  onStart(cleanUp);
  try {
    browser = await chromium.launchPersistentContext(profile, {
      executablePath: await findChromium(),
      // The tests attach to the same browser through this port, and so see and click the real workbench.
      args: [...CHROMIUM_FLAGS, `--remote-debugging-port=${options.debuggingPort}`],
      viewport: { width: 1400, height: 900 },
      timeout: START_TIMEOUT_MS,
      // Playwright would end this process as soon as its browser is gone, and leave the server.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    return await runTests(browser, server, artifacts, {
      ...options,
      server,
      environment: { [HOST_TEST]: environment },
    });
  } finally {
    await cleanUp();
  }
}

/** The tests' exit code; rejects, with a picture kept, if they fall silent or the server ends. */
async function runTests(
  browser: BrowserContext,
  server: Server,
  artifacts: string,
  target: WorkbenchTarget,
): Promise<number> {
  const log = createWriteStream(join(artifacts, 'workbench.log'));
  const { promise: broken, reject } = Promise.withResolvers<never>();
  const see = `see stuck.png and *.log in ${artifacts}`;
  const beginning = setTimeout(() => {
    reject(new NeverBegan(`VS Code began no test in ${START_TIMEOUT_MS / 1000} s; ${see}`));
  }, START_TIMEOUT_MS);
  let silence: NodeJS.Timeout | undefined;
  void server.ended.then(() => {
    reject(new Stop(`The VS Code server ended; see ${artifacts}/server.log`));
  });
  const running = runInWorkbench(browser, target, (type, text) => {
    if (!text.startsWith(TEST_LINE)) {
      log.write(`${type}: ${text}\n`);
      return;
    }
    // Only what the tests say counts: a VS Code that hangs may still complain to its log every few seconds.
    clearTimeout(beginning);
    silence ??= setTimeout(() => {
      reject(new Stop(`The tests have been silent for ${SILENCE_MS / 1000} s; ${see}`));
    }, SILENCE_MS);
    silence.refresh();
    console.log(text.slice(TEST_LINE.length));
  });
  try {
    return await Promise.race([running, broken]);
  } catch (error) {
    await browser
      .pages()[0]
      ?.screenshot({ path: join(artifacts, 'stuck.png') })
      .catch(() => undefined);
    throw error;
  } finally {
    clearTimeout(beginning);
    clearTimeout(silence);
    log.end();
  }
}

await runMain(main);
