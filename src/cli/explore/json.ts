import type { PlayedStep } from '../../explore/search/played.ts';
import {
  unknownBecause,
  verdictOf,
  type Exploration,
  type Failure,
} from '../../explore/outcome/exploration.ts';
import type { Replay, Subject } from '../../explore/outcome/subject.ts';

/** Paths of what was written; null where nothing was. */
export interface WrittenFiles {
  readonly certificate: string | null;
  /** A trace per failure that was recorded, in their order. */
  readonly traces: readonly string[];
  readonly test: string | null;
}

/** An exploration as one JSON value. */
export function explorationJson(exploration: Exploration, subject: Subject, files: WrittenFiles): unknown {
  const { clients, outcomes, failures, noReturn } = exploration;
  const byClient = (codes: readonly string[]) =>
    Object.fromEntries(codes.map((code, i) => [clients[i]!, code]));
  return {
    format: 'race-trace-explore/1',
    verdict: verdictOf(exploration),
    unknown_because: unknownBecause(exploration),
    subject: subject.name,
    kind: subject.kind,
    processes: subject.processes,
    clients,
    schedules: exploration.schedules,
    cut: exploration.cut,
    reduction: exploration.reduction,
    preemptions: exploration.preemptions ?? null,
    complete: exploration.incomplete === undefined,
    outcomes: outcomes.map(({ codes, broken, notes, schedules }) => ({
      codes: byClient(codes),
      holds: broken === undefined,
      broken: broken ?? null,
      notes,
      schedules,
    })),
    failing: exploration.failing,
    no_return: noReturn ?? null,
    failures: failures.map((failure, index) => ({
      ...failureJson(failure, clients),
      trace: files.traces[index] ?? null,
    })),
    certificate: files.certificate,
    test: files.test,
  };
}

/** A replay as one JSON value. */
export function replayJson(
  { first, skipped, runs, identical, other }: Replay,
  clients: readonly string[],
): unknown {
  return {
    format: 'race-trace-replay/1',
    holds: first.broken === undefined,
    skipped,
    runs,
    identical,
    other: other ?? null,
    ...failureJson(first, clients),
  };
}

function failureJson(
  {
    schedule,
    codes,
    broken,
    notes,
    steps,
  }: Omit<Failure, 'broken'> & { readonly broken: string | undefined },
  clients: readonly string[],
): Readonly<Record<string, unknown>> {
  return {
    schedule,
    codes,
    broken: broken ?? null,
    notes,
    steps: steps.map((step) => stepJson(step, clients)),
  };
}

function stepJson(step: PlayedStep, clients: readonly string[]): unknown {
  return {
    client: clients[step.client],
    number: step.number,
    step: step.label,
    kind: step.kind,
    result: step.result,
    applied: step.isApplied,
    waited: step.waited ?? null,
    site: step.site,
    site_inferred: step.isSiteInferred ?? false,
    other_sites: step.otherSites ?? [],
  };
}
