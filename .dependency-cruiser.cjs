/**
 * Which folder may import which, as an allowlist: an edge that is not listed is forbidden. `test/unit/boundaries.test.ts`
 * plants a violation of each rule and sees it fail.
 */
const npm = (...names) => names.map((name) => `node_modules/${name}(/|$)`);

/** What only those install who use a store that needs it: the drivers of the stores and nothing else. */
const STORE_PACKAGES = Object.keys(require('./package.json').optionalDependencies);
const withTypes = (name) => [name, `@types/${name}`];

/** folder → what it may import besides itself. */
const MAY_IMPORT = {
  'src/core': [],
  'src/ingest': ['^src/core/', ...npm('papaparse', '@types/papaparse', 'valibot'), NODE_BUILTIN()],
  // Pure text from data. Of d3 only what needs no DOM: scales, shapes, ticks and number formats for its plots.
  'src/report': ['^src/core/', ...npm('d3', 'd3-[a-z-]+', '@types/d3[a-z-]*')],
  'src/harness': [
    '^src/core/',
    NODE_BUILTIN(),
    ...npm('pure-rand', 'papaparse', '@types/papaparse', 'hdr-histogram-js'),
  ],
  // The drivers of the stores, of which each is loaded only when its store is opened.
  'src/harness/store': ['^src/(core|harness)/', NODE_BUILTIN(), ...npm(...STORE_PACKAGES.flatMap(withTypes))],
  // What is told to monitoring: by a process of the service about itself, and by the run about all of them.
  'src/harness/worker': ['^src/(core|harness)/', NODE_BUILTIN(), ...npm('prom-client')],
  'src/harness/monitor': ['^src/(core|harness)/', NODE_BUILTIN(), ...npm('prom-client')],
  // Schedules of a user's own service. It meets the rest where they do: in the trace format.
  'src/explore': ['^src/(core|ingest|harness)/', NODE_BUILTIN(), ...npm('pg', '@types/pg', 'pg-protocol')],
  'src/cli': ['^src/(core|ingest|harness|explore|report)/', NODE_BUILTIN(), ...npm('commander', 'valibot')],
  'src/extension': [
    '^src/(core|ingest|report)/',
    '^src/protocol\\.ts$',
    '(^|/)vscode$',
    '@types/vscode',
    NODE_BUILTIN(),
    ...npm('valibot'),
  ],
  // It is copied into services of all kinds: it has nothing but Node.
  recorder: [NODE_BUILTIN()],
  // It draws what the core has made of a trace: of the core's code it runs the words and the signs alone.
  webview: [
    '^src/protocol\\.ts$',
    '^src/core/words/',
    ...npm('d3', 'd3-[a-z-]+', '@types/d3[a-z-]*', 'valibot'),
  ],
};

function NODE_BUILTIN() {
  return { builtin: true };
}

const allowed = Object.entries(MAY_IMPORT).flatMap(([folder, targets]) => {
  const from = { path: `^${folder}/` };
  const paths = targets.filter((target) => typeof target === 'string');
  const edges = [{ from, to: { path: [`^${folder}/`, ...paths] } }];
  if (targets.some((target) => typeof target !== 'string'))
    edges.push({ from, to: { dependencyTypes: ['core'] } });
  return edges;
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other hold one concept, or a third that both need.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-folder-cycles',
      comment:
        'Two folders that need each other are one, or a part of one belongs into the other or below both.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^(src/(core|ingest|harness|explore|report|cli|extension)|webview)(/|$)' },
      to: { circular: true },
    },
    {
      name: 'tests-are-imported-by-nobody',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'toolkit-through-one-file',
      comment:
        'The toolkit is archived; only this file may know it, so that replacing it is a one-file change.',
      severity: 'error',
      from: { pathNot: '^webview/ui/toolkit\\.ts$' },
      to: { path: '@vscode/webview-ui-toolkit' },
    },
    {
      name: 'stores-below-processes',
      comment:
        'The processes of a run open stores; a store that knew of them would close a circle of folders.',
      severity: 'error',
      from: { path: '^src/harness/store/' },
      to: { path: '^src/harness/(worker|monitor|phases)/' },
    },
    {
      name: 'commands-when-called',
      comment: 'The program loads the command that is called and no other.',
      severity: 'error',
      from: { path: '^src/cli/[^/]+\\.ts$' },
      to: { path: '^src/cli/[^/]+/', pathNot: '^src/cli/(options|output)/', dynamic: false },
    },
    {
      name: 'drivers-apart',
      comment: 'A driver has a folder of its own; what two of them need lies above it, or in the decorators.',
      severity: 'error',
      from: { path: '^src/harness/store/([^/]+)/' },
      to: {
        path: '^src/harness/store/[^/]+/',
        pathNot: '^src/harness/store/($1|decorators)/',
      },
    },
    {
      name: 'core-through-its-face',
      comment: 'What other layers use of the core is in its index, so that the rest of it can be moved.',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^src/(core|ingest|cli/verify)/' },
      to: { path: '^src/core/', pathNot: '^src/core/(words/|index\\.ts$)' },
    },
    {
      name: 'reader-through-the-face',
      comment:
        'The reader makes rows, so it knows them; what it reads for a decision it takes from the index.',
      severity: 'error',
      from: { path: '^src/ingest/' },
      to: { path: '^src/core/', pathNot: '^src/core/(history/|words/|index\\.ts$)' },
    },
    {
      name: 'verifier-knows-rows',
      comment: 'The verifier shares the rows with the checker and no more.',
      severity: 'error',
      from: { path: '^src/cli/verify/', pathNot: '^src/cli/verify/verify\\.ts$' },
      to: { path: '^src/core/', pathNot: '^src/core/(history|words)/' },
    },
    {
      name: 'words-alone',
      comment: 'What the webview runs of the core must not draw the rest of it in.',
      severity: 'error',
      from: { path: '^src/core/words/' },
      to: { pathNot: '^src/core/words/' },
    },
    {
      name: 'verifier-apart',
      comment: 'Who verifies the checker has nothing of it, or both would be wrong together.',
      severity: 'error',
      from: { path: '^src/cli/verify/' },
      to: {
        path: '^src/core/(check|worlds|decide|diagnosis|findings|lists|measure|picture)/|^src/report/certificate/certificate\\.ts$',
      },
    },
    {
      name: 'verifier-apart-through-others',
      comment: 'The command itself shares its output with the others; what verifies shares only the reader.',
      severity: 'error',
      from: { path: '^src/cli/verify/', pathNot: '^src/cli/verify/verify\\.ts$' },
      to: {
        path: '^src/core/(check|worlds|decide|diagnosis|findings|lists|measure|picture)/',
        reachable: true,
      },
    },
    {
      name: 'unresolvable',
      comment:
        'The services that wrote the logs in test/logs use loggers that are no dependencies of ours; race-trace/explore is our own package, which is there once it is built.',
      severity: 'error',
      from: { pathNot: '^test/logs/' },
      to: { couldNotResolve: true, pathNot: '^(vscode|race-trace/explore)$' },
    },
  ],
  allowed: [
    ...allowed,
    {
      from: { path: '^src/protocol\\.ts$' },
      to: { path: '^src/core/(words/|index\\.ts$)', dependencyTypes: ['type-only'] },
    },
    // Of all other code of the core the webview knows the shapes alone.
    { from: { path: '^webview/' }, to: { path: '^src/core/index\\.ts$', dependencyTypes: ['type-only'] } },
    { from: { path: '^webview/ui/toolkit\\.ts$' }, to: { path: '@vscode/webview-ui-toolkit' } },
    // What is written has the types of what is read; it runs none of the reader's code.
    {
      from: { path: '^src/(harness|report)/' },
      to: { path: '^src/ingest/run-files/', dependencyTypes: ['type-only'] },
    },
    { from: { path: '^(test|scripts|bench|examples|sample-traces)/' }, to: {} },
  ],
  allowedSeverity: 'error',
  options: {
    doNotFollow: { path: 'node_modules' },
    // The package of that name is meant by `import 'esbuild'`; the cruiser takes the build script for it. What the build made of
    // the sources is reached by the package's own name.
    exclude: { path: '\\.css$|^esbuild\\.mjs$|^dist/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.cjs', '.d.ts'],
    },
  },
};
