import { interleavingLines, shortSite } from '../../core/index.ts';
import { clipped, printable } from '../../core/words/printable.ts';
import type { PlayedStep } from '../../explore/search/played.ts';
import type { Paint } from '../output/paint.ts';

const LINE_WIDTH = 80;
const INDENT = '  ';
const MOST_OF_LABEL = 160;
const NO_RETURN = 'from here on every continuation fails';
const WAITED = { blocked: 'waits for a lock', parked: 'waits' } as const;

/** Steps that were played, a column per client. @param noReturn the step after which every continuation fails, from 0 */
export function stepTable(
  steps: readonly PlayedStep[],
  clients: readonly string[],
  noReturn: number | undefined,
  paint: Paint,
): readonly string[] {
  const shownSteps = steps.flatMap((step, index) => {
    // A start right before the client's first step says nothing of its own.
    const isImplied = step.number === 0 && steps[index + 1]?.client === step.client;
    return isImplied && index !== noReturn ? [] : [{ step, isLast: index === noReturn }];
  });
  const rows = shownSteps.map(({ step, isLast }, index) => ({
    column: step.client,
    when: `t${index + 1}`,
    step: clipped(step.label, MOST_OF_LABEL),
    detail: detailOf(step),
    site: siteOf(step),
    offending: isLast,
    lacks: isLast ? NO_RETURN : '',
  }));
  const columns = clients.map((name) => ({ label: printable(name) }));
  return interleavingLines(
    { level: 'error', columns, steps: rows },
    LINE_WIDTH - INDENT.length,
    (part, text) => (part === 'step' ? text : paint(part === 'offending' ? 'red' : 'dim', text)),
  ).map((line) => INDENT + line);
}

function detailOf({ result, waited, isApplied, kind }: PlayedStep): string {
  const refused = kind === 'write' && !isApplied && result === '' ? 'changes nothing' : result;
  const parts = [refused, waited === undefined ? '' : WAITED[waited]].filter((part) => part !== '');
  return parts.length === 0 ? '' : `→ ${printable(parts.join(', '))}`;
}

function siteOf({ site, otherSites = [], isSiteInferred }: PlayedStep): string {
  if (site === '') return '';
  const others = otherSites.length === 0 ? '' : ` or ${otherSites.length} more`;
  return `${shortSite(site)}${others}${isSiteInferred === true ? ' (inferred)' : ''}`;
}
