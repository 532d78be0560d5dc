import { ANSWER } from '../answer.ts';
import type { Report } from '../model/model.ts';
import type { Block, Section, Table } from './block.ts';
import { basisBlocks, changedCriteria, criterionTable, struckNote } from './decision.ts';
import { mixedEnvironments, runDate } from './environment.ts';
import { invalidRuns } from './invalid.ts';
import { contentionSection, latencySection, workloadSection } from './measures.ts';
import { evidenceSection, outlookSection, releaseSection, signatureSection } from './outlook.ts';
import { failureSection, invariantSection, mechanismSection } from './proof.ts';
import { mitigationSection, raceSection } from './race.ts';

/** A report as it is read: the first screen, and what stands behind it. */
export interface Document {
  /** `Can conditional be released?` */
  readonly question: string;
  readonly about: string;
  /** `Blocked`, and what that means. */
  readonly answer: readonly [word: string, meaning: string];
  readonly summary: Report['summary'];
  /** Why runs are invalid, that the criteria are not the usual ones, or the phases not of one version and machine; '' if they are. */
  readonly warning: string;
  readonly table: Table;
  readonly tableNote: string;
  /** What the answer stands on. */
  readonly basis: readonly Block[];
  readonly sections: readonly Section[];
}

/** @param digest SHA-256 of `report.json`; undefined where there is no such file */
export function documentOf(report: Report, digest: string | undefined): Document {
  const { name, variant, before, decision, environments } = report;
  const date = runDate(environments);
  return {
    question: `Can ${variant} be released?`,
    about: `Validation report of ${name}${before === undefined ? '' : `, compared with ${before.name}`}${date && `; ${date}`}`,
    answer: ANSWER[decision.decision],
    summary: report.summary,
    warning: [invalidRuns(report), changedCriteria(report), mixedEnvironments(environments)]
      .filter(Boolean)
      .join(' '),
    table: criterionTable(report),
    tableNote: struckNote(report),
    basis: basisBlocks(report),
    sections: [
      raceSection(report),
      ...mitigationSection(report),
      invariantSection(report),
      mechanismSection(report),
      failureSection(report),
      latencySection(report),
      contentionSection(report),
      workloadSection(report),
      releaseSection(report),
      outlookSection(report),
      evidenceSection(report),
      signatureSection(report, digest),
    ],
  };
}
