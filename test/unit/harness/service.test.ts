import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answer } from '../../../src/harness/service/answer.ts';
import { atomic } from '../../../src/harness/service/atomic.ts';
import { conditional } from '../../../src/harness/service/conditional.ts';
import { openGate, type Gate } from '../../../src/harness/service/ports.ts';
import { unsafe } from '../../../src/harness/service/unsafe.ts';
import type { Variant } from '../../../src/harness/service/variant.ts';
import { variantOf } from '../../../src/harness/service/variants.ts';
import { Scheduler } from '../../../src/harness/schedule/scheduler.ts';
import { parseSchedule, printTurn, RACE_SCHEDULE } from '../../../src/harness/schedule/schedule.ts';
import { memoryStore } from '../../../src/harness/store/memory/memory-store.ts';
import {
  StoreTimeoutError,
  UnknownKeyError,
  type VersionedStore,
} from '../../../src/harness/store/versioned-store.ts';

interface Around {
  /** What the service's store is made of; the plain store if not told. */
  readonly wire?: (store: VersionedStore) => VersionedStore;
  readonly gate?: (store: VersionedStore) => Gate;
}

async function service(units: number, { wire = (store) => store, gate = () => openGate }: Around = {}) {
  const store = memoryStore();
  await store.load(new Map([['seat', units]]));
  let nowUs = 0;
  const clock = () => (nowUs += 10);
  const ports = { store: wire(store), clock, gate: gate(store), workerId: 'w1@v1', deployment: 'v1' };
  const ask = (id: string, variant: Variant, attemptsBefore = 0, key = 'seat', clientId = 'A') =>
    answer({ id, key, clientId, dueUs: 0, attemptsBefore }, variant, ports);
  return { store, ask };
}

/** Somebody else takes a unit before each of the first `times` writes. */
const overtakenBefore =
  (times: number) =>
  (store: VersionedStore): Gate => {
    let left = times;
    return async (_client, step) => {
      if (step !== 'write' || left-- <= 0) return;
      const stock = await store.get('seat');
      await store.put('seat', (stock?.value ?? 0) - 1);
    };
  };

/** Every write takes effect, and no answer to it ever comes. */
const unansweredWrites = (store: VersionedStore): VersionedStore => ({
  ...store,
  put: async (...change) => {
    await store.put(...change);
    throw new StoreTimeoutError('no answer');
  },
  putIf: async (...change) => {
    await store.putIf(...change);
    throw new StoreTimeoutError('no answer');
  },
  take: async (...unit) => {
    await store.take(...unit);
    throw new StoreTimeoutError('no answer');
  },
});

for (const variant of [unsafe, conditional, atomic]) {
  describe(`the ${variant.name} service`, () => {
    it('confirms while something is left and then rejects', async () => {
      const { store, ask } = await service(2);
      const results = [];
      for (const id of ['r-1', 'r-2', 'r-3']) results.push((await ask(id, variant)).result);
      assert.deepEqual(results, ['success', 'success', 'rejected']);
      assert.deepEqual(await store.get('seat'), { value: 0, version: 3 });
    });

    it('records what it read, what it wrote, when, and from which line', async () => {
      const { ask } = await service(2);
      const { attempts } = await ask('r-1', variant);
      const row = attempts[0]!;
      assert.equal(attempts.length, 1);
      assert.deepEqual([row.readVersion, row.readValue, row.writeVersion, row.writeValue], [1, 2, 2, 1]);
      const flow = variant === atomic ? 'atomic' : 'reservation';
      assert.match(row.readSite!, new RegExp(`^src/harness/service/${flow}\\.ts:\\d+:\\d+$`));
      assert.match(row.writeSite!, new RegExp(`^src/harness/service/${variant.name}\\.ts:\\d+:\\d+$`));
      assert.match(row.confirmSite!, new RegExp(`^src/harness/service/${flow}\\.ts:\\d+:\\d+$`));
      assert.ok(row.serviceUs < row.readUs! && row.readUs! < row.writeUs! && row.writeUs! < row.endUs);
    });

    it('answers timeout, and claims neither that it wrote nor that it did not, when the store is silent', async () => {
      const { store, ask } = await service(2, { wire: unansweredWrites });
      const { result, attempts } = await ask('r-1', variant);
      assert.equal(result, 'timeout');
      assert.deepEqual(
        attempts.map((row) => [row.result, row.readVersion, row.writeVersion]),
        [['timeout', variant === atomic ? undefined : 1, undefined]],
      );
      assert.equal((await store.get('seat'))?.value, 1);
    });

    it('fails on a key that the store does not have', async () => {
      const { ask } = await service(2);
      await assert.rejects(ask('r-1', variant, 0, 'nothing'), UnknownKeyError);
    });
  });
}

describe('the unsafe service, overtaken between read and write', () => {
  it('confirms all the same and undoes the other write', async () => {
    const { store, ask } = await service(5, { gate: overtakenBefore(1) });
    const { result, attempts } = await ask('r-1', unsafe);
    assert.equal(result, 'success');
    assert.deepEqual([attempts[0]!.readVersion, attempts[0]!.writeVersion], [1, 3]);
    assert.deepEqual(await store.get('seat'), { value: 4, version: 3 });
  });

  it('takes a second unit for a repeated request', async () => {
    const { store, ask } = await service(5);
    await ask('r-1', unsafe);
    await ask('r-1', unsafe, 1);
    assert.equal((await store.get('seat'))?.value, 3);
  });
});

describe('the conditional service, overtaken between read and write', () => {
  it('reads again and takes the next unit', async () => {
    const { store, ask } = await service(5, { gate: overtakenBefore(2) });
    const { result, attempts } = await ask('r-1', conditional);
    assert.equal(result, 'success');
    assert.deepEqual(
      attempts.map((row) => [row.result, row.readVersion, row.writeVersion, row.retryCount]),
      [
        ['retry', 1, undefined, 0],
        ['retry', 2, undefined, 1],
        ['success', 3, 4, 2],
      ],
    );
    assert.deepEqual(await store.get('seat'), { value: 2, version: 4 });
  });

  it('begins each retry where the attempt before it ended', async () => {
    const { ask } = await service(5, { gate: overtakenBefore(2) });
    const { attempts } = await ask('r-1', conditional);
    assert.equal(attempts[1]!.startUs, attempts[0]!.endUs);
    assert.equal(attempts[2]!.startUs, attempts[1]!.endUs);
  });

  it('answers conflict after its bounded retries, having written nothing', async () => {
    const { store, ask } = await service(50, { gate: overtakenBefore(Infinity) });
    const { result, attempts } = await ask('r-1', conditional);
    assert.equal(result, 'conflict');
    assert.deepEqual(
      attempts.map((row) => row.result),
      [...Array.from({ length: conditional.maxRetries }, () => 'retry'), 'conflict'],
    );
    // Every version there is was made by those who overtook it.
    assert.deepEqual(await store.get('seat'), { value: 46, version: 5 });
    assert.equal(attempts.length, 4);
  });

  it('rejects when the last unit went to the other', async () => {
    const { ask } = await service(1, { gate: overtakenBefore(1) });
    const { result, attempts } = await ask('r-1', conditional);
    assert.equal(result, 'rejected');
    assert.deepEqual(
      attempts.map((row) => row.result),
      ['retry', 'rejected'],
    );
  });
});

describe('the atomic service', () => {
  it('cannot be overtaken: what came before its one step is what it is based on', async () => {
    const { store, ask } = await service(5, { gate: overtakenBefore(1) });
    const { result, attempts } = await ask('r-1', atomic);
    assert.equal(result, 'success');
    assert.deepEqual([attempts[0]!.readVersion, attempts[0]!.writeVersion], [2, 3]);
    assert.equal(attempts[0]!.readSite, attempts[0]!.writeSite);
    assert.deepEqual(await store.get('seat'), { value: 3, version: 3 });
  });

  it('answers conflict, having written nothing, where the store says that others were faster', async () => {
    const { store, ask } = await service(5, {
      wire: (plain) => ({ ...plain, take: () => Promise.resolve({ kind: 'refused' }) }),
    });
    const { result, attempts } = await ask('r-1', atomic);
    assert.equal(result, 'conflict');
    assert.deepEqual([attempts.length, attempts[0]!.writeVersion], [1, undefined]);
    assert.equal((await store.get('seat'))?.value, 5);
  });

  it('repeats a confirmation though nothing is left, and sells again if it is not idempotent', async () => {
    const { ask } = await service(1);
    const [first, again] = [await ask('r-1', atomic), await ask('r-1', atomic, 1)];
    assert.deepEqual([first.result, again.result], ['success', 'success']);
    const row = again.attempts[0]!;
    assert.deepEqual([row.readVersion, row.writeVersion, row.readValue], [1, 2, undefined]);

    const careless = variantOf({ variant: 'atomic', idempotent: false });
    const { store, ask: askCareless } = await service(5);
    await askCareless('r-1', careless);
    await askCareless('r-1', careless, 1);
    assert.equal((await store.get('seat'))?.value, 3);
  });

  it('holds under the schedule of the race: of two that have begun, one gets the only unit', async () => {
    const scheduler = new Scheduler(10_000);
    const { store, ask } = await service(1, {
      gate: () => (client, step) =>
        new Promise((release) => {
          scheduler.held(client, step, release);
        }),
    });
    const answers: string[] = [];
    const turns = await scheduler.play(parseSchedule(RACE_SCHEDULE, ['A', 'B']), (client) => {
      void ask(`r-${client}`, atomic, 0, 'seat', client).then(({ result }) => {
        answers.push(`${client} ${result}`);
        scheduler.answered(client, result);
      });
    });
    assert.deepEqual(turns.map(printTurn), ['A:read', 'B:read', 'A:write', 'A:confirm', 'B:write']);
    assert.deepEqual(answers, ['A success', 'B rejected']);
    assert.deepEqual(await store.get('seat'), { value: 0, version: 2 });
  });
});

describe('a choice of a service', () => {
  it('switches idempotency off, never on', () => {
    const idempotent = (choice: Parameters<typeof variantOf>[0]) => variantOf(choice).idempotent;
    assert.equal(idempotent({ variant: 'conditional' }), true);
    assert.equal(idempotent({ variant: 'conditional', idempotent: false }), false);
    assert.equal(idempotent({ variant: 'unsafe', idempotent: true }), false);
  });
});

describe('a repeated request', () => {
  it('is answered with its first confirmation, naming the same transition', async () => {
    const { store, ask } = await service(5);
    const [first, again] = [await ask('r-1', conditional), await ask('r-1', conditional, 1)];
    assert.equal(again.result, 'success');
    const row = again.attempts[0]!;
    assert.equal(row.readVersion, first.attempts[0]!.readVersion);
    assert.equal(row.writeVersion, first.attempts[0]!.writeVersion);
    assert.deepEqual([row.readSite, row.writeSite, row.retryCount], [undefined, undefined, 1]);
    assert.deepEqual(await store.get('seat'), { value: 4, version: 2 });
  });

  it('gets one unit even if both attempts had already looked for a confirmation', async () => {
    // The second attempt is held after its read until the first has been confirmed, and then reads what is current.
    let letGo: () => void = () => undefined;
    const firstIsDone = new Promise<void>((resolve) => (letGo = resolve));
    let reads = 0;
    const gate: Gate = (_client, step) =>
      step === 'read' && reads++ === 0 ? firstIsDone : Promise.resolve();
    const { store, ask } = await service(5, { gate: () => gate });
    const held = ask('r-1', conditional, 1);
    const first = await ask('r-1', conditional);
    letGo();
    const second = await held;
    assert.deepEqual([first.result, second.result], ['success', 'success']);
    assert.equal(second.attempts.at(-1)!.writeVersion, first.attempts[0]!.writeVersion);
    assert.equal(second.attempts.at(-1)!.readVersion, first.attempts[0]!.readVersion);
    assert.deepEqual(await store.get('seat'), { value: 4, version: 2 });
  });

  it('that was applied but never answered is confirmed with the transition it had made', async () => {
    let silent = true;
    const { store, ask } = await service(5, {
      wire: (plain) => ({
        ...plain,
        putIf: (...change) => (silent ? unansweredWrites(plain) : plain).putIf(...change),
      }),
    });
    const first = await ask('r-1', conditional);
    silent = false;
    const again = await ask('r-1', conditional, 1);
    assert.deepEqual([first.result, again.result], ['timeout', 'success']);
    assert.deepEqual([again.attempts[0]!.readVersion, again.attempts[0]!.writeVersion], [1, 2]);
    assert.equal((await store.get('seat'))?.value, 4);
  });

  it('takes a second unit where idempotency is switched off', async () => {
    const { store, ask } = await service(5);
    const careless = { ...conditional, idempotent: false };
    await ask('r-1', careless);
    await ask('r-1', careless, 1);
    assert.deepEqual(await store.get('seat'), { value: 3, version: 3 });
  });
});
