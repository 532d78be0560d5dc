import { printable } from '../words/printable.ts';
import type { EvidenceRef } from './decision.ts';
import { PHASES } from './evidence.ts';
import type { Evidence, PhaseEvidence, PhaseName, Validation } from './evidence.ts';

/** What the trace of a phase says, as the checker reads it. @param columns those that a figure is counted from */
export function traceRef(of: Validation, phase: PhaseName, what: string, columns = ''): EvidenceRef {
  return { phase, what, where: placeIn(of, of.phases[phase]?.traceName ?? `${phase}.trace.csv`, columns) };
}

/** A figure that only the run itself could measure. */
export function metricsRef(of: Validation, phase: PhaseName, field: string, what: string): EvidenceRef {
  return { phase, what, where: placeIn(of, `${phase}.metrics.json`, field) };
}

/** What the manifest of a phase says. */
export function manifestRef(of: Validation, phase: PhaseName, field: string, what: string): EvidenceRef {
  return { phase, what, where: placeIn(of, `${phase}.run.json`, field) };
}

/** A file of a phase, whichever it is. */
export function fileRef(of: Validation, phase: PhaseName, name: string, what: string): EvidenceRef {
  return { phase, what, where: placeIn(of, name) };
}

/** The canary's own record. */
export function canaryRef(field: string, what: string): EvidenceRef {
  return { phase: 'canary', what, where: `canary record: ${field}` };
}

/** That there is no record of a canary. */
export const NO_CANARY_REF: EvidenceRef = {
  phase: 'canary',
  what: 'no record',
  where: 'race-canary.json (missing)',
};

/** `runs/after/load.metrics.json: latency_ms.p99`; of a file that is not there that it is missing, whatever it would have. */
function placeIn({ directory, files }: Validation, name: string, field = ''): string {
  const folder = directory === '' ? '' : `${printable(directory).replace(/\/$/, '')}/`;
  if (!files.has(name)) return `${folder}${name} (missing)`;
  return `${folder}${name}${field && `: ${field}`}`;
}

/** The phases of which a load is judged: with its latency, its rate and its contention. */
export const LOADED_PHASES = ['load', 'retest'] as const;
export type LoadedPhase = (typeof LOADED_PHASES)[number];

/**
 * The phases that the candidate itself must have. Its load may be that of the service before: the retest then repeats it
 * on the candidate, which is what a retest is for.
 */
export function requiredPhases({ candidate, before }: Evidence): readonly PhaseName[] {
  const stoodIn =
    candidate.phases.load === undefined && before !== undefined && isTrusted(before, before.phases.load);
  return stoodIn ? PHASES.filter((phase) => phase !== 'load') : PHASES;
}

/** Whether what a phase says can be held for true of this variant: only then do its figures prove anything. */
export function isTrusted(of: Validation, evidence: PhaseEvidence | undefined): evidence is PhaseEvidence {
  if (evidence?.variant !== of.variant) return false;
  return evidence.complete && evidence.invalidBecause.length === 0 && evidence.misfits.length === 0;
}
