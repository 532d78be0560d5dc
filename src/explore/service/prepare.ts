import { setTimeout as sleep } from 'node:timers/promises';
import { printable } from '../../core/words/printable.ts';
import { Meter } from './measure.ts';
import { playAlone, soloKind } from './solo.ts';
import type { ClientProfile, Profiles, Solo } from './profile.ts';
import type { RoundKind } from './round.ts';
import { requireSame } from './requirements.ts';
import { readTables } from './tables.ts';
import { LEAST_SILENCE_MS, type TappedService } from './tapped-service.ts';

/** How many times the longest pause of a request alone a silence is. */
const SAFETY = 5;
const MOST_SILENCE_MS = 5000;
/** So long is no client silent that can go on. */
const UNORDERED_MS = 500;

/** What was found before the search. */
export interface Prepared {
  /** Why no schedule can be left out for what its statements touch; undefined where some can. */
  readonly whyAll: string | undefined;
  /** What a user should know. */
  readonly remarks: readonly string[];
}

/**
 * Finds out, before a search, what each request does alone and whether anything but the database orders them, and makes the
 * rounds of the service accordingly. @throws Error with a sentence, where the service is not as it has to be
 */
export async function prepare(service: TappedService): Promise<Prepared> {
  await sleep(service.setup.backgroundMs);
  const remarks = [...service.background].map((text) => `"${printable(text)}" is of no request and passes`);
  await together(service);
  const { profiles, pauseMs } = await soloProfiles(service);
  const lateMs = Math.min(MOST_SILENCE_MS, Math.max(LEAST_SILENCE_MS, SAFETY * pauseMs));
  // Where none has to wait for another one, such a long silence costs nothing.
  const free = {
    isStartStep: false,
    parkMs: Math.max(UNORDERED_MS, lateMs),
    lateMs,
    profiles,
    isExact: true,
  };
  const isOrdered = await isOrderedOutside(service, free);
  service.exploreAs(isOrdered ? { ...free, isStartStep: true, parkMs: lateMs } : free);
  return { whyAll: whyAll(isOrdered, profiles), remarks };
}

/**
 * All at once, unheld: connections are made, and what a service does once is done. An answer is asked for of each request alone:
 * here one may wait for another that leaves its transaction open.
 */
async function together(service: TappedService): Promise<void> {
  const round = await service.round(soloKind(service.setup.lateMs));
  round.free();
  round.sendAll();
  await service.finish(round);
}

/** What each request does alone, twice after a reset and once after each other request. */
async function soloProfiles(service: TappedService): Promise<{ profiles: Profiles; pauseMs: number }> {
  const meter = new Meter(service.setup.database, await readTables(service.setup.database));
  const profiles = new Map<string, ClientProfile>();
  let pauseMs = 0;
  for (const [index, name] of service.clients.entries()) {
    const first = await playLast(service, [index], meter);
    const second = await playLast(service, [index], meter);
    requireSame(first, second);
    pauseMs = Math.max(pauseMs, second.pauseMs);
    const later: Solo[] = [];
    for (const other of service.clients.keys())
      if (other !== index) later.push(await playLast(service, [other, index], meter));
    const all = [first, second, ...later.filter((solo) => solo.name === name)];
    profiles.set(name, {
      paths: distinct(all.slice(1)),
      isLate: all.some(({ isLate }) => isLate),
      isLeftOpen: all.some(({ isLeftOpen }) => isLeftOpen),
    });
  }
  return { profiles, pauseMs };
}

/**
 * Some requests one after the other, after one reset. Resolves to what the last one did; if one before it left a transaction
 * open, which may stand in the way of all others, to what that did.
 */
async function playLast(service: TappedService, order: readonly number[], meter: Meter): Promise<Solo> {
  const round = await service.round(soloKind(service.setup.lateMs));
  try {
    const [index, ...after] = order;
    let last = await playAlone(round, index!, meter);
    for (const next of after) if (!last.isLeftOpen) last = await playAlone(round, next, meter);
    return last;
  } finally {
    await service.finish(round);
  }
}

/** One of each sequence of shapes. */
function distinct(solos: readonly Solo[]): ClientProfile['paths'] {
  return [
    ...new Map(solos.map(({ steps }) => [JSON.stringify(steps.map(({ shape }) => shape)), steps])).values(),
  ];
}

/** Whether a request comes to no statement while another one is held before its first. */
async function isOrderedOutside(service: TappedService, kind: RoundKind): Promise<boolean> {
  const round = await service.round(kind);
  try {
    await round.begin();
    return round.places.some(({ at }) => at === 'parked');
  } finally {
    await service.finish(round);
  }
}

function whyAll(isOrdered: boolean, profiles: Profiles): string | undefined {
  if (isOrdered) return 'something besides the database orders the requests';
  for (const [name, { isLate, isLeftOpen }] of profiles) {
    if (isLate) return `${name} goes on after its answer`;
    if (isLeftOpen) return `${name} leaves a transaction open`;
  }
  return undefined;
}
