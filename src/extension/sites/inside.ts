/**
 * Whether `path` lies in one of `roots`, both absolute, with `/` or `\` as separator and already free of `..`. On
 * Windows' drives case does not count.
 */
export function isInside(path: string, roots: readonly string[]): boolean {
  const inner = comparable(path);
  return roots.some((root) => root !== '' && inner.startsWith(`${comparable(root).replace(/\/+$/, '')}/`));
}

function comparable(path: string): string {
  const slashes = path.replaceAll('\\', '/');
  return /^[A-Za-z]:\//.test(slashes) ? slashes.toLowerCase() : slashes;
}
