import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const TEXT = readFileSync(resolve(import.meta.dirname, '../../docs/formats.md'), 'utf8');

/** The first piece of code in this language under a heading of the page on files of other programs. */
export function snippet(heading: string, language: string): string {
  const section = TEXT.slice(TEXT.indexOf(`\n## ${heading}\n`));
  const code = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(section)?.[1];
  if (code === undefined) throw new Error(`no ${language} under ${heading} in docs/formats.md`);
  return code;
}
