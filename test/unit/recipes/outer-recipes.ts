import type { Recipe } from './recipe.ts';

const SHELF_STORE = `import { promised } from '../promised.ts';
import { taken } from '../taken.ts';
import { UnknownKeyError, type Confirmation, type Stored, type VersionedStore } from '../versioned-store.ts';

/** Records in the order in which they were put there. */
export function shelfStore(): VersionedStore {
  const records = new Map<string, Stored>();
  const confirmations = new Map<string, Confirmation>();
  const at = (key: string): Stored => {
    const record = records.get(key);
    if (record === undefined) throw new UnknownKeyError(key);
    return record;
  };
  const write = (key: string, value: number, requestId?: string): Stored => {
    const { version } = at(key);
    const after = { value, version: version + 1 };
    records.set(key, after);
    if (requestId !== undefined)
      confirmations.set(requestId, { key, readVersion: version, writeVersion: after.version, value });
    return after;
  };
  const before = (requestId?: string) => {
    const confirmation = requestId === undefined ? undefined : confirmations.get(requestId);
    return confirmation && ({ kind: 'confirmed-before', confirmation } as const);
  };
  const load = (inventory: ReadonlyMap<string, number>): void => {
    records.clear();
    confirmations.clear();
    for (const [key, value] of inventory) records.set(key, { value, version: 1 });
  };
  return {
    versionScheme: 'sequential',
    get: promised((key) => records.get(key)),
    put: promised((key, value) => write(key, value).version),
    putIf: promised((key, value, version, requestId) => {
      const known = before(requestId);
      if (known !== undefined) return known;
      if (records.get(key)?.version !== version) return { kind: 'refused' };
      return { kind: 'written', version: write(key, value, requestId).version };
    }),
    take: promised((key, requestId) => {
      const known = before(requestId);
      if (known !== undefined) return known;
      const { value } = at(key);
      return value < 1 ? { kind: 'nothing-left' } : taken(write(key, value - 1, requestId));
    }),
    confirmationOf: promised((requestId) => confirmations.get(requestId)),
    commits: promised(() => [...records.values()].reduce((sum, { version }) => sum + version - 1, 0)),
    load: promised(load),
    drop: promised(() => {
      load(new Map());
    }),
    close: () => Promise.resolve(),
  };
}
`;

/** A store: its folder, a line in the registry, a row of the documents, a test. */
export const STORE: Recipe = {
  adds: 'store',
  most: 6,
  files: {
    'src/harness/store/shelf/shelf-store.ts': SHELF_STORE,
    'src/harness/store/shelf/driver.ts': `import type { StoreDriver } from '../store-driver.ts';
import { shelfStore } from './shelf-store.ts';

/** A shelf. */
export const shelf = {
  urls: /^shelf:./,
  form: 'shelf:PATH',
  place: 'file',
  packages: [],
  open: () => shelfStore(),
} as const satisfies StoreDriver;
`,
    'test/stores/shelf.test.ts': `import { conforms } from './conformance.ts';

conforms('the shelf', { url: () => 'shelf:here', scheme: 'sequential', shared: false });
`,
  },
  lines: [
    {
      file: 'src/harness/store/registry.ts',
      before: `import { sqlite } from`,
      text: `import { shelf } from './shelf/driver.ts';\n`,
    },
    { file: 'src/harness/store/registry.ts', before: ' } satisfies Readonly', text: ', shelf' },
    {
      file: 'docs/service.md',
      before: '\nA run never replaces what is in a store already',
      text: '| `shelf:PATH` | `sequential` | between two turns of the event loop | a shelf |\n',
    },
  ],
};

/** A command: its folder, a line, a test. */
export const COMMAND: Recipe = {
  adds: 'command',
  most: 3,
  files: {
    'src/cli/columns/columns.ts': `import { COLUMNS } from '../../core/index.ts';
import type { AddCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';

/** \`race-trace columns\`: the columns of the trace format. */
export const addColumns: AddCommand = (program, terminal, done) => {
  program
    .command('columns')
    .description('the columns of the trace format')
    .action(() => {
      terminal.stdout.write(\`\${COLUMNS.join('\\n')}\\n\`);
      done(EXIT.ok);
    });
};
`,
    'test/unit/cli/columns.test.ts': `import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runCli } from './terminal.ts';

it('columns lists the columns, and the help lists the command', async () => {
  const { code, stdout } = await runCli(['columns']);
  assert.equal(code, 0);
  assert.match(stdout, /^request_id\\n/);
  assert.match((await runCli(['--help'])).stdout, /columns .*the columns of the trace format/);
});
`,
  },
  lines: [
    {
      file: 'src/cli/program.ts',
      before: '\n]);\n\nconst EXAMPLES',
      text: `\n  ['columns', async () => (await import('./columns/columns.ts')).addColumns],`,
    },
  ],
};

/** A source format with an ending of its own: its file, a line, a paragraph, the editor's pattern, a test. */
export const SOURCE_FORMAT: Recipe = {
  adds: 'source format',
  most: 5,
  files: {
    'src/ingest/sources/commented.ts': `import type { SourceFormat } from '../source-format.ts';
import { CsvReader } from '../csv/read-csv.ts';
import type { LineBatch } from '../bytes/lines.ts';

/** CSV under lines that begin with #. */
class CommentedReader extends CsvReader {
  override push(batch: LineBatch): void {
    const text = batch.bytes.toString('utf8').replace(/^#.*$/gm, '');
    super.push({ ...batch, bytes: Buffer.from(text) });
  }
}

/** CSV with comments. */
export const commented: SourceFormat = {
  endings: ['ccsv'],
  begins: (line) => line.startsWith('#'),
  load: () => Promise.resolve(CommentedReader),
};
`,
    'test/unit/ingest/commented.test.ts': `import assert from 'node:assert/strict';
import { it } from 'node:test';
import { HEADER, read } from './read.ts';

it('a trace with comments is read, by its name and by its first line', async () => {
  for (const name of ['a.trace.ccsv', 'a']) {
    const { reading, format } = await read(\`# a comment\\n\${HEADER}\\nr,k,success\\n\`, { name });
    assert.deepEqual([reading.accepted, format], [1, 'commented']);
  }
});
`,
  },
  lines: [
    {
      file: 'src/ingest/sources/formats.ts',
      before: `import type { SourceFormat }`,
      text: `import { commented } from './commented.ts';\n`,
    },
    { file: 'src/ingest/sources/formats.ts', before: ' } satisfies Readonly', text: ', commented' },
    {
      file: 'docs/trace-format.md',
      before: '## Manifest\n',
      text: 'A trace may have comments: `*.trace.ccsv`.\n\n',
    },
    ...['*.trace.ccsv', '*.ccsv'].map((pattern, index) => ({
      file: 'package.json',
      before: [
        `\n        ]\n      },\n      {\n        "viewType": "raceTrace.swimlaneForAny"`,
        `\n        ]\n      }\n    ],\n    "viewsContainers"`,
      ][index]!,
      text: `,\n{ "filenamePattern": "${pattern}" }, { "filenamePattern": "${pattern}.gz" }`,
    })),
  ],
};
