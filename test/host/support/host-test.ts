import { HOST_TEST, type HostTest } from '../../../scripts/host/contract.ts';

/** What the runner has told these tests. */
export const hostTest = JSON.parse(process.env[HOST_TEST] ?? '{}') as HostTest;
