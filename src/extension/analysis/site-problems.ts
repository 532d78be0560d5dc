import {
  type Analysis,
  explain,
  type Finding,
  type FindingCode,
  fileOf,
  findingMessage,
  findingSite,
  versionName,
} from '../../core/index.ts';
import { clipped } from '../../core/words/printable.ts';
import type { Level } from '../../core/words/terms.ts';
import { NONE } from '../../core/words/codes.ts';

/** A line of a trace. */
export interface RowOfTrace {
  /** The file's name in a history out of several files. */
  readonly file: string | undefined;
  /** 1-based. */
  readonly line: number;
}

/** What a finding says about the source: which line is at fault, and where its other attempts were. */
export interface FindingAtSite {
  /** Index in the analysis' findings. */
  readonly findingId: number;
  readonly code: FindingCode;
  readonly level: Level;
  /** Printable sentence. */
  readonly message: string;
  /** As the trace writes it; undefined where it has none. */
  readonly site: string | undefined;
  /** What the log says of the offending attempt where there is no site: a line of source has written it. */
  readonly logged: string | undefined;
  /** Where the offending attempt stands in the trace. */
  readonly row: RowOfTrace;
  readonly related: readonly { readonly site: string; readonly message: string }[];
}

/** All findings of one kind at one line, as one problem. */
export interface SiteProblem extends Omit<FindingAtSite, 'findingId'> {
  readonly findingIds: readonly number[];
}

/** Most findings are between two attempts; beyond a few witnesses the related lines repeat themselves. */
const MOST_RELATED = 4;

/** The problems that the first `most` of a trace's findings are at lines of source, or else at the rows of the trace. */
export function siteProblems(analysis: Analysis, most: number): SiteProblem[] {
  return groupAtSites(
    analysis.findings.slice(0, most).map((finding, findingId) => {
      const { code, level } = finding;
      return {
        findingId,
        code,
        level,
        message: clipped(explain(finding, analysis), 500),
        site: findingSite(finding, analysis),
        logged: findingMessage(finding, analysis),
        row: rowOf(finding, analysis),
        related: relatedSites(finding, analysis),
      };
    }),
  );
}

/** Of a finding about a key's books alone, which no row is to blame for: the first attempt on the key. */
function rowOf({ rows, key }: Finding, { history }: Analysis): RowOfTrace {
  const row = rows[0] ?? history.inventoryKey.indexOf(key);
  return row < 0 ? { file: undefined, line: 1 } : { file: fileOf(history, row), line: history.line[row]! };
}

/**
 * One problem per kind and line: a hot line of code makes thousands of findings, and one entry that counts them says more
 * than all of them. The first finding is the example; its message and relations stand for the others.
 */
export function groupAtSites(findings: readonly FindingAtSite[]): SiteProblem[] {
  const problems = new Map<string, FindingAtSite[]>();
  for (const finding of findings) {
    const { file = '', line } = finding.row;
    const at = JSON.stringify([finding.code, finding.site ?? finding.logged ?? [file, line]]);
    const known = problems.get(at);
    if (known) known.push(finding);
    else problems.set(at, [finding]);
  }
  return [...problems.values()].map((group) => {
    const { code, level, site, logged, row, related, message } = group[0]!;
    const more = group.length === 1 ? '' : ` (and ${(group.length - 1).toLocaleString('en')} more like it)`;
    return {
      ...{ code, level, site, logged, row, related },
      message: message + more,
      findingIds: group.map(({ findingId }) => findingId),
    };
  });
}

/** Where the witnesses of a finding were: the line of the last step that the trace gives one for. */
function relatedSites({ rows }: Finding, { history }: Analysis): FindingAtSite['related'] {
  const { strings, workerId, requestId } = history;
  const textOf = (index: number | undefined): string =>
    index === undefined || index === NONE ? '' : clipped(strings.at(index) ?? '', 80);
  return rows.slice(1, 1 + MOST_RELATED).flatMap((row) => {
    const steps = [
      ['wrote', history.writeSite, history.writeVersion],
      ['confirmed', history.confirmSite, history.writeVersion],
      ['read', history.readSite, history.readVersion],
    ] as const;
    const step = steps.find(([, sites]) => (sites[row] ?? NONE) !== NONE);
    if (step === undefined) return [];
    const [verb, sites, versions] = step;
    const who = [textOf(workerId[row]), textOf(requestId[row])].filter((name) => name !== '').join(' · ');
    const what = [verb, versionName(history, versions[row]!)].filter((part) => part !== '').join(' ');
    return [{ site: strings.at(sites[row]!)!, message: `${who} ${what} here` }];
  });
}
