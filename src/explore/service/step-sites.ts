import type { PlayedStep } from '../search/played.ts';
import { StatementSites } from '../sites/statement-sites.ts';
import type { Unit } from '../tap/unit.ts';

/** What no line of a source is looked for: drivers and libraries send it. */
const CONTROLS = /^\s*(begin|start|commit|end|rollback|abort|savepoint|release|set)\b/i;

/** The statement of a unit that a source may have; undefined where it has none. */
export function soughtText({ statements }: Pick<Unit, 'statements'>): string | undefined {
  return statements.find(({ text }) => !CONTROLS.test(text))?.text;
}

/** Finds the lines of steps in the sources of a folder. @param texts the statement of each label */
export async function sitesIn(
  root: string,
  texts: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<(steps: readonly PlayedStep[]) => readonly PlayedStep[]> {
  const found = await StatementSites.search(texts.values(), root, signal);
  return (steps) => steps.map((step) => sited(step, texts.get(step.label), found));
}

function sited(step: PlayedStep, text: string | undefined, found: StatementSites): PlayedStep {
  if (text === undefined) return step;
  const { sites, isInferred } = found.siteOf(text);
  const [site, ...otherSites] = sites;
  return site === undefined ? step : { ...step, site, otherSites, isSiteInferred: isInferred };
}
