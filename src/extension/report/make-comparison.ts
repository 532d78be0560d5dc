import { findingList, findingSteps } from '../../core/index.ts';
import { clipped } from '../../core/words/printable.ts';
import { comparisonModel } from '../../report/comparison/model.ts';
import { comparisonPage } from '../../report/comparison/page.ts';
import { comparisonMarkdown } from '../../report/comparison/text.ts';
import { openForQueries } from '../analysis/open-for-queries.ts';
import type { AnalyzedTrace } from '../analysis/queries.ts';
import type { ComparisonToMake, MadeReport, ReportedFinding } from './thread-messages.ts';

/** Why two traces cannot be compared; a sentence for people. */
export class ComparisonUnusable extends Error {}

/**
 * Reads two traces and compares them, as a page and as Markdown.
 * @throws ComparisonUnusable if one of them is no trace or cannot be read
 */
export async function makeComparison(
  task: ComparisonToMake,
  onProgress: (what: string, share: number) => void,
): Promise<MadeReport> {
  const { before, after, nonce, scriptUri } = task;
  const traces = {
    before: await opened(task, before, (share) => {
      onProgress('Reading the trace before', share / 2);
    }),
    after: await opened(task, after, (share) => {
      onProgress('Reading the trace after', (1 + share) / 2);
    }),
  };
  const model = comparisonModel(named(traces.before), named(traces.after));
  return {
    title: 'Comparison of two traces',
    page: comparisonPage(model, { nonce, scriptUri }),
    files: [{ format: 'md', name: 'comparison.md', text: comparisonMarkdown(model) }],
    findings: model.findings.map(({ example: { side, findingId } }) =>
      reported(traces[side], side === 'before' ? before : after, findingId),
    ),
    sides: { before, after },
  };
}

async function opened(
  { columnMap, maxFindings }: ComparisonToMake,
  path: string,
  onShare: (share: number) => void,
): Promise<AnalyzedTrace> {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const trace = { name, source: { kind: 'file', path } as const, columnMap, maxFindings };
  const answer = await openForQueries(trace, (_text, fraction) => {
    onShare(fraction ?? 1);
  });
  if ('unreadable' in answer) throw new ComparisonUnusable(`${answer.unreadable} ${answer.next}`);
  return answer;
}

/** What a button of the page needs to lead to a finding. */
function reported({ analysis }: AnalyzedTrace, trace: string, findingId: number): ReportedFinding {
  const row = findingList(analysis, '', findingId + 1).rows[findingId];
  if (row === undefined) throw new Error(`There is no finding ${findingId}.`);
  const { code, key, summary } = row;
  return { trace, findingId, code, key, summary, steps: findingSteps(analysis, findingId) };
}

function named({ name, analysis }: AnalyzedTrace) {
  return { name: clipped(name, 120), analysis };
}
