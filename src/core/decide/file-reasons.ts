import { printable } from '../words/printable.ts';
import type { Reason } from './decision.ts';
import type { Evidence } from './evidence.ts';
import { fileRef } from './refs.ts';

/** Each file of a phase that is there and cannot be used: what it would have said is not known, whatever the others say. */
export function fileReasons({ candidate, before }: Evidence): Reason[] {
  return [candidate, ...(before === undefined ? [] : [before])].flatMap((of) =>
    (of.unusable ?? []).map(({ phase, name, why }) => ({
      code: 'file-unusable' as const,
      level: 'withholds' as const,
      text: `The file ${printable(name)} of '${printable(of.variant)}' cannot be used: ${printable(why)}.`,
      evidence: fileRef(of, phase, name, 'cannot be used'),
    })),
  );
}
