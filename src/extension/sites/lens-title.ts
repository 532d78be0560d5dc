/** More acts than this make a title that no editor is wide enough for; the tip has all of them. */
const MOST_ACTS = 3;

/**
 * Acts as the title of a CodeLens, the last ones if there are many. VS Code draws `$(name)` in one as an icon, and what a trace
 * says is text.
 */
export function lensTitle(acts: readonly string[]): string {
  const more = acts.length - MOST_ACTS;
  const shown = more > 0 ? [`${more} more`, ...acts.slice(more)] : acts;
  return shown.map((act) => act.replaceAll('$(', '$\u2060(')).join(' · ');
}
