import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
/** Makes Node write on stderr the URL of every module that it loads. */
const LOUD = `import { registerHooks } from 'node:module';
registerHooks({ load(url, context, next) { process._rawDebug('loads ' + url); return next(url, context); } });`;

/** What the command line loads for these arguments: paths within this project, names of Node's modules and packages. */
function loadedFor(argv: readonly string[]): {
  readonly modules: readonly string[];
  readonly stdout: string;
} {
  const hooks = `data:text/javascript,${encodeURIComponent(LOUD)}`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', hooks, MAIN, ...argv], {
    encoding: 'utf8',
  });
  const root = new URL('../../../', import.meta.url).href;
  const modules = Array.from(stderr.matchAll(/^loads (.*)$/gm), ([, url]) => url!.replace(root, ''));
  return { modules, stdout };
}

void describe('the start of the command line', () => {
  it('loads for --version no command, no package and nothing of Node that opens processes or terminals', () => {
    const { modules, stdout } = loadedFor(['--version']);
    assert.match(stdout, /^\S+\n$/);
    assert.ok(modules.includes('src/cli/main.ts'));
    const wanted = /^src\/(cli\/[^/]*|cli\/output\/.*|core\/words\/.*|harness\/record\/environment)\.ts$/;
    const builtIn = /^node:(fs|process|tty|stream|os|events|module|path)$/;
    assert.deepEqual(
      modules.filter((each) => !wanted.test(each) && !builtIn.test(each)),
      [],
    );
    assert.equal(modules.includes('src/cli/program.ts'), false);
  });

  it('loads for a check nothing of the harness but its version', () => {
    const { modules } = loadedFor(['check', 'no-such-file.csv']);
    assert.ok(modules.includes('src/cli/check/check.ts'));
    assert.deepEqual(
      modules.filter((each) => each.startsWith('src/harness/')),
      ['src/harness/record/environment.ts'],
    );
  });
});
