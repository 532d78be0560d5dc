import type { History } from '../history/history.ts';
import type { Level, Step } from '../words/terms.ts';
import type { FindingContext, Found } from './found.ts';
import type { Add, KeyWorld } from './key-world.ts';
import type { Phrases } from './phrases.ts';

/** What a finding can be a sign of. */
export type MechanismName =
  | 'race'
  | 'stale cache or replica'
  | 'retry duplication'
  | 'queueing overload'
  | 'storage transaction problem';

/** All that the project knows of one kind of finding. */
export interface FindingDefinition<Code extends string = string> {
  readonly code: Code;
  readonly level: Level;
  /** Finds all of them in one key of a world; absent where something else finds them. */
  readonly find?: (world: KeyWorld, add: Add) => void;
  /** One and many, for a count of them. */
  readonly names: readonly [string, string];
  /** Which step of the offending attempt did it, first; the others stand in where the trace has no site of it. */
  readonly blame: readonly Step[] | ((finding: Found, history: History) => readonly Step[]);
  /** One sentence without a full stop that says what happened; printable. */
  readonly sentence: (finding: Found, context: FindingContext) => string;
  /** The claim first, then the sentences that prove it; '' where there is nothing to say. */
  readonly claim: (finding: Found, say: Phrases) => readonly [string, ...string[]];
  /** The few words of a table's cell. */
  readonly summary: (finding: Found, history: History) => string;
  /** What the offending step lacks, as few words as stand beside a line of code. */
  readonly lacks: string;
  /** The word beside a key that has it; '' where something else of the key says it. */
  readonly badge: string;
  /** What the finding is a sign of, if of anything. */
  readonly mechanism?: MechanismName;
}

/** A definition with its code as a literal type, from which the registry derives the codes. */
export function define<const Code extends string>(
  definition: FindingDefinition<Code>,
): FindingDefinition<Code> {
  return definition;
}
