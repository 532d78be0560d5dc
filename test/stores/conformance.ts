import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openStore } from '../../src/harness/store/open-store.ts';
import {
  UnknownKeyError,
  type PutIfOutcome,
  type Stored,
  type TakeOutcome,
  type VersionedStore,
} from '../../src/harness/store/versioned-store.ts';

const CLIENTS = 8;
const ROUNDS = 5;

export interface ConformingStore {
  /** URL of a store that no other test uses at the same time. */
  readonly url: () => string;
  readonly scheme: VersionedStore['versionScheme'];
  /** False if every client must use the same connection, as in a store within this process. */
  readonly shared: boolean;
}

/** What every store must do, as tests: the harness stands on nothing else. */
export function conforms(name: string, options: ConformingStore): void {
  describe(`${name}, as every store,`, () => {
    oneClient(options);
    manyClients(options);
    takesUnits(options);
  });
}

type Use = (store: VersionedStore, others: readonly VersionedStore[]) => Promise<void>;

/** Runs `use` on a store with this inventory, through one connection or through one for each client. */
async function withStore(
  { url, shared }: ConformingStore,
  inventory: Record<string, number>,
  use: Use,
  clients = 1,
): Promise<void> {
  const place = url();
  const first = openStore(place);
  const stores = [first];
  for (let client = 1; client < clients; client++) stores.push(shared ? openStore(place) : first);
  try {
    await first.load(new Map(Object.entries(inventory)));
    await use(first, stores);
  } finally {
    await Promise.all([...new Set(stores)].map((store) => store.close()));
  }
}

function oneClient(options: ConformingStore): void {
  const { scheme } = options;
  /** That a write made `version` after `before`. */
  function follows(before: number, version: number): void {
    if (scheme === 'sequential') assert.equal(version, before + 1);
    else assert.ok(version > before, `${version} after ${before}`);
  }

  it('says how it numbers versions, and begins at 1 where that is by one', () =>
    withStore(options, { seat: 3, other: 0 }, async (store) => {
      assert.equal(store.versionScheme, scheme);
      const records = [await store.get('seat'), await store.get('other')];
      assert.deepEqual(
        records.map((record) => record?.value),
        [3, 0],
      );
      if (scheme === 'sequential')
        assert.deepEqual(
          records.map((record) => record?.version),
          [1, 1],
        );
      assert.equal(await store.get('nothing'), undefined);
    }));

  it('numbers blind writes itself, whatever they were based on', () =>
    withStore(options, { seat: 3 }, async (store) => {
      const { version } = (await store.get('seat'))!;
      const first = await store.put('seat', 2);
      const second = await store.put('seat', 2);
      follows(version, first);
      follows(first, second);
      assert.deepEqual(await store.get('seat'), { value: 2, version: second });
    }));

  it('writes conditionally only at the version that was named', () =>
    withStore(options, { seat: 3 }, async (store) => {
      const { version } = (await store.get('seat'))!;
      const written = writtenBy(await store.putIf('seat', 2, version));
      follows(version, written);
      assert.deepEqual(await store.putIf('seat', 1, version), { kind: 'refused' });
      assert.deepEqual(await store.putIf('seat', 1, written + 1), { kind: 'refused' });
      assert.deepEqual(await store.putIf('nothing', 1, version), { kind: 'refused' });
      assert.deepEqual(await store.get('seat'), { value: 2, version: written });
    }));

  it('gives a request one confirmation, however often and however well-based it writes', () =>
    withStore(options, { seat: 3 }, async (store) => {
      const { version } = (await store.get('seat'))!;
      const written = writtenBy(await store.putIf('seat', 2, version, 'r-1'));
      const confirmation = { key: 'seat', readVersion: version, writeVersion: written, value: 2 };
      const before = { kind: 'confirmed-before', confirmation };
      assert.deepEqual(await store.putIf('seat', 1, written, 'r-1'), before);
      assert.deepEqual(await store.putIf('seat', 1, version, 'r-1'), before);
      assert.deepEqual(await store.confirmationOf('r-1'), confirmation);
      assert.equal(await store.confirmationOf('r-2'), undefined);
      assert.deepEqual(await store.get('seat'), { value: 2, version: written });
    }));

  it('takes an id that is undefined for none: such requests are never told apart', () =>
    withStore(options, { seat: 3 }, async (store) => {
      const { version } = (await store.get('seat'))!;
      const written = writtenBy(await store.putIf('seat', 2, version, undefined));
      const again = writtenBy(await store.putIf('seat', 1, written, undefined));
      assert.equal((await store.take('seat', undefined)).kind, 'taken');
      assert.equal((await store.get('seat'))?.value, 0);
      follows(written, again);
    }));

  it('confirms nothing with a write that was refused', () =>
    withStore(options, { seat: 3 }, async (store) => {
      const { version } = (await store.get('seat'))!;
      assert.deepEqual(await store.putIf('seat', 2, version + 7, 'r-1'), { kind: 'refused' });
      assert.equal(await store.confirmationOf('r-1'), undefined);
      writtenBy(await store.putIf('seat', 2, version, 'r-1'));
    }));

  it('counts the writes that took effect, and no others', () =>
    withStore(options, { seat: 3, other: 5 }, async (store) => {
      assert.equal(await store.commits(), 0);
      const { version } = (await store.get('seat'))!;
      await store.put('other', 4);
      await store.putIf('seat', 2, version, 'r-1');
      await store.putIf('seat', 1, version, 'r-1');
      await store.putIf('seat', 1, version);
      assert.equal(await store.commits(), 2);
    }));

  it('refuses to write a key that it does not have', () =>
    withStore(options, {}, async (store) => {
      await assert.rejects(store.put('nothing', 1), UnknownKeyError);
      assert.equal(await store.get('nothing'), undefined);
    }));

  it('forgets everything when it is loaded anew', () =>
    withStore(options, { seat: 3, other: 1 }, async (store) => {
      await store.putIf('seat', 2, (await store.get('seat'))!.version, 'r-1');
      await store.load(new Map([['seat', 5]]));
      assert.equal((await store.get('seat'))?.value, 5);
      assert.equal(await store.get('other'), undefined);
      assert.equal(await store.confirmationOf('r-1'), undefined);
      assert.equal(await store.commits(), 0);
    }));

  it('leaves nothing behind when it is dropped', () =>
    withStore(
      options,
      { seat: 3 },
      async (store, [, afterwards]) => {
        await store.take('seat', 'r-1');
        await store.drop();
        assert.equal(await afterwards!.get('seat'), undefined);
        assert.equal(await afterwards!.confirmationOf('r-1'), undefined);
      },
      2,
    ));

  it('takes keys and request ids as data, whatever is in them', () =>
    withStore(options, {}, async (store) => {
      const odd = ['__proto__', 'a/b:c', 'it\'s "1"; --', 'Größe ✓', ' ', 'version:x', '%00'];
      await store.load(new Map(odd.map((key, index) => [key, index])));
      for (const [index, key] of odd.entries()) {
        const stock = (await store.get(key))!;
        assert.equal(stock.value, index, key);
        writtenBy(await store.putIf(key, 100, stock.version, key));
        assert.equal((await store.confirmationOf(key))?.key, key);
      }
      assert.equal(await store.get('constructor'), undefined);
    }));

  it('holds more records than one transaction of any store takes', () =>
    withStore(options, {}, async (store) => {
      await store.load(new Map(Array.from({ length: 300 }, (_, index) => [`key-${index}`, index])));
      assert.equal((await store.get('key-0'))?.value, 0);
      assert.equal((await store.get('key-299'))?.value, 299);
    }));
}

function manyClients(options: ConformingStore): void {
  const UNITS = 60;

  it(`loses no unit and makes no version twice, however ${CLIENTS} clients write conditionally`, () =>
    withStore(
      options,
      { seat: UNITS },
      async (store, clients) => {
        const versions = (
          await Promise.all(clients.map((client, name) => takeAll(client, `c${name}`)))
        ).flat();
        assert.equal(versions.length, UNITS);
        assert.equal(new Set(versions).size, UNITS);
        const left = await store.get('seat');
        assert.deepEqual(left, { value: 0, version: Math.max(...versions) });
        assert.equal(await store.commits(), UNITS);
      },
      CLIENTS,
    ));

  it(`loses every unit but one when ${CLIENTS} clients read and then write without a condition`, () =>
    withStore(
      options,
      { seat: 1000 },
      async (store, clients) => {
        for (let round = 0; round < ROUNDS; round++) {
          const stock = await Promise.all(clients.map((client) => client.get('seat')));
          await Promise.all(clients.map((client, index) => client.put('seat', stock[index]!.value - 1)));
        }
        assert.equal((await store.get('seat'))?.value, 1000 - ROUNDS);
        assert.equal(await store.commits(), ROUNDS * CLIENTS);
      },
      CLIENTS,
    ));

  it(`lets one of ${CLIENTS} conditional writes through that are based on the same version`, () =>
    withStore(
      options,
      { seat: 1000 },
      async (store, clients) => {
        for (let round = 0; round < ROUNDS; round++) {
          const { value, version } = (await store.get('seat'))!;
          const outcomes = await Promise.all(
            clients.map((client) => client.putIf('seat', value - 1, version)),
          );
          assert.deepEqual(kindsOf(outcomes), ['refused', 'written']);
          assert.equal(outcomes.filter(({ kind }) => kind === 'written').length, 1);
        }
        assert.equal((await store.get('seat'))?.value, 1000 - ROUNDS);
      },
      CLIENTS,
    ));

  it('confirms a request once, though its repeats write other keys at the same moment', () => {
    const keys = Array.from({ length: CLIENTS }, (_, index) => `seat-${index}`);
    return withStore(
      options,
      Object.fromEntries(keys.map((key) => [key, 1])),
      async (store, clients) => {
        const stock = await Promise.all(keys.map((key) => store.get(key)));
        const outcomes = await Promise.all(
          clients.map((client, index) => client.putIf(keys[index]!, 0, stock[index]!.version, 'r-1')),
        );
        const written = outcomes.findIndex(({ kind }) => kind === 'written');
        const confirmation = await store.confirmationOf('r-1');
        assert.equal(confirmation?.key, keys[written]);
        for (const [index, outcome] of outcomes.entries()) {
          if (index !== written) assert.deepEqual(outcome, { kind: 'confirmed-before', confirmation });
        }
        assert.equal(await store.commits(), 1);
      },
      CLIENTS,
    );
  });
}

function takesUnits(options: ConformingStore): void {
  it('takes a unit with one write, and says what that found and what it left', () =>
    withStore(options, { seat: 2 }, async (store) => {
      const first = (await store.get('seat'))!;
      const second = takenBy(await store.take('seat'), first);
      const last = takenBy(await store.take('seat', 'r-1'), second);
      assert.deepEqual([second.value, last.value], [1, 0]);
      assert.deepEqual(await store.get('seat'), last);
      assert.deepEqual(await store.take('seat'), { kind: 'nothing-left' });
      assert.deepEqual(await store.take('seat', 'r-2'), { kind: 'nothing-left' });
      assert.deepEqual(await store.get('seat'), last);
      assert.equal(await store.confirmationOf('r-2'), undefined);
      assert.equal(await store.commits(), 2);
      await assert.rejects(store.take('nothing'), UnknownKeyError);
      await assert.rejects(store.take('nothing', 'r-3'), UnknownKeyError);
    }));

  it('gives a request one unit, however often it takes, and though none is left by then', () =>
    withStore(options, { seat: 1, 'odd "key" %d': 1 }, async (store) => {
      const stock = (await store.get('seat'))!;
      const { version } = takenBy(await store.take('seat', 'r-1'), stock);
      const confirmation = { key: 'seat', readVersion: stock.version, writeVersion: version, value: 0 };
      assert.deepEqual(await store.confirmationOf('r-1'), confirmation);
      const before = { kind: 'confirmed-before', confirmation };
      assert.deepEqual(await store.take('seat', 'r-1'), before);
      assert.deepEqual(await store.putIf('seat', 7, version, 'r-1'), before);
      const odd = (await store.get('odd "key" %d'))!;
      takenBy(await store.take('odd "key" %d', '__proto__'), odd);
      assert.equal((await store.confirmationOf('__proto__'))?.key, 'odd "key" %d');
      assert.equal(await store.commits(), 2);
    }));

  it('gives exactly as many units as there are, each once, to clients who take at the same moment', () =>
    withStore(
      options,
      { seat: 40 },
      async (store, clients) => {
        const asked = clients.flatMap((client, index) =>
          Array.from({ length: 10 }, (_, request) => takeOne(client, `c${index}-${request}`)),
        );
        const outcomes = await Promise.all(asked);
        const taken = outcomes.filter((outcome) => outcome.kind === 'taken');
        assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['taken', 'nothing-left']));
        assert.equal(taken.length, 40);
        assert.equal(new Set(taken.map(({ after }) => after.version)).size, 40);
        assert.deepEqual(
          taken.map(({ after }) => after.value).sort((a, b) => a - b),
          Array.from({ length: 40 }, (_, value) => value),
        );
        // Every write is based on the one before it: none was lost.
        const made = new Set(taken.map(({ after }) => after.version));
        assert.equal(taken.filter(({ before }) => !made.has(before.version)).length, 1);
        assert.equal((await store.get('seat'))?.value, 0);
        assert.equal(await store.commits(), 40);
      },
      CLIENTS,
    ));

  it(`refuses none of ${CLIENTS} clients who take at the same moment, even where the store has to loop`, () =>
    withStore(
      options,
      { seat: 100 },
      async (store, clients) => {
        for (let round = 0; round < ROUNDS; round++) {
          const outcomes = await Promise.all(clients.map((client) => client.take('seat')));
          assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['taken']));
        }
        assert.equal((await store.get('seat'))?.value, 100 - ROUNDS * CLIENTS);
      },
      CLIENTS,
    ));

  it('gives one unit, and tells everybody so, if the same request takes the last one from many sides', () =>
    withStore(
      options,
      { seat: 1 },
      async (store, clients) => {
        const outcomes = await Promise.all(clients.map((client) => takeOne(client, 'r-1')));
        const confirmation = await store.confirmationOf('r-1');
        assert.equal(outcomes.filter(({ kind }) => kind === 'taken').length, 1);
        for (const outcome of outcomes)
          if (outcome.kind !== 'taken') assert.deepEqual(outcome, { kind: 'confirmed-before', confirmation });
        assert.equal(await store.commits(), 1);
      },
      CLIENTS,
    ));
}

/** Asks for one unit until the store has decided: one that must loop may say instead that others were faster. */
async function takeOne(store: VersionedStore, requestId: string): Promise<TakeOutcome> {
  for (;;) {
    const outcome = await store.take('seat', requestId);
    if (outcome.kind !== 'refused') return outcome;
  }
}

/** That one unit was taken from what `before` says; what is left. */
function takenBy(outcome: TakeOutcome, before: Stored): Stored {
  assert.equal(outcome.kind, 'taken');
  assert.deepEqual(outcome.before, before);
  assert.equal(outcome.after.value, before.value - 1);
  return outcome.after;
}

/** Takes units by conditional writes until none is left; the versions that its writes made. */
async function takeAll(store: VersionedStore, client: string): Promise<number[]> {
  const versions: number[] = [];
  for (let request = 0; ; request++) {
    const stock = (await store.get('seat'))!;
    if (stock.value === 0) return versions;
    const outcome = await store.putIf('seat', stock.value - 1, stock.version, `${client}-${request}`);
    if (outcome.kind === 'written') versions.push(outcome.version);
  }
}

function writtenBy(outcome: PutIfOutcome): number {
  assert.equal(outcome.kind, 'written');
  return outcome.version;
}

function kindsOf(outcomes: readonly PutIfOutcome[]): string[] {
  return [...new Set(outcomes.map(({ kind }) => kind))].sort();
}
