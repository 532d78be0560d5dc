import type { ColumnName } from '../../core/history/history.ts';
import { clipped } from '../../core/words/printable.ts';
import type { ConfigSource } from '../config/schema.ts';
import { mappingOfSource } from '../config/source-of.ts';
import { chosen, type Choices } from './choose.ts';
import { timeUnitOf, unitInName } from './find-times.ts';
import { membersOf, textOf, type Member } from './member.ts';
import { previewOf, type Preview } from './preview.ts';
import type { Proposal } from './proposal.ts';
import { propose } from './propose.ts';
import { readBeginning, sampleOf } from './sample.ts';
import { sourceOfProposal } from './source-of-proposal.ts';

/** Rows that are shown, and examples of a member. */
const SHOWN_ROWS = 5;
const EXAMPLES = 3;

/** How a file would be read by a proposal and what a person changed of it, and what else it could be read as. */
export interface MappingView {
  readonly proposal: Proposal | undefined;
  /** What the file lacks, in sentences, where nothing is proposed. */
  readonly lacks: readonly string[];
  readonly members: readonly MemberView[];
  /** Undefined as long as a column is missing without which there are no attempts. */
  readonly source: ConfigSource | undefined;
  readonly read: ReadView | undefined;
}

/** A member of the records that a column may be taken from. */
export interface MemberView {
  readonly path: string;
  /** Some of its values. */
  readonly examples: string;
  /** In which unit its times are, where they are numbers and its name does not say it. */
  readonly timeUnit: string | undefined;
  /** Whether its name says the unit of a length of time. */
  readonly saysUnit: boolean;
}

/** How the beginning of the file is read. */
interface ReadView {
  readonly attempts: number;
  readonly skipped: number;
  readonly rejected: number;
  /** Why the first of them is rejected. */
  readonly because: string | undefined;
  readonly preview: Preview;
}

/** Looks at the beginning of a file. @throws TraceFileError if it cannot be read */
export async function mappingView(path: string, files: string, choices: Choices): Promise<MappingView> {
  const { records } = await sampleOf(path);
  const members = membersOf(records);
  const first = propose(records);
  const proposal = chosen(first, choices, members, records.length);
  const source = proposal && sourceOfProposal(files, proposal);
  return {
    proposal,
    lacks: 'lacks' in first ? first.lacks : [],
    members: members.map(memberView),
    source,
    read:
      source &&
      (await readView(
        path,
        source,
        proposal.columns.map(({ column }) => column),
      )),
  };
}

function memberView(member: Member): MemberView {
  const { path, values } = member;
  const rows = [...values.keys()].filter((row) => values[row] !== undefined);
  const different = new Set(rows.map((row) => textOf(values[row]!)));
  const form = timeUnitOf(member, rows);
  return {
    path,
    examples: [...different]
      .slice(0, EXAMPLES)
      .map((value) => clipped(value, 24))
      .join(', '),
    timeUnit: form === 'date' || unitInName('end', path) ? undefined : form,
    saysUnit: unitInName('latency', path),
  };
}

async function readView(
  path: string,
  source: ConfigSource,
  columns: readonly ColumnName[],
): Promise<ReadView> {
  const { reading, history, problems } = await readBeginning(path, mappingOfSource(source));
  const [problem] = problems;
  return {
    attempts: reading.accepted,
    skipped: reading.skipped ?? 0,
    rejected: reading.rejected,
    because: problem && `line ${problem.line}: ${problem.message}`,
    preview: previewOf(history, columns, SHOWN_ROWS),
  };
}
