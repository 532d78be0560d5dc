import { createHash } from 'node:crypto';
import {
  EXPLORATION_FORMAT,
  type CertifiedPlace,
  type ExplorationCertificate,
} from '../../ingest/run-files/exploration-certificate.ts';
import type { ClientPlace } from '../search/tree.ts';
import { verdictOf, type Exploration } from './exploration.ts';
import type { Subject } from './subject.ts';

/** The tree of schedules with all that is needed to go through it again without what made it. */
export function certificateOf(
  exploration: Exploration,
  { name, kind, processes }: Pick<Subject, 'name' | 'kind' | 'processes'>,
): ExplorationCertificate {
  const { clients, reduction, preemptions, incomplete, doubts, schedules, cut, root } = exploration;
  return {
    format: EXPLORATION_FORMAT,
    subject: name,
    kind,
    processes,
    clients,
    verdict: verdictOf(exploration),
    reduction,
    preemptions: preemptions ?? null,
    incomplete: incomplete ?? null,
    doubts,
    schedules,
    cut,
    steps_sha256: stepsDigest(exploration),
    outcomes: exploration.outcomes.map(({ codes, broken, notes, schedules: ended }) => ({
      codes,
      broken: broken ?? null,
      notes,
      schedules: ended,
    })),
    places: exploration.places.map(certifiedPlace),
    nodes: exploration.nodes.map(({ places, children, outcome }) => ({
      at: places,
      next: children,
      outcome: outcome < 0 ? null : outcome,
    })),
    root: root ?? null,
  };
}

function certifiedPlace({ client, place }: ClientPlace): CertifiedPlace {
  if (place.at === 'over') return { client, at: 'over', code: place.code };
  if (place.at !== 'ready') return { client, at: place.at, step: place.label };
  return { client, at: 'ready', step: place.label, footprint: place.footprint ?? null };
}

/** Of every step that a client was held before, once, as `[client, step]` in JSON, sorted, a line each. */
function stepsDigest({ places, clients }: Exploration): string {
  const lines = places.flatMap(({ client, place }) =>
    place.at === 'ready' ? [`${JSON.stringify([clients[client], place.label])}\n`] : [],
  );
  return createHash('sha256')
    .update([...new Set(lines)].sort().join(''))
    .digest('hex');
}
