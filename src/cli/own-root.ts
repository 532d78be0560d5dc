/** The folder that this program's own sources are under, whether it runs from them or from its bundle. */
export const OWN_ROOT = new URL(import.meta.url.endsWith('.ts') ? '../../' : '../', import.meta.url);
