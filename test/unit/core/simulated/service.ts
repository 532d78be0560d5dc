import type { Result } from '../../../../src/core/words/codes.ts';
import type { RunFacts } from '../../../../src/core/history/run-facts.ts';
import { AttemptInHand, Shelf, Simulation } from './simulation.ts';
import type { Program } from './simulation.ts';

/** What serves the attempts on one key: copies of its record, and what is known of its requests. */
export class Site {
  readonly simulation: Simulation;
  readonly key: string;
  /** Units of a record that is new. */
  readonly stock: number;
  readonly primary: Shelf;
  /** Another copy of the record. */
  readonly replica: Shelf;
  /** By request: the last attempt that was served, and the last that wrote. */
  readonly asked = new Map<string, AttemptInHand>();
  readonly done = new Map<string, AttemptInHand>();
  /** Rises when all connections break: attempts that are being served end without an answer. */
  breaks = 0;
  /** Requests that have not been answered for good. */
  waiting = 0;
  /** Whether both copies take writes. */
  isSplit = false;

  constructor(simulation: Simulation, key: string, stock: number) {
    this.simulation = simulation;
    this.key = key;
    this.stock = stock;
    this.primary = new Shelf(stock, 1);
    this.replica = new Shelf(stock, 1);
  }
}

/** A service with one fault, or with none. */
export interface Service {
  readonly name: string;
  /** Serves one attempt, and returns what it is told. */
  serve(attempt: AttemptInHand, site: Site): Program<Result>;
  /** Whether a client asks again after an answer. */
  asksAgain(result: Result, site: Site): boolean;
  /** What happens meanwhile, as long as there are requests. */
  meanwhile?(site: Site): Program;
  /** Whether some requests give units back. */
  readonly hasReleases?: true;
  /** Whether a writer outside the trace deletes records, which leaves a doubt where there is no error. */
  readonly isDeletedFrom?: true;
  /** Codes of the findings that the fault is known by. */
  readonly shows: readonly string[];
}

/** A run of a service that is over. */
export interface Run {
  readonly simulation: Simulation;
  readonly sites: ReadonlyMap<string, Site>;
  readonly facts: RunFacts;
}

/** Lets a service have some requests on two keys. */
export function runOf(service: Service, seed: number): Run {
  const simulation = new Simulation(seed);
  const sites = new Map(['k', 'm'].map((key) => [key, new Site(simulation, key, 4 + simulation.below(8))]));
  const initial = new Map([...sites].map(([key, { primary }]) => [key, recordOf(primary)] as const));
  const programs: Program[] = [];
  for (let index = 0; index < 4 + simulation.below(5); index++) {
    const key = simulation.below(3) > 0 ? 'k' : 'm';
    programs.push(client(service, sites.get(key)!, `r${index}`));
  }
  if (service.meanwhile !== undefined)
    for (const site of sites.values()) programs.push(service.meanwhile(site));
  simulation.run(programs);
  const remaining = new Map([...sites].map(([key, { primary }]) => [key, recordOf(primary)] as const));
  const facts: RunFacts = {
    versionScheme: 'sequential',
    ...{ initial, remaining, complete: true, closed: service.isDeletedFrom !== true },
    ...{ rows: simulation.rows.length, variant: undefined, seed, schedule: undefined, faultWindows: [] },
  };
  return { simulation, sites, facts };
}

function recordOf({ value, version }: Shelf): { value: number; version: bigint } {
  return { value, version: BigInt(version) };
}

function client(service: Service, site: Site, request: string): Program {
  const { simulation, key, done } = site;
  const isRelease = service.hasReleases === true && simulation.below(3) === 0;
  const units = isRelease ? -1 : 1 + simulation.below(2);
  site.waiting++;
  return (function* () {
    for (let retry = 0; ; retry++) {
      const attempt = new AttemptInHand(simulation, done, {
        request,
        key,
        client: `c-${request}`,
        units,
        retry,
      });
      const { breaks } = site;
      const serving = service.serve(attempt, site);
      let result: Result | undefined;
      while (result === undefined) {
        yield;
        if (site.breaks > breaks) result = attempt.breakOff();
        else {
          const step = serving.next();
          if (step.done === true) result = step.value;
        }
      }
      yield;
      attempt.answer(result);
      if (!service.asksAgain(result, site)) break;
      yield;
    }
    site.waiting--;
  })();
}
