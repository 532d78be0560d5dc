import { messageOf } from '../../core/words/errors.ts';
import { withoutPasswords } from '../../core/words/passwords.ts';
import { filledCall, onInstance, type Filling, type RequestTemplate } from '../../ingest/config/requests.ts';
import { resultOfAnswer } from '../../ingest/config/result-of-answer.ts';
import type { Config } from '../../ingest/config/schema.ts';
import type { Exploration } from '../outcome/exploration.ts';
import { explore, type ExploreOptions } from '../outcome/explore.ts';
import { replay } from '../outcome/replay.ts';
import type { Subject } from '../outcome/subject.ts';
import { violationOf, type Invariant } from '../store/invariant.ts';
import { runReset, type Reset } from '../store/reset.ts';
import { Database } from './database.ts';
import { resetBySql, violationBySql, type Ground } from './ground.ts';
import { prepare, type Prepared } from './prepare.ts';
import { sendRequest } from './request.ts';
import { sitesIn } from './step-sites.ts';
import { EarlyParkError, type ServiceRequest } from './round.ts';
import { TappedService } from './tapped-service.ts';

/** A service that is explored, as the user's config says it. */
export interface ServicePlan {
  readonly name: string;
  /** The folder with the sources of the service. */
  readonly root: string;
  /** The database, as it is reached without the tap. */
  readonly upstream: string;
  /** Where the tap listens. */
  readonly host: string;
  readonly port: number;
  readonly requests: readonly RequestTemplate[];
  /** URLs of the service's processes, to which the requests go in turn; empty where each request names its own. */
  readonly instances: readonly string[];
  readonly isBackground: (text: string) => boolean;
  readonly reset: Reset;
  readonly invariant: Invariant;
  /** What the statuses of answers stand for. */
  readonly results: NonNullable<Config['results']>;
  /** Columns whose values may be shown. */
  readonly columns: ReadonlySet<string>;
}

/** What a subject needs to know of who asked for it. */
export interface ServiceContext {
  readonly interrupted: AbortSignal;
  /** Told in sentences what a user should know. */
  readonly say: (sentence: string) => void;
}

/** Statements that come in such a time without a request are of none. */
const BACKGROUND_MS = 450;
/** A request that has its answer goes on within that, or not at all. */
const LATE_MS = 150;
/** A reset or an invariant that is no query is given up after that. */
const ACTION_MS = 30_000;
const MOST_TRIES = 3;
/** In a sentence of the search about what went another way. */
const WAS_PARKED = 'was parked in';

/** The requests of a service over its tapped database. */
export function serviceSubject(plan: ServicePlan, context: ServiceContext): Subject {
  return {
    name: plan.name,
    kind: 'service',
    resultOf: (code) => resultOfAnswer(plan.results, Number(code.split('+').at(-1)), ''),
    processes: Math.max(1, Math.min(plan.instances.length, plan.requests.length)),
    explore: (options) =>
      within(plan, context, async (service, prepared) => {
        const found = await explored(service, prepared, options, context);
        const sited = await sitesIn(plan.root, service.texts, context.interrupted);
        return { ...found, failures: found.failures.map((each) => ({ ...each, steps: sited(each.steps) })) };
      }),
    replay: (schedule, how, interrupted) =>
      within(plan, context, async (service) => {
        const found = await replay(service, schedule, how, interrupted);
        const sited = await sitesIn(plan.root, service.texts, context.interrupted);
        return { ...found, first: { ...found.first, steps: sited(found.first.steps) } };
      }),
  };
}

/** A service with its tap and the explorer's connection, for as long as `work` takes; the store is left as the reset leaves it. */
async function within<T>(
  plan: ServicePlan,
  { interrupted, say }: ServiceContext,
  work: (service: TappedService, prepared: Prepared) => Promise<T>,
): Promise<T> {
  const database = await Database.connect(plan.upstream);
  const ground = groundOf(plan, database);
  const service = new TappedService({
    ...plan,
    database,
    ground,
    requests: plan.requests.map((request, index) => sender(request, plan.instances, index)),
    backgroundMs: BACKGROUND_MS,
    lateMs: LATE_MS,
    interrupted,
    say,
  });
  try {
    const { url } = await service.listen();
    say(`the tap listens: the database URL of the service has to be ${withoutPasswords(url)}`);
    const prepared = await prepare(service);
    for (const remark of prepared.remarks) say(remark);
    return await work(service, prepared);
  } finally {
    await service.close();
    await ground.reset().catch((error: unknown) => {
      say(`the store is not as the reset leaves it: ${messageOf(error)}`);
    });
    await database.close();
  }
}

/** Searches; again where silence was taken for waiting, or where a client waited for what is not the database. */
async function explored(
  service: TappedService,
  { whyAll }: Prepared,
  options: ExploreOptions,
  { say }: ServiceContext,
): Promise<Exploration> {
  // A bound on preemptions and sleep sets would lose outcomes together.
  let reduce = options.reduce && whyAll === undefined && options.preemptions === undefined;
  if (options.reduce && whyAll !== undefined) say(`no schedule is left out, since ${whyAll}`);
  for (let tries = 1; ; tries++) {
    const found = await explore(service, { ...options, reduce }).catch((error: unknown) => {
      if (!(error instanceof EarlyParkError) || tries === MOST_TRIES) throw error;
      return undefined;
    });
    if (found === undefined || (tries < MOST_TRIES && (found.incomplete ?? '').includes(WAS_PARKED))) {
      say('a request was slower than was thought; all again with longer silences');
      service.waitLonger();
    } else if (service.mustOrderStarts) {
      say('a request waits for what is not the database: all again, with the order in which they are sent');
      service.orderStarts();
      reduce = false;
    } else {
      sayIfSerial(service, found, say);
      return found;
    }
  }
}

function sayIfSerial(
  service: TappedService,
  { schedules }: Exploration,
  say: (sentence: string) => void,
): void {
  if (service.hasOverlapped || schedules <= 1) return;
  say(
    'in every schedule one request came after the other: the service lets one through at a time, by a lock of its own, one ' +
      'connection or one thread',
  );
}

function groundOf({ reset, invariant, upstream }: ServicePlan, database: Database): Ground {
  const signal = () => AbortSignal.timeout(ACTION_MS);
  return {
    reset: () =>
      'statements' in reset && reset.store === upstream
        ? resetBySql(database, reset.statements)
        : runReset(reset, {}, signal()),
    violation: () =>
      'query' in invariant && invariant.store === upstream
        ? violationBySql(database, invariant.query)
        : violationOf(invariant, {}, signal()),
  };
}

function sender(
  { name, calls, key = '' }: RequestTemplate,
  instances: readonly string[],
  index: number,
): ServiceRequest {
  const instance = instances.length === 0 ? undefined : instances[index % instances.length];
  // The same in every schedule, so that only their order differs.
  const filling: Filling = { id: name, key, round: '1' };
  const filled = calls.map((call) =>
    filledCall(instance === undefined ? call : onInstance(call, instance), filling),
  );
  return { name, send: (traceparent, signal) => sendRequest(filled, traceparent, signal) };
}
