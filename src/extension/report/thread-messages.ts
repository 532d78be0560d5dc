import type { FindingStep } from '../../core/index.ts';
import type { ReportFile } from '../../report/forms.ts';

/** What a report is made of. */
export interface ReportToMake {
  /** Paths of folders on this machine. */
  readonly directory: string;
  readonly baseline: string | undefined;
  /** URL of the folder that the extension's own sources are under, ending in a slash. */
  readonly ownRoot: string;
  /** The user's own column names, by the format's names. */
  readonly columnMap: ReadonlyMap<string, string>;
  readonly maxFindings: number;
  /** What the page needs from its webview. */
  readonly nonce: string;
  readonly scriptUri: string;
}

/** Two traces that are compared, by their paths on this machine. */
export interface ComparisonToMake extends Pick<
  ReportToMake,
  'columnMap' | 'maxFindings' | 'nonce' | 'scriptUri'
> {
  readonly before: string;
  readonly after: string;
}

/** What the thread is started with. */
export type PageToMake = ReportToMake | ComparisonToMake;

/** A report in all of its forms, and what its findings stand for: the page knows only their ids. */
export interface MadeReport {
  readonly title: string;
  /** For the webview. */
  readonly page: string;
  readonly files: readonly SavedForm[];
  readonly findings: readonly ReportedFinding[];
  /** The paths of two traces that are held against each other; undefined where there is one run alone. */
  readonly sides: { readonly before: string; readonly after: string } | undefined;
}

/** The report as the text of a file. */
interface SavedForm extends Omit<ReportFile, 'text'> {
  readonly text: string;
}

/** What stands behind a finding's id. */
export interface ReportedFinding {
  /** Path of the trace. */
  readonly trace: string;
  /** Its position among the findings of that trace. */
  readonly findingId: number;
  /** To be compared with what is there when it is opened. */
  readonly code: string;
  readonly key: string;
  readonly summary: string;
  readonly steps: readonly FindingStep[];
}

export type FromReportThread =
  /** 0 to 1. */
  | { readonly type: 'progress'; readonly text: string; readonly fraction: number }
  | { readonly type: 'made'; readonly report: MadeReport }
  /** A sentence for people. */
  | { readonly type: 'unusable'; readonly text: string };
