import { FINDING_CODES, findingList, type Finding, type FindingRow } from '../../core/index.ts';
import type { FindingLine, PossibleLine } from './model.ts';
import { refOf, type SidedPhase } from './input.ts';

/** The findings that a report names. Each is in it once, and its position is its id. */
export class NamedFindings {
  readonly lines: FindingLine[] = [];

  /** The id of a finding of a phase. @throws Error if the analysis has no such finding */
  idOf(phase: SidedPhase, findingId: number): number {
    const known = this.lines.findIndex(
      (line) => line.side === phase.side && line.phase === phase.phase && line.findingId === findingId,
    );
    if (known >= 0) return known;
    return this.lines.push(lineOf(phase, findingId)) - 1;
  }

  /** Names the first finding of each code in a phase. */
  nameFirst(phase: SidedPhase): void {
    const { findings } = phase.record.analysis;
    // That a key's writes are not conditional at all is what its stale writes already say.
    for (const code of FINDING_CODES.filter((each) => each !== 'unconditional-pattern')) {
      const id = findings.findIndex((finding) => finding.code === code);
      if (id >= 0) this.idOf(phase, id);
    }
  }
}

/** What is only possible in these phases: the first of each kind that hangs on the same. */
export function possibleOf(phases: readonly SidedPhase[]): readonly PossibleLine[] {
  return phases.flatMap((phase) => {
    const { analysis } = phase.record;
    const known = new Set<string>();
    return findingList(analysis, '', analysis.possible.length).possible.flatMap((row, index) => {
      const name = `${row.code} ${row.hangsOn}`;
      if (known.has(name)) return [];
      known.add(name);
      return [{ ...lineOfRow(phase, row, analysis.possible[index]!), hangsOn: row.hangsOn }];
    });
  });
}

function lineOf(phase: SidedPhase, findingId: number): FindingLine {
  const { analysis } = phase.record;
  const row = findingList(analysis, '', findingId + 1).rows[findingId];
  const finding = analysis.findings[findingId];
  if (row === undefined || finding === undefined) throw new Error(`There is no finding ${findingId}.`);
  return lineOfRow(phase, row, finding);
}

function lineOfRow(phase: SidedPhase, row: FindingRow, { rows }: Finding): FindingLine {
  const { id: findingId, code, level, key, summary, when, site } = row;
  const lines = rows.slice(0, 6).map((each) => phase.record.analysis.history.line[each]!);
  return { ...refOf(phase), findingId, code, level, key, summary, when, site, lines };
}
