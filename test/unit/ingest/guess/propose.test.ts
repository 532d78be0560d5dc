import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { propose } from '../../../../src/ingest/guess/propose.ts';
import type { NothingToMap, Proposal } from '../../../../src/ingest/guess/proposal.ts';
import type { JsonRecord } from '../../../../src/ingest/json-value.ts';
import { shop, timeOf } from './shop.ts';
import type { ShopAttempt } from './shop.ts';

const KEYS = ['a', 'b', 'c'];

function proposed(records: readonly JsonRecord[]): Proposal {
  const proposal = propose(records);
  if ('lacks' in proposal) assert.fail(proposal.lacks.join(' '));
  return proposal;
}

/** Columns as `path`, or `path?` where they have to be looked at. */
function columnsOf(records: readonly JsonRecord[]): Record<string, string> {
  return Object.fromEntries(
    proposed(records).columns.map(({ column, path, unit, certainty }) => [
      column,
      path + (unit === undefined ? '' : `@${unit}`) + (certainty === 'unsure' ? '?' : ''),
    ]),
  );
}

function resultsOf(records: readonly JsonRecord[]): Record<string, string | undefined> {
  return Object.fromEntries(proposed(records).results.map(({ value, result }) => [value, result]));
}

function lacksOf(records: readonly JsonRecord[]): string {
  return (propose(records) as NothingToMap).lacks.join(' ');
}

/** What most of the shops here log. */
function usual({ id, key, version, sold, late }: ShopAttempt): JsonRecord {
  const outcome = sold ? 'sold' : late ? 'stale' : 'sold out';
  return { reqId: id, sku: key, outcome, revSeen: version, ...(sold && { revStored: version + 1 }) };
}

void describe('a proposal', () => {
  void it('finds columns by name, by value and by what holds between them', () => {
    const records = shop(KEYS, 40, (attempt) => ({ time: timeOf(attempt), ...usual(attempt), tookMs: 2.5 }));
    assert.deepEqual(columnsOf(records), {
      request_id: 'reqId',
      inventory_key: 'sku',
      result: 'outcome',
      read_version: 'revSeen',
      write_version: 'revStored',
      latency_ms: 'tookMs',
      end_us: 'time@ms',
    });
    assert.deepEqual(resultsOf(records), { sold: 'success', stale: 'conflict', 'sold out': 'rejected' });
  });

  void it('takes a version without a word for before, beside a new one, for what was read', () => {
    const records = shop(KEYS, 40, ({ id, key, version, sold }) => ({
      ...{ reqId: id, sku: key, outcome: sold ? 'sold' : 'sold out', etag: `v${version}` },
      ...(sold && { newEtag: `v${version + 1}` }),
    }));
    const { read_version: read, write_version: written } = columnsOf(records);
    assert.deepEqual([read, written], ['etag', 'newEtag']);
  });

  void it('knows the unit of pino’s response time, and of no other', () => {
    const records = shop(KEYS, 40, (attempt) => ({ level: 30, ...usual(attempt), responseTime: 2.5 }));
    assert.equal(columnsOf(records).latency_ms, 'responseTime@ms');
    assert.equal(columnsOf(records.map((each) => ({ ...each, level: 'info' }))).latency_ms, undefined);
  });

  void it('never takes a message for a key', () => {
    const records = shop(KEYS, 60, ({ id, key, version, sold }) => ({
      ...{
        message: sold ? 'call granted' : 'quota exhausted',
        callId: id,
        tenant: key,
        seenVersion: version,
      },
      ...(sold && { newVersion: version + 1 }),
    }));
    assert.equal(columnsOf(records).inventory_key, 'tenant?');
  });

  void it('is unsure of a key whose name says nothing, and finds it by its chain of versions', () => {
    const records = shop(KEYS, 60, (attempt) => {
      const { sku, ...rest } = usual(attempt);
      return {
        ...rest,
        userId: `u${attempt.number % 7}`,
        channel: ['web', 'app'][attempt.number % 2]!,
        vault: sku!,
      };
    });
    assert.equal(columnsOf(records).inventory_key, 'vault?');
  });

  void it('is unsure of words that it does not know, and goes by what was written', () => {
    const records = shop(KEYS, 40, ({ id, key, version, sold }) => ({
      vorgang: id,
      artikel: key,
      ergebnis: sold ? 'verkauft' : 'leider nein',
      alt: version,
      ...(sold && { neu: version + 1 }),
    }));
    const columns = columnsOf(records);
    assert.deepEqual(
      ['vorgang?', 'artikel?', 'alt?', 'neu?'],
      [columns.request_id, columns.inventory_key, columns.read_version, columns.write_version],
    );
    assert.equal(resultsOf(records).verkauft, 'success');
  });

  void it('leaves open what a value stands for that nothing explains', () => {
    const records = shop(KEYS, 20, ({ id, key, sold }) => ({
      reqId: id,
      sku: key,
      outcome: sold ? 'zork' : 'sold out',
    }));
    assert.equal(resultsOf(records).zork, undefined);
  });

  void it('takes 409 for a conflict only where each was overtaken', () => {
    const withStatus = (isConflict: (attempt: ShopAttempt) => boolean) =>
      shop(KEYS, 60, (attempt) => {
        const { id, key, version, sold } = attempt;
        const statusCode = sold ? 201 : isConflict(attempt) ? 409 : 410;
        return { reqId: id, sku: key, statusCode, revSeen: version, ...(sold && { revStored: version + 1 }) };
      });
    assert.equal(resultsOf(withStatus(({ late }) => late))['409'], 'conflict');
    assert.equal(resultsOf(withStatus(({ late }) => !late))['409'], 'rejected');
  });

  void it('reads a message as the result where nothing else says it, and lets no other line pass', () => {
    const records = shop(KEYS, 30, ({ id, key, sold, left, units }) => ({
      event: sold ? 'coupon redeemed' : 'coupon exhausted',
      traceId: id,
      coupon: key,
      remaining_before: left,
      ...(sold && { remaining_after: left - units }),
    })).flatMap((line) => [
      { event: 'redeem requested', traceId: line.traceId!, coupon: line.coupon! },
      line,
    ]);
    assert.equal(columnsOf(records).result, 'event');
    const { where, attempts } = proposed(records);
    assert.deepEqual(where, { path: 'event', values: ['coupon redeemed', 'coupon exhausted'] });
    assert.equal(attempts.length, 30);
  });

  void it('asks for a member where no message parts attempts from other lines', () => {
    const records = [
      { level: 'info', logger: 'a' },
      ...shop(KEYS, 20, (attempt) => ({ level: 'info', ...usual(attempt) })),
    ];
    assert.deepEqual(proposed(records).where, { path: 'sku', values: undefined });
  });

  void it('takes what is less for values, and what it is less by for units', () => {
    const records = shop(KEYS, 30, ({ id, key, sold, left, units }) => ({
      paymentId: id,
      account: key,
      amount: units,
      status: sold ? 'settled' : 'declined',
      balance: { before: left, ...(sold && { after: left - units }) },
    }));
    const { read_value: read, write_value: write, units, read_version: version } = columnsOf(records);
    assert.deepEqual([read, write, units, version], ['balance.before', 'balance.after', 'amount', undefined]);
  });

  void it('maps no count of attempts that begins at 1, no time since the start and no length without a unit', () => {
    const records = shop(KEYS, 30, (attempt) => ({
      ...usual(attempt),
      attempt: 1 + Number(attempt.late),
      duration_s: attempt.number,
      elapsed: 0.25 + (attempt.number % 4),
    }));
    const { columns, notes } = proposed(records);
    const names = columns.map(({ column }) => column);
    assert.deepEqual(
      names.filter((name) => name === 'retry_count' || name === 'latency_ms'),
      [],
    );
    assert.match(notes.join(' '), /attempt counts from 1.*elapsed may be latency_ms/);
  });
});

void describe('nothing is mapped', () => {
  void it('without a key, whatever else has few values', () => {
    const records = shop(['one'], 40, (attempt) => {
      const { sku, ...rest } = usual(attempt);
      return {
        ...rest,
        fits: sku === attempt.key,
        region: ['eu', 'us'][attempt.number % 2]!,
        customer: `c${attempt.number % 6}`,
      };
    });
    assert.match(lacksOf(records), /names what an attempt takes from/);
  });

  void it('without an id of requests', () => {
    const records = shop(KEYS, 40, (attempt) => {
      const { reqId, ...rest } = usual(attempt);
      return { ...rest, fits: reqId === attempt.id };
    });
    assert.match(lacksOf(records), /tells requests apart/);
  });

  void it('of records that say none of it', () => {
    assert.match(lacksOf([{ a: 1 }, { a: 2 }]), /apart.*takes from.*ended/);
    assert.match(lacksOf([]), /apart/);
  });
});
