import { fileURLToPath } from 'node:url';
import { type Analysis, explain, type Finding, findingSite } from '../core/index.ts';
import { printable } from '../core/words/printable.ts';
import { ownSourceLine } from '../ingest/own-source.ts';
import { OWN_ROOT } from './own-root.ts';
import { marked, type Paint } from './output/paint.ts';
import { MARKS } from '../core/words/signs.ts';

/** A line of a result: what it is about, '' for one that belongs to the line before it, and its text. */
export type LabelledLine = readonly [label: string, text: string];

/** A finding of a variant's trace that is worth the reader's attention. */
export interface Blame {
  readonly variant: string;
  readonly finding: Finding;
  readonly analysis: Analysis;
}

/**
 * What is wrong, in a sentence; the line of code that did it, as compilers name one; and that line itself. Terminals make a
 * link of the second, and the problem matcher of the extension's tasks a problem, whose text is the sentence.
 */
export function blamedLines(
  { variant, finding, analysis }: Blame,
  paint: Paint,
  absoluteSites: boolean,
): readonly LabelledLine[] {
  const sentence = `${marked(MARKS.bad, analysis.verdict, paint)}: ${explain(finding, analysis)}`;
  const site = findingSite(finding, analysis);
  if (site === undefined) return [['verdict', sentence]];
  const source = ownSourceLine(OWN_ROOT, site);
  // Only a line that is there to be read has a path on this disk.
  const place = absoluteSites && source !== undefined ? fileURLToPath(new URL(site, OWN_ROOT)) : site;
  return [
    ['verdict', sentence],
    ['where', `${paint('cyan', printable(place))}: ${severityOf(variant)}: ${finding.code}`],
    ...(source === undefined ? [] : [['', paint('bold', printable(source))] as const]),
  ];
}

/**
 * How loud the line is to an editor. That the unsafe variant fails is what a run is for: an error, or even a warning,
 * would make VS Code call the task failed, by its colour and by a sound, although it has done what it must.
 */
function severityOf(variant: string): 'note' | 'error' {
  return variant === 'unsafe' ? 'note' : 'error';
}
