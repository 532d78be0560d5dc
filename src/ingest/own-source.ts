import { readFileSync } from 'node:fs';

/**
 * The text of one of this program's own lines, by its site; undefined where its sources are not under `root`. Other sites
 * are not read: a trace may name any file, and what it says must not make one's lines part of a report.
 */
export function ownSourceLine(root: URL, site: string): string | undefined {
  const [, path, line] = /^(src\/harness\/[\w./-]+\.ts):(\d+)/.exec(site) ?? [];
  if (path === undefined || path.includes('..')) return undefined;
  try {
    const text = readFileSync(new URL(path, root), 'utf8');
    return text.split('\n')[Number(line) - 1]?.trim();
  } catch {
    return undefined;
  }
}
