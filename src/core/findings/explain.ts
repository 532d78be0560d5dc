import { NONE } from '../words/codes.ts';
import type { History } from '../history/history.ts';
import { rowMessage } from '../history/row-message.ts';
import type { Step } from '../words/terms.ts';
import type { FindingContext } from './found.ts';
import { definitionOf } from './finding.ts';
import type { Finding } from './finding.ts';

/** One sentence that says what happened, such as `B wrote v1→v2 after A had already replaced v1`; all of it printable. */
export function explain(finding: Finding, context: FindingContext): string {
  return definitionOf(finding.code).sentence(finding, context);
}

/** `path:line[:column]` of the offending step as the trace has it (not made printable); undefined where it has none. */
export function findingSite(finding: Finding, { history }: FindingContext): string | undefined {
  const row = finding.rows[0];
  if (row === undefined) return undefined;
  const { readSite, writeSite, confirmSite, strings } = history;
  const sites = { read: readSite, write: writeSite, confirm: confirmSite };
  for (const step of stepsToBlame(finding, history)) {
    const site = sites[step][row] ?? NONE;
    if (site !== NONE) return strings.at(site);
  }
  return undefined;
}

/**
 * What the log says of the offending attempt, where the trace has no line of source for it: the message or statement that some
 * line has written.
 */
export function findingMessage(finding: Finding, context: FindingContext): string | undefined {
  const row = finding.rows[0];
  if (row === undefined || findingSite(finding, context) !== undefined) return undefined;
  return rowMessage(context.history, row);
}

/**
 * Which step of the offending attempt did it, first; the others stand in where the trace has no site of it. None for a
 * finding about a key's books alone.
 */
export function stepsToBlame(finding: Finding, history: History): readonly Step[] {
  if (finding.rows[0] === undefined) return [];
  const { blame } = definitionOf(finding.code);
  return typeof blame === 'function' ? blame(finding, history) : blame;
}
