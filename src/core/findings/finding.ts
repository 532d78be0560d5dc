import { confirmationWithoutWrite } from './confirmation-without-write.ts';
import { contradictoryAnswers } from './contradictory-answers.ts';
import type { FindingDefinition } from './definition.ts';
import { duplicateConfirmation } from './duplicate-confirmation.ts';
import { duplicateWrite } from './duplicate-write.ts';
import { falseRefusal } from './false-refusal.ts';
import type { Level } from '../words/terms.ts';
import type { Found } from './found.ts';
import { invariantMismatch } from './invariant-mismatch.ts';
import { lostConfirmation } from './lost-confirmation.ts';
import { lostWrite } from './lost-write.ts';
import { negativeInventory } from './negative-inventory.ts';
import { noLawfulWorld } from './no-lawful-world.ts';
import { phantomRead } from './phantom-read.ts';
import { refusalWithoutCause } from './refusal-without-cause.ts';
import { staleRead } from './stale-read.ts';
import { staleVersionWrite } from './stale-version-write.ts';
import { unconditionalPattern } from './unconditional-pattern.ts';
import { valueContradiction } from './value-contradiction.ts';
import { valueReuse } from './value-reuse.ts';
import { versionGap } from './version-gap.ts';
import { versionReuse } from './version-reuse.ts';

/** Every kind of finding, worst first: the order in which findings are listed. A new kind is a file and a line here. */
const REGISTRY = [
  staleVersionWrite,
  duplicateConfirmation,
  duplicateWrite,
  confirmationWithoutWrite,
  falseRefusal,
  invariantMismatch,
  valueContradiction,
  valueReuse,
  // Here `not-linearizable` will stand: without versions, no order of the operations explains their answers.
  negativeInventory,
  versionReuse,
  versionGap,
  lostWrite,
  phantomRead,
  noLawfulWorld,
  staleRead,
  contradictoryAnswers,
  lostConfirmation,
  refusalWithoutCause,
  unconditionalPattern,
] as const;

export type FindingCode = (typeof REGISTRY)[number]['code'];

/** Every kind of finding, worst first. */
export const DEFINITIONS: readonly FindingDefinition<FindingCode>[] = REGISTRY;

/** Every finding's code, worst first. */
export const FINDING_CODES: readonly FindingCode[] = DEFINITIONS.map(({ code }) => code);

/** What was found, by the code of its definition. */
export interface Finding extends Found {
  readonly code: FindingCode;
}

/** What holds only if something turns out in one way. */
export interface PossibleFinding extends Finding {
  /** What decides, as it stands behind “hangs on”. */
  readonly hangsOn: string;
}

const BY_CODE = Object.fromEntries(DEFINITIONS.map((definition) => [definition.code, definition])) as Record<
  FindingCode,
  FindingDefinition<FindingCode>
>;

/** All that is known of a kind of finding. */
export function definitionOf(code: FindingCode): FindingDefinition<FindingCode> {
  return BY_CODE[code];
}

/** The level of a code; one place, so that a picture and a verdict cannot disagree. */
export function levelOf(code: FindingCode): Level {
  return BY_CODE[code].level;
}
