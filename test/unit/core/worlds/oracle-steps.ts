/** The steps of one world of a key, and the errors that are in their versions, for the oracle. */
import type { Row, Write } from './outcomes.ts';
import type { Manifest } from './story.ts';

/** What is known of one key, whatever the world. */
export interface KeyFacts {
  readonly rows: readonly Row[];
  readonly manifest: Manifest;
  readonly scheme: NonNullable<Manifest['scheme']>;
  readonly initial: End;
  readonly final: End;
  readonly saysUnits: boolean;
  /** The version that the key began with, as far as anything says. */
  readonly start: number | undefined;
}

/** What the manifest says of a key before or after. */
export interface End {
  readonly value: number | undefined;
  readonly version: number | undefined;
}

/** A write in its place, or an outside one, which has no maker. */
export interface Step {
  readonly write?: Write;
  readonly made: number;
}

/** Steps, and whether a version became current twice. */
export interface Steps {
  readonly steps: readonly Step[];
  readonly recurs: boolean;
}

/** The steps of the writes of a world; `errors` takes what is wrong with their versions. */
export function stepsOf(
  facts: KeyFacts,
  writes: readonly Write[],
  reads: readonly Row[],
  errors: Set<string>,
): Steps & { readonly isDoubted: boolean } {
  if (facts.scheme === 'opaque') return opaque(facts, writes, reads, errors);
  return { ...chain(facts, writes, reads, errors), isDoubted: false };
}

/** Versions that have an order: the writes along it, with the outside ones that the gaps between them show. */
function chain(
  { scheme, start, final, manifest }: KeyFacts,
  writes: readonly Write[],
  reads: readonly Row[],
  errors: Set<string>,
): Steps {
  const [isSequential, isCounted] = [scheme === 'sequential', scheme !== 'monotonic'];
  let current = start ?? -1;
  const steps: Step[] = [];
  const outsideTo = (version: number): void => {
    if (current < 0 || version <= current) return;
    steps.push({ made: (current = version) });
  };
  const made = new Set(writes.map((write) => write.made));
  const shown = [
    ...reads.flatMap(({ read }) => (read === undefined ? [] : [read])),
    ...(final.version === undefined ? [] : [final.version]),
  ];
  const unmade = shown.filter((version) => !made.has(version)).sort((a, b) => a - b);
  const seenTo = (limit: number): void => {
    if (!isCounted) for (const version of unmade) if (version <= limit) outsideTo(version);
  };
  for (const write of [...writes].sort((a, b) => a.made - b.made || (b.base ?? -1) - (a.base ?? -1))) {
    const { base } = write;
    const twin = steps.find((step) => step.write !== undefined && step.made === write.made)?.write;
    if (base !== undefined && base >= write.made) {
      if (manifest.complete) errors.add('version-reuse');
      continue;
    }
    seenTo(write.made - 0.1);
    if (base !== undefined) outsideTo(base);
    const isJump = isSequential && base !== undefined && write.made !== base + 1;
    // A service that adds one read the version before.
    if (isSequential || (isCounted && base === undefined)) outsideTo(write.made - 1);
    if (base !== undefined && (base < current || isJump)) errors.add('stale-version-write');
    if (twin !== undefined && twin.base !== base && base !== undefined) errors.add('version-reuse');
    if (twin !== undefined && (base === undefined || twin.base === undefined)) errors.add('no-lawful-world');
    steps.push({ write, made: write.made });
    current = Math.max(current, write.made);
  }
  seenTo(Infinity);
  outsideTo(Math.max(-1, ...shown));
  return { steps, recurs: false };
}

/** Versions that only equality counts for. */
function opaque(
  { start, final, manifest }: KeyFacts,
  writes: readonly Write[],
  reads: readonly Row[],
  errors: Set<string>,
): Steps & { readonly isDoubted: boolean } {
  const times = (version: number): number =>
    Number(version === start) + writes.filter(({ made }) => made === version).length;
  const based = (version: number): number => writes.filter(({ base }) => base === version).length;
  const shown = new Set(
    [...writes, ...reads.map(({ read }) => ({ base: read }))].flatMap(({ base }) =>
      base === undefined ? [] : [base],
    ),
  );
  if (final.version !== undefined) shown.add(final.version);
  const unmade = [...shown].filter((version) => times(version) === 0);
  const steps: Step[] = writes.map((write) => ({ write, made: write.made }));
  if (start === undefined) unmade.shift();
  // The last version that the store had was replaced as often as it was made: it was made once more outside the trace.
  const end = final.version;
  if (end !== undefined && times(end) > 0 && based(end) === times(end)) unmade.push(end);
  const recurs = [...new Set([...shown, ...writes.map(({ made }) => made)])].some((each) => times(each) > 1);
  for (const made of unmade) steps.push({ made });
  let isDoubted = false;
  for (const version of shown) {
    if (based(version) <= Math.max(1, times(version))) continue;
    // A writer outside the trace that brings a version back leaves no gap.
    if (recurs && manifest.closed !== true) isDoubted = true;
    else errors.add('stale-version-write');
  }
  return { steps, recurs, isDoubted };
}
