import { readFile, rm } from 'node:fs/promises';
import esbuild from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

const common = {
  bundle: true,
  minify: production,
  // Run-time call sites are mapped back to the TypeScript source through these maps; only the CLI and workers need
  // them when packaged.
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
  define: { 'process.env.RACE_TRACE_VERSION': JSON.stringify(await version()) },
};
const node = { ...common, platform: 'node', target: 'node22' };
/** The WebAssembly twin of hdr-histogram-js, which nobody here asks for, is text that does not pack: 3 % of the VSIX. */
const withoutWebAssembly = {
  name: 'without-web-assembly',
  setup({ onLoad }) {
    onLoad({ filter: /hdr-histogram-js[\\/]dist[\\/]wasm[\\/]generated-wasm\.js$/ }, () => ({
      contents: `exports.BINARY = '';`,
    }));
  },
};
// Bundled CommonJS libraries call require; ES modules have none.
const require = `import { createRequire as race_createRequire } from 'node:module'; const require = race_createRequire(import.meta.url);`;

/** One call per bundle. VS Code loads extensions as CommonJS; everything else is ES modules. */
const bundles = [
  {
    ...node,
    entryPoints: ['src/extension/extension.ts'],
    outfile: 'dist/extension.cjs',
    format: 'cjs',
    external: ['vscode'],
    sourcemap: !production,
  },
  {
    ...node,
    entryPoints: {
      'analysis-worker': 'src/extension/analysis/worker.ts',
      'report-worker': 'src/extension/report/worker.ts',
    },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    sourcemap: !production,
  },
  {
    ...node,
    entryPoints: { cli: 'src/cli/main.ts', worker: 'src/harness/worker/main.ts' },
    outdir: 'dist',
    format: 'esm',
    // Drivers of stores, which only those install who use them.
    external: ['pg', '@redis/client'],
    banner: { js: require },
    plugins: [withoutWebAssembly],
  },
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

await rm('dist', { recursive: true, force: true });
if (watch) {
  await Promise.all(bundles.map(async (bundle) => (await esbuild.context(bundle)).watch()));
} else {
  await Promise.all(bundles.map((bundle) => esbuild.build(bundle)));
}

async function version() {
  return JSON.parse(await readFile('package.json', 'utf8')).version;
}
