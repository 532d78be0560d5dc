import type { FaultName } from '../fault/faults.ts';
import type { FaultWindow } from '../fault/windows.ts';
import type { ServiceChoice } from '../service/variants.ts';
import type { Admission } from './balancer.ts';
import type { Deployment } from './metrics.ts';
import type { ProcessTimes } from './process-times.ts';
import type { Step } from '../../core/words/terms.ts';

/** What a process of the service is told when it starts. It travels over the process channel: arguments can be read by other users. */
export type ProcessSetup = WorkerSetup | BalancerSetup | StoreSetup;

/** An instance of the reservation service. */
export interface WorkerSetup extends ServiceChoice {
  readonly role: 'worker';
  readonly id: string;
  readonly storeUrl: string;
  readonly storeDelay?: StoreDelay;
  /** The secret of this run, which every HTTP request must bear. */
  readonly token: string;
  /** Whether a schedule holds every step. */
  readonly scheduled: boolean;
  /** The folder where it keeps a journal of its attempts; without it, it keeps none. */
  readonly journalFolder?: string;
  /** What it is in the rollout; `stable` unless told. */
  readonly rollout?: Deployment;
  /** For one that starts when the run has begun. */
  readonly faults?: StoreFaults;
}

/** How much longer a worker's calls to its store are to take, on average, and what that is drawn from. */
export interface StoreDelay {
  readonly meanMs: number;
  readonly seed: number;
}

/** When the store of a worker is to fail, on the machine's clock, and what its failures are drawn from. */
export interface StoreFaults {
  readonly windows: readonly FaultWindow[];
  readonly seed: number;
}

/** What stands before the workers; a process of its own, so that the generator of the load does not do its work. */
interface BalancerSetup {
  readonly role: 'balancer';
  readonly id: string;
  readonly token: string;
  /** Where the workers listen. */
  readonly ports: readonly number[];
  readonly admission: Admission;
}

/** What holds the inventory of a run in its memory, for the workers and the run itself. */
interface StoreSetup {
  readonly role: 'store';
  readonly id: string;
  readonly token: string;
}

/** From the parent to a process. */
export type ToWorker =
  | { readonly kind: 'start'; readonly setup: ProcessSetup }
  /** The step with this ticket may happen. */
  | { readonly kind: 'release'; readonly ticket: number }
  /** What it has used so far is wanted. */
  | { readonly kind: 'times' }
  /** To a worker. */
  | { readonly kind: 'faults'; readonly faults: StoreFaults }
  /** To the balancer: where the workers listen from now on. */
  | { readonly kind: 'workers'; readonly ports: readonly number[] };

/** From a process to its parent. */
export type FromWorker =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'times'; readonly times: ProcessTimes }
  /** A call of the worker's store was struck by a fault. */
  | { readonly kind: 'struck'; readonly fault: FaultName }
  /** A client's attempt is held before this step until the ticket is released. */
  | { readonly kind: 'held'; readonly ticket: number; readonly clientId: string; readonly step: Step };
