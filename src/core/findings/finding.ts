import { confirmationWithoutWrite } from './confirmation-without-write.ts';
import type { FindingDefinition } from './definition.ts';
import type { Found } from './found.ts';
import { duplicateConfirmation } from './duplicate-confirmation.ts';
import { invariantMismatch } from './invariant-mismatch.ts';
import { lostConfirmation } from './lost-confirmation.ts';
import { negativeInventory } from './negative-inventory.ts';
import { phantomRead } from './phantom-read.ts';
import { staleRead } from './stale-read.ts';
import { staleVersionWrite } from './stale-version-write.ts';
import { unconditionalPattern } from './unconditional-pattern.ts';
import { versionReuse } from './version-reuse.ts';
import type { Level } from '../words/terms.ts';

/** Every kind of finding, worst first: the order in which findings are listed. A new kind is a file and a line here. */
const REGISTRY = [
  staleVersionWrite,
  duplicateConfirmation,
  confirmationWithoutWrite,
  invariantMismatch,
  negativeInventory,
  versionReuse,
  phantomRead,
  staleRead,
  lostConfirmation,
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
