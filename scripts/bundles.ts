import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { codeDigests } from '../src/harness/service/service-code.ts';
import { STORE_PACKAGES } from '../src/harness/store/registry.ts';

/** Where the sources and `node_modules` are. */
export const ROOT = resolve(import.meta.dirname, '..');

/**
 * What no code here calls: the WebAssembly twin of hdr-histogram-js, 3 % of the VSIX and a package without licence text;
 * and OpenTelemetry, which prom-client loads for the traces that its default metrics may name.
 */
const withoutUnused: Plugin = {
  name: 'without-unused',
  setup(build) {
    build.onLoad({ filter: /hdr-histogram-js[\\/]dist[\\/]wasm[\\/]generated-wasm\.js$/ }, () => ({
      contents: `exports.BINARY = '';`,
    }));
    build.onResolve({ filter: /^(@assemblyscript\/loader|@opentelemetry\/api)$/ }, ({ path }) => ({
      path,
      namespace: 'left-out',
    }));
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: '' }));
  },
};

/** What reads a config, in a file of its own that the extension loads when it needs one. */
const CONFIG_READER = { source: 'src/ingest/config/read-config.ts', file: 'config-reader.cjs' };

/** The extension knows the names of traces and reads none: that is done in its threads, which have what reads each format. */
const withoutReaders: Plugin = {
  name: 'without-readers',
  setup(build) {
    build.onResolve({ filter: /\/read-config\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: `./${CONFIG_READER.file}`, external: true } : undefined,
    );
    build.onResolve({ filter: /^\./ }, ({ kind, importer, path }) =>
      kind === 'dynamic-import' && importer.includes(join('src', 'ingest'))
        ? { path, namespace: 'reader' }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'reader' }, () => ({
      contents: `throw new Error('A trace is read in a thread of its own.');`,
    }));
  },
};
// Bundled CommonJS libraries call require; ES modules have none.
const require = `import { createRequire as race_createRequire } from 'node:module'; const require = race_createRequire(import.meta.url);`;

/** One call of esbuild per bundle. VS Code loads extensions as CommonJS; everything else is ES modules. */
export async function bundles(production: boolean): Promise<readonly (BuildOptions & { metafile: true })[]> {
  const common = {
    absWorkingDir: ROOT,
    bundle: true,
    minify: production,
    // Call sites of the service are mapped back to its sources at run time; packaged, only the worker needs its map.
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
    define: {
      'process.env.RACE_TRACE_VERSION': JSON.stringify(await version()),
      'process.env.RACE_TRACE_CODE': JSON.stringify(JSON.stringify(codeDigests(ROOT))),
    },
  } as const satisfies BuildOptions;
  const node = { ...common, platform: 'node', target: 'node22' } as const;
  const modules = {
    ...node,
    outdir: 'dist',
    format: 'esm',
    external: [...STORE_PACKAGES],
    banner: { js: require },
    plugins: [withoutUnused],
  } as const satisfies BuildOptions;
  return [
    {
      ...node,
      entryPoints: ['src/extension/extension.ts'],
      outfile: 'dist/extension.cjs',
      format: 'cjs',
      external: ['vscode'],
      plugins: [withoutReaders],
      sourcemap: !production,
    },
    {
      ...node,
      entryPoints: [CONFIG_READER.source],
      outfile: `dist/${CONFIG_READER.file}`,
      format: 'cjs',
      sourcemap: !production,
    },
    {
      ...modules,
      // The command line and the extension's threads share the checker and the report: in chunks, of which each loads what it needs.
      entryPoints: {
        cli: 'src/cli/main.ts',
        'analysis-worker': 'src/extension/analysis/worker.ts',
        'report-worker': 'src/extension/report/worker.ts',
        'mapping-worker': 'src/extension/mapping/worker.ts',
        // What a module imports that is explored, and the thread that it is explored in.
        explore: 'src/explore/in-process/entry.ts',
        'explore-thread': 'src/explore/in-process/thread-main.ts',
      },
      splitting: true,
      // Beside the entries, as code looks for what lies beside itself.
      chunkNames: 'chunk-[hash]',
      sourcemap: !production,
    },
    // In one file, with the map by which call sites of the service become lines of its sources.
    { ...modules, entryPoints: { worker: 'src/harness/worker/main.ts' } },
    {
      ...common,
      entryPoints: { webview: 'webview/main.ts', 'report-view': 'webview/report/main.ts' },
      outdir: 'dist',
      format: 'iife',
      target: 'chrome128',
      sourcemap: !production,
    },
    { ...common, entryPoints: ['webview/style/main.css'], outfile: 'dist/webview.css', sourcemap: false },
  ];
}

async function version(): Promise<string> {
  const manifest = JSON.parse(await readFile(resolve(ROOT, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}
