import { NondeterminismError } from './nondeterminism.ts';
import { choiceOf, isSamePlace, preempts, readyOf, type PathNode } from './path.ts';
import type { Ending, Place, Run, Runner } from './runner.ts';
import { asleepAfter, type Explored } from './sleep.ts';
import { Tree } from './tree.ts';

/** How far a search may go, and by what it may be shortened. */
export interface SearchOptions {
  /** Whether schedules that come to the same by the footprints of their steps are explored once. */
  readonly reduce: boolean;
  /** Most preemptions of a schedule; undefined for any number. Excludes `reduce`: together they would lose outcomes. */
  readonly preemptions?: number | undefined;
  /** Most schedules that are run. */
  readonly maxSchedules: number;
  /** For how long schedules are begun. */
  readonly maxSeconds: number;
  /** Most steps of one schedule; a client that tries again without end has more. */
  readonly maxSteps: number;
  readonly interrupted?: Pick<AbortSignal, 'aborted'>;
  /** The schedules that have been run so far. */
  readonly onProgress?: (schedules: number) => void;
  /** Called for each schedule that was run to its end; `schedule` makes it, as the clients in the order of their steps. */
  readonly onSchedule?: (schedule: () => readonly number[], ending: Ending) => void;
}

/** Why a search ended. */
type SearchEnd =
  | { readonly why: 'complete' }
  | { readonly why: 'schedules' | 'seconds' | 'steps' | 'interrupted' }
  | { readonly why: 'nondeterminism'; readonly error: NondeterminismError }
  /** A client waits for what no footprint tells of: with `reduce` the search must be made again without. */
  | { readonly why: 'parked' };

/** What a search found. */
export interface SearchResult {
  readonly tree: Tree;
  /** The node of the beginning; undefined where not even one run was made. */
  readonly root: number | undefined;
  readonly schedules: number;
  /** Runs given up because they would have come to the same as one that had been made. */
  readonly cut: number;
  readonly end: SearchEnd;
  readonly doubts: readonly string[];
}

const PROGRESS_EVERY = 256;

/**
 * Explores every schedule of a runner's clients, depth first and stateless: each run begins anew, takes the choices of the
 * path so far, and then the first choice of each node that is new. Rejects with what the runner rejects with.
 */
export async function search(runner: Runner, options: SearchOptions): Promise<SearchResult> {
  return new Search(runner, options).run();
}

class Search {
  readonly #runner: Runner;
  readonly #options: SearchOptions;
  readonly #tree: Tree;
  readonly #path: PathNode[] = [];
  readonly #doubts = new Set<string>();
  #root: number | undefined;
  #schedules = 0;
  #cut = 0;
  #leftOut = false;

  constructor(runner: Runner, options: SearchOptions) {
    this.#runner = runner;
    this.#options = options;
    this.#tree = new Tree(runner.clients.length);
  }

  async run(): Promise<SearchResult> {
    const { maxSchedules, maxSeconds, interrupted, onProgress } = this.#options;
    const until = performance.now() + 1000 * maxSeconds;
    for (;;) {
      if (interrupted?.aborted === true) return this.#ended({ why: 'interrupted' });
      if (this.#schedules >= maxSchedules) return this.#ended({ why: 'schedules' });
      if (performance.now() >= until) return this.#ended({ why: 'seconds' });
      const end = await this.#schedule(await this.#runner.begin());
      if (end !== undefined) return this.#ended(end);
      if (this.#schedules % PROGRESS_EVERY === 0) onProgress?.(this.#schedules);
      if (!this.#advance()) return this.#ended({ why: this.#leftOut ? 'steps' : 'complete' });
    }
  }

  /** Makes one run: along the path, and then to its end. Resolves to why the search cannot go on, if so. */
  async #schedule(run: Run): Promise<SearchEnd | undefined> {
    const path = this.#path;
    const { places } = run;
    for (let depth = 0; ; depth++) {
      const known = path[depth];
      if (known === undefined) path.push(this.#nodeAt(depth, places));
      else {
        const error = this.#difference(known.places, places, depth);
        if (error !== undefined) {
          await run.abandon();
          return { why: 'nondeterminism', error };
        }
      }
      const node = path[depth]!;
      if (this.#options.reduce && places.some(({ at }) => at === 'parked')) {
        await run.abandon();
        return { why: 'parked' };
      }
      if (node.choices.length === 0 || depth >= this.#options.maxSteps) {
        await this.#leaf(run, node);
        return undefined;
      }
      await run.step(choiceOf(node));
    }
  }

  /** A node of the path that is new. */
  #nodeAt(depth: number, places: readonly Place[]): PathNode {
    const parent = this.#path[depth - 1];
    const last = parent === undefined ? -1 : choiceOf(parent);
    const asleep = parent === undefined ? [] : this.#asleep(parent, places);
    const preemptions =
      parent === undefined ? 0 : parent.preemptions + Number(preempts(parent.places, parent.last, last));
    const { preemptions: most } = this.#options;
    const choices = readyOf(places).filter(
      (client) =>
        (most === undefined || preemptions + Number(preempts(places, last, client)) <= most) &&
        !asleep.some((each) => each.client === client),
    );
    return {
      places: [...places],
      choices,
      chosen: 0,
      asleep,
      explored: [],
      children: [],
      last,
      preemptions,
    };
  }

  /** What need not be explored after the step that a node takes, now that it is seen what that step did. */
  #asleep(parent: PathNode, places: readonly Place[]): readonly Explored[] {
    if (!this.#options.reduce) return [];
    const step = touched(parent.places, places, choiceOf(parent));
    const asleep = asleepAfter(step, parent.asleep, parent.explored);
    parent.explored.push(step);
    return asleep;
  }

  #difference(
    before: readonly Place[],
    now: readonly Place[],
    depth: number,
  ): NondeterminismError | undefined {
    for (let client = 0; client < now.length; client++)
      if (!isSamePlace(before[client]!, now[client]!))
        return new NondeterminismError(depth, this.#runner.clients[client]!, before[client]!, now[client]!);
    return undefined;
  }

  /** The end of a run: judged, or given up where it comes to the same as another one or is too long. */
  async #leaf(run: Run, node: PathNode): Promise<void> {
    const isTooLong = node.choices.length > 0;
    if (isTooLong || readyOf(node.places).length > 0) {
      await run.abandon();
      if (isTooLong) this.#leftOut = true;
      else this.#cut++;
      this.#close(node, undefined);
      return;
    }
    const ending = await run.end();
    for (const doubt of ending.doubts) this.#doubts.add(doubt);
    this.#schedules++;
    this.#close(node, ending);
  }

  /** Takes the last node off the path and into the tree. */
  #close(node: PathNode, ending: Ending | undefined): void {
    const outcome = ending && this.#tree.ended(ending);
    const path = this.#path;
    if (ending !== undefined) this.#options.onSchedule?.(() => path.slice(0, -1).map(choiceOf), ending);
    path.pop();
    const places = node.places.map((place, client) => this.#tree.placeId(client, place));
    const id = this.#tree.node(places, node.children, outcome);
    const parent = path.at(-1);
    if (parent === undefined) this.#root = id;
    else parent.children.push(choiceOf(parent), id);
  }

  /** Goes to the next schedule; false if there is none. */
  #advance(): boolean {
    for (let node = this.#path.at(-1); node !== undefined; node = this.#path.at(-1)) {
      if (++node.chosen < node.choices.length) return true;
      this.#close(node, undefined);
    }
    return false;
  }

  /** The result, with the nodes of a path that was left closed as they are. */
  #ended(end: SearchEnd): SearchResult {
    for (let node = this.#path.at(-1); node !== undefined; node = this.#path.at(-1))
      this.#close(node, undefined);
    return {
      tree: this.#tree,
      root: this.#root,
      schedules: this.#schedules,
      cut: this.#cut,
      end,
      doubts: [...this.#doubts],
    };
  }
}

/**
 * What the step of a client touched: what it was known to touch, or anything if it had to wait or let another client go
 * on, whose step then happened in it.
 */
function touched(before: readonly Place[], after: readonly Place[], client: number): Explored {
  const from = before[client]!;
  const { at } = after[client]!;
  const isAlone = after.every((place, other) => other === client || isSamePlace(place, before[other]!));
  const isKnown = from.at === 'ready' && at !== 'blocked' && at !== 'parked' && isAlone;
  return { client, footprint: isKnown ? from.footprint : undefined };
}
