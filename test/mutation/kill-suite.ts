/**
 * What a mutant of the checker has to survive: the tests that name one history each, and a few runs of each simulated service.
 * One process without the tests that take long, so that thousands of mutants can be tried.
 */
process.env.SEEDS ??= '40';
process.env.HISTORIES ??= '60';

await import('../unit/core/check/books.test.ts');
await import('../unit/core/check/confirmation-without-write.test.ts');
await import('../unit/core/check/duplicate-confirmation.test.ts');
await import('../unit/core/check/lost-confirmation.test.ts');
await import('../unit/core/check/explain.test.ts');
await import('../unit/core/check/least-witness.test.ts');
await import('../unit/core/check/ledger.test.ts');
await import('../unit/core/check/missing-cells.test.ts');
await import('../unit/core/check/restarts.test.ts');
await import('../unit/core/check/stale-version-write.test.ts');
await import('../unit/core/check/unread-cells.test.ts');
await import('../unit/core/check/verdict.test.ts');
await import('../unit/core/check/versions.test.ts');
await import('../unit/core/simulated/simulated-services.test.ts');
await import('../unit/core/worlds/right-service.test.ts');
await import('../unit/core/worlds/walk.test.ts');

export {};
