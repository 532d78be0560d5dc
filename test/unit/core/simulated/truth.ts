/** What is to be found in a run, from what really happened; it knows nothing of how the checker finds it. */
import type { Attempt } from '../check/history-language.ts';
import type { Run, Site } from './service.ts';
import type { AppliedWrite, AttemptInHand } from './simulation.ts';

/** Every finding as `code request`, or as `code key` where it is one of a key; sorted. */
export function expectedOf(run: Run): string[] {
  return [...run.sites.values()].flatMap((site) => new Truth(run, site).expected()).sort();
}

const REFUSALS: readonly string[] = ['conflict', 'rejected'];

/** What really happened on one key. */
class Truth {
  readonly #key: string;
  readonly #run: Run;
  readonly #site: Site;
  readonly #attempts: readonly AttemptInHand[];
  readonly #rows: readonly Attempt[];
  readonly #writes: readonly AppliedWrite[];

  constructor(run: Run, site: Site) {
    this.#run = run;
    this.#site = site;
    this.#key = site.key;
    this.#attempts = run.simulation.attempts.filter(({ row }) => row.key === site.key);
    this.#rows = this.#attempts.map(({ row }) => row);
    this.#writes = run.simulation.writes.filter(({ attempt }) => attempt.row.key === site.key);
  }

  expected(): string[] {
    return [...this.#onWrites(), ...this.#onRequests(), ...this.#onReads(), ...this.#onKey()];
  }

  /** The first write that replaced the base of another before that was made. */
  #overtaker({ base, incarnation }: AppliedWrite, index: number): AppliedWrite | undefined {
    const earlier = this.#writes.slice(0, index);
    return earlier.find((other) => other.incarnation === incarnation && other.made > base);
  }

  #stale(): { readonly write: AppliedWrite; readonly overtaker: AppliedWrite }[] {
    return this.#writes.flatMap((write, index) => {
      // A write that links down begins the versions anew.
      const overtaker = write.made <= write.base ? undefined : this.#overtaker(write, index);
      return overtaker === undefined ? [] : [{ write, overtaker }];
    });
  }

  *#onWrites(): Generator<string> {
    for (const { write } of this.#stale()) yield `stale-version-write ${requestOf(write)}`;
    for (const [index, write] of this.#writes.entries()) {
      const isTwin = (other: AppliedWrite): boolean =>
        other.incarnation === write.incarnation && other.made === write.made && other.base !== write.base;
      if (write.made <= write.base || this.#writes.slice(0, index).some(isTwin))
        yield `version-reuse ${requestOf(write)}`;
    }
  }

  *#onRequests(): Generator<string> {
    for (const request of new Set(this.#rows.map((row) => row.request))) {
      const rows = this.#rows.filter((row) => row.request === request);
      const writes = this.#writes.filter((write) => requestOf(write) === request);
      const untold = writes.filter((write) => !this.#isTold(write));
      const told = writes.length - untold.length;
      const firstTold = rows.find(({ result }) => result === 'success');
      if (
        firstTold !== undefined &&
        rows.some(({ result, start }) => REFUSALS.includes(result) && start! > firstTold.end!)
      )
        yield `contradictory-answers ${request}`;
      const isRefused = firstTold === undefined && REFUSALS.includes(rows.at(-1)!.result);
      if (told > 1) yield `duplicate-confirmation ${request}`;
      else if (writes.length > 1) yield `duplicate-write ${request}`;
      if (isRefused && writes.length > 0) yield `false-refusal ${request}`;
      else for (const write of untold) yield `lost-confirmation ${requestOf(write)}`;
    }
  }

  /** When the client was told of this write, by its own answer or by one that repeats it; Infinity if never. */
  #toldAt({ attempt, made }: AppliedWrite): number {
    const { request } = attempt.row;
    const tells = (row: Attempt): boolean =>
      row.request === request && row.write === made && row.result === 'success';
    return this.#rows.find(tells)?.end ?? Infinity;
  }

  #isTold(write: AppliedWrite): boolean {
    return this.#toldAt(write) < Infinity;
  }

  /** The last incarnation up to this one that a write shows: a record without a write since then is like an old one. */
  #shown(incarnation: number): number {
    const written = this.#writes.map((write) => write.incarnation);
    return Math.max(...written.filter((each) => each <= incarnation));
  }

  *#onReads(): Generator<string> {
    for (const { row, incarnation } of this.#attempts) {
      const isApplied = this.#writes.some(({ attempt }) => attempt.row === row);
      const isRefused = row.result === 'conflict' || row.result === 'retry';
      const isReplay = !isApplied && row.write !== undefined;
      if (isRefused || isReplay) continue;
      const isNewer = (write: AppliedWrite): boolean =>
        write.incarnation === this.#shown(incarnation) &&
        write.made > Number(row.read) &&
        this.#toldAt(write) < row.readAt!;
      if (this.#writes.some(isNewer)) yield `stale-read ${row.request}`;
    }
  }

  *#onKey(): Generator<string> {
    const { initial, remaining } = this.#run.facts;
    const taken = initial!.get(this.#key)!.value - remaining!.get(this.#key)!.value;
    const written = this.#writes.reduce((sum, { attempt }) => sum + attempt.units, 0);
    const isWhole = this.#writes.every(({ incarnation }) => incarnation === 0);
    if (isWhole && taken !== written) yield `invariant-mismatch ${this.#key}`;
    const isOverlapping = this.#stale().some(
      ({ write, overtaker }) => write.attempt.row.start! <= overtaker.attempt.row.end!,
    );
    const wasRefused = this.#rows.some(({ result }) => result === 'conflict' || result === 'retry');
    if (isOverlapping && !wasRefused) yield `unconditional-pattern ${this.#key}`;
    const { version, incarnation } = this.#site.primary;
    const last = this.#shown(incarnation);
    const told = this.#writes.filter((write) => write.incarnation === last && this.#isTold(write));
    if (told.some(({ made }) => made > version)) yield `lost-write ${this.#key}`;
  }
}

function requestOf({ attempt }: AppliedWrite): string {
  return attempt.row.request;
}
