import type { Service } from './service.ts';
import { checkThenAct } from './services/check-then-act.ts';
import { deletion } from './services/deletion.ts';
import { doubleRelease } from './services/double-release.ts';
import { lostAcknowledgement } from './services/lost-acknowledgement.ts';
import { noVersionCheck } from './services/no-version-check.ts';
import { restartedVersions } from './services/restarted-versions.ts';
import { retryWithoutIdempotency } from './services/retry-without-idempotency.ts';
import { splitBrain } from './services/split-brain.ts';
import { staleReplica } from './services/stale-replica.ts';

/** Every simulated service with a fault. */
export const SERVICES: readonly Service[] = [
  noVersionCheck,
  checkThenAct,
  staleReplica,
  retryWithoutIdempotency,
  lostAcknowledgement,
  restartedVersions,
  splitBrain,
  doubleRelease,
  deletion,
];
