import { printable } from '../../core/words/printable.ts';

/** Lines of a document. */
export function lines(...parts: readonly string[]): string {
  return parts.join('\n');
}

/** A list, with the empty line before it that Markdown wants; nothing of nothing. */
export function bullets(items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : ['', ...items.map((item) => `- ${md(item)}`)];
}

/** A table of cells that are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(row)].join('\n');
}

/** Every character that means something to Markdown or HTML, escaped; line ends and control characters made visible. */
export function md(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]#+!|~$@]|:(?=\/\/)/g, '\\$&')
    .replace(/[<>&]/g, (character) => ENTITIES[character] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** Code between as many backticks as it needs. */
export function code(text: string): string {
  const safe = printable(text);
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${safe} ${fence}`.replaceAll('|', '\\|');
}
