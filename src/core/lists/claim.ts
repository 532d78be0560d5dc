import type { Analysis } from '../analysis.ts';
import { definitionOf } from '../findings/finding.ts';
import type { Finding } from '../findings/finding.ts';
import { Phrases } from '../findings/phrases.ts';
import { clipped } from '../words/printable.ts';

/** What a finding says, in a short sentence and the sentences that prove it. */
export interface Claim {
  /** `B wrote v3 from v1.` */
  readonly claim: string;
  /** `A had already replaced v1 at 11.918 ms, 1.2 ms before. Both were confirmed for one unit.` */
  readonly proof: string;
}

/** The claim of a finding and its proof; printable, and of a length that fits a panel. */
export function claimOf(analysis: Analysis, finding: Finding): Claim {
  const [claim, ...proof] = definitionOf(finding.code).claim(finding, new Phrases(analysis));
  return { claim: clipped(claim, 300), proof: clipped(proof.filter((part) => part !== '').join(' '), 800) };
}
