import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { programOf } from './suites/program.ts';

/** What `race-trace/explore` exports; neither declaration names anything of another file. */
const EXPORTED = ['step', 'wrapped'] as const;

/** The declarations of `race-trace/explore`, for who writes a module in TypeScript. @param root the repository */
export async function exploreTypes(root: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'race-trace-types-'));
  try {
    const sources = EXPORTED.map((name) => join(root, 'src/explore/in-process', `${name}.ts`));
    const emit = ['--ignoreConfig', '--declaration', '--emitDeclarationOnly', '--outDir', folder];
    const read = [
      '--target',
      'es2024',
      '--module',
      'nodenext',
      '--allowImportingTsExtensions',
      '--types',
      'node',
    ];
    await runCommand(process.execPath, [
      join(root, programOf(root, 'typescript-native', 'tsc')),
      ...emit,
      ...read,
      ...sources,
    ]);
    const texts = await Promise.all(EXPORTED.map((name) => readFile(join(folder, `${name}.d.ts`), 'utf8')));
    return texts.join('');
  } finally {
    await rm(folder, { recursive: true });
  }
}
