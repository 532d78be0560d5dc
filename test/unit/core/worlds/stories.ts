/** Random small histories: a simulated store and service, right or wrong in one of several ways, and what its log kept. */
import type { StoreRecord } from '../../../../src/core/history/run-facts.ts';
import type { VersionScheme } from '../../../../src/core/words/terms.ts';
import type { Attempt } from '../check/history-language.ts';
import type { Below } from './random.ts';
import type { Story } from './story.ts';

/** What a story is made of. */
export interface Kind {
  readonly schemes: readonly VersionScheme[];
  /** Whether the log may lack cells, and rows may be changed until they contradict each other. */
  readonly isDamaged: boolean;
  readonly hasOutsiders: boolean;
}

/** A story, and whether the service that it is told of did everything right and its log says nothing false. */
export interface Told extends Story {
  readonly isRight: boolean;
}

type Cells = { -readonly [Cell in keyof Attempt]: Attempt[Cell] };

const FAULTS = [
  'none',
  'none',
  'no version check',
  'no idempotency',
  'success without a write',
  'refused although applied',
] as const;

interface Service {
  readonly scheme: VersionScheme;
  readonly fault: (typeof FAULTS)[number];
  readonly saysUnits: boolean;
  readonly saysValues: boolean;
  readonly saysTimes: boolean;
  readonly saysRetries: boolean;
  readonly namesTimeouts: boolean;
  readonly replay: 'bare' | 'version' | 'full';
  readonly bareSuccesses: boolean;
  /** Of versions without an order: whether they are made of the content, so that they come back with it. */
  readonly hashesContent: boolean;
}

interface Request {
  readonly name: string;
  readonly units: number;
  attempts: number;
  isOver: boolean;
}

interface State {
  readonly value: number;
  readonly version: number;
}

interface Flight {
  readonly request: Request;
  readonly retry: number;
  readonly start: number;
  readonly seen: State;
}

/** Makes a story. */
export function storyOf(below: Below, kind: Kind): Told {
  const run = new Run(below, kind);
  const rows = run.rows();
  const { story, isTrue } = damaged(run.story(rows), below, kind.isDamaged);
  return { ...story, isRight: run.service.fault === 'none' && isTrue && !run.hidesOutsiders };
}

class Run {
  readonly service: Service;
  readonly #below: Below;
  readonly #kind: Kind;
  readonly #initial: State;
  #state: State;
  readonly #before: State[] = [];
  readonly #answers = new Map<string, { read: number; made: number }>();
  readonly #rows: Cells[] = [];
  #clock = 1;
  #outside = 0;

  constructor(below: Below, kind: Kind) {
    this.#below = below;
    this.#kind = kind;
    const some = <T>(all: readonly T[]): T => all[below(all.length)]!;
    this.service = {
      scheme: some(kind.schemes),
      fault: some(FAULTS),
      saysUnits: below(2) === 0,
      saysValues: below(3) > 0,
      saysTimes: below(3) > 0,
      saysRetries: below(4) > 0,
      namesTimeouts: below(4) === 0,
      replay: some(['bare', 'version', 'full'] as const),
      bareSuccesses: below(6) === 0,
      hashesContent: below(2) === 0,
    };
    this.#initial = { value: 2 + below(8), version: 1 + below(2) };
    this.#state = { ...this.#initial };
  }

  /** A writer outside the trace that brings a hash back leaves no gap: that looks like a lost update. */
  get hidesOutsiders(): boolean {
    return this.#outside > 0 && this.service.scheme === 'opaque' && this.service.hashesContent;
  }

  rows(): Attempt[] {
    const below = this.#below;
    const { saysUnits } = this.service;
    const requests = Array.from({ length: 1 + below(4) }, (_, index): Request => {
      const units = saysUnits ? (below(6) === 0 ? -1 : 1 + below(2)) : 1;
      return { name: `r${index}`, units, attempts: 0, isOver: false };
    });
    const flights: Flight[] = [];
    const most = 2 + below(6);
    while (this.#rows.length + flights.length < most || flights.length > 0) {
      const waiting = requests.filter(({ isOver }) => !isOver || below(8) === 0);
      const begins = waiting.length > 0 && this.#rows.length + flights.length < most && below(2) === 0;
      if (this.#kind.hasOutsiders && below(9) === 0) this.#restock();
      this.#clock += 10;
      if (begins) flights.push(this.#begin(waiting[below(waiting.length)]!, flights));
      else if (flights.length > 0) this.#rows.push(this.#end(flights.splice(below(flights.length), 1)[0]!));
      else if (waiting.length === 0) break;
    }
    return this.#rows;
  }

  story(rows: readonly Attempt[]): Story {
    const { scheme } = this.service;
    const record = (state: State): ReadonlyMap<string, StoreRecord> =>
      new Map([
        [
          'k',
          { value: state.value, version: scheme === 'opaque' ? this.#tag(state) : BigInt(state.version) },
        ],
      ]);
    const isClosed = this.#outside === 0 && this.#below(2) === 0;
    const manifest = {
      scheme,
      complete: true,
      initial: record(this.#initial),
      remaining: record(this.#state),
    };
    return {
      rows: scheme === 'opaque' ? this.#tagged(rows) : rows,
      manifest: isClosed ? { ...manifest, closed: true } : manifest,
    };
  }

  /** The version of a state where only equality counts. */
  #tag({ value, version }: State): string {
    return this.service.hashesContent ? `h${value}` : `e${version}`;
  }

  #tagged(rows: readonly Attempt[]): Attempt[] {
    const states = new Map([...this.#before, this.#state].map((state) => [state.version, state]));
    const tag = (version: Attempt['read']) =>
      version === undefined ? undefined : this.#tag(states.get(Number(version))!);
    return rows.map(({ read, write, ...row }) => ({
      ...row,
      ...(read !== undefined && { read: tag(read) }),
      ...(write !== undefined && { write: tag(write) }),
    }));
  }

  /** Whether a conditional write finds what it read. */
  #isCurrent(seen: State): boolean {
    const isByTag = this.service.scheme === 'opaque';
    return isByTag ? this.#tag(seen) === this.#tag(this.#state) : seen === this.#state;
  }

  #restock(): void {
    this.#before.push(this.#state);
    this.#outside++;
    this.#state = { value: this.#state.value + 1 + this.#below(2), version: this.#next(this.#state.version) };
  }

  #next(version: number): number {
    return version + (this.service.scheme === 'monotonic' ? 1 + this.#below(3) : 1);
  }

  #begin(request: Request, flights: readonly Flight[]): Flight {
    const isOld = this.#before.length > 0 && this.#below(6) === 0;
    // A second attempt beside one that is not answered yet is no retry.
    const beside = flights.find((flight) => flight.request === request);
    return {
      request,
      retry: beside?.retry ?? request.attempts++,
      start: this.#clock,
      seen: isOld ? this.#before.at(-1)! : this.#state,
    };
  }

  #end(flight: Flight): Cells {
    const { request, retry, start, seen } = flight;
    const { fault, saysUnits, saysValues, saysTimes, saysRetries } = this.service;
    const row: Cells = {
      key: 'k',
      worker: `w${this.#rows.length}`,
      request: request.name,
      result: 'timeout',
    };
    if (saysUnits) row.units = request.units;
    if (saysRetries) row.retry = retry;
    if (saysTimes)
      Object.assign(row, { start, readAt: start + 1, writeAt: this.#clock, end: this.#clock + 3 });
    const mishap = this.#below(8);
    if (mishap === 0) return this.#below(2) === 0 ? row : Object.assign(row, { read: seen.version });
    const known = this.#answers.get(request.name);
    if (known !== undefined && fault !== 'no idempotency') return this.#repeat(row, known, mishap === 1);
    row.read = seen.version;
    if (saysValues) row.readValue = seen.value;
    if (seen.value < request.units) return this.#refuse(row, request, 'rejected');
    if (fault === 'success without a write' && this.#below(3) === 0) return this.#told(row, request);
    if (!this.#isCurrent(seen) && fault !== 'no version check')
      return this.#refuse(row, request, this.#below(2) === 0 ? 'retry' : 'conflict');
    this.#write(request, seen);
    const { namesTimeouts, bareSuccesses } = this.service;
    if (mishap === 1) return namesTimeouts ? Object.assign(row, this.#written()) : row;
    if (fault === 'refused although applied' && this.#below(3) === 0)
      return this.#refuse(row, request, 'conflict');
    return this.#told(
      bareSuccesses && this.#below(2) === 0 ? row : Object.assign(row, this.#written()),
      request,
    );
  }

  #write(request: Request, seen: Flight['seen']): void {
    const { scheme } = this.service;
    const version = this.#next(scheme === 'client' ? seen.version : this.#state.version);
    this.#before.push(this.#state);
    this.#state = { value: seen.value - request.units, version };
    if (!this.#answers.has(request.name))
      this.#answers.set(request.name, { read: seen.version, made: version });
  }

  #written(): Partial<Cells> {
    const { version, value } = this.#state;
    return this.service.saysValues ? { write: version, writeValue: value } : { write: version };
  }

  #told(row: Cells, request: Request): Cells {
    request.isOver = true;
    return Object.assign(row, { result: 'success' });
  }

  #refuse(row: Cells, request: Request, result: Attempt['result']): Cells {
    request.isOver = result !== 'retry';
    return Object.assign(row, { result });
  }

  #repeat(row: Cells, { read, made }: { read: number; made: number }, isLost: boolean): Cells {
    const { replay } = this.service;
    if (replay !== 'bare') row.write = made;
    if (replay === 'full') row.read = this.#below(2) === 0 ? read : this.#state.version;
    return Object.assign(row, { result: isLost ? 'timeout' : 'success' });
  }
}

const OPTIONAL = [
  'read',
  'write',
  'readValue',
  'writeValue',
  'units',
  'retry',
  'start',
  'readAt',
  'writeAt',
  'end',
] as const;
const RESULTS = ['success', 'conflict', 'rejected', 'timeout', 'retry'] as const;

/** A story whose log lost cells or repeats rows, or says something false. */
function damaged(story: Story, below: Below, isDamaged: boolean): { story: Story; isTrue: boolean } {
  const rows: Cells[] = story.rows.map((row) => ({ ...row }));
  let { manifest } = story;
  let isTrue = true;
  for (let left = isDamaged ? below(3) : 0; left > 0 && rows.length > 0; left--) {
    const row = rows[below(rows.length)]!;
    const what = below(9);
    if (what < 3) Reflect.deleteProperty(row, OPTIONAL[below(OPTIONAL.length)]!);
    else if (what === 3) rows.splice(below(rows.length + 1), 0, { ...row });
    else if (what === 4) manifest = without(manifest, below);
    else {
      isTrue = false;
      if (what === 5) rows.splice(rows.indexOf(row), 1);
      else if (what === 6) row.result = RESULTS[below(RESULTS.length)]!;
      else if (what === 7) manifest = moved(manifest, below);
      else shift(row, below);
    }
  }
  return { story: { rows, manifest }, isTrue };
}

function shift(row: Cells, below: Below): void {
  const cell = (['read', 'write', 'readValue', 'writeValue', 'units'] as const)[below(5)]!;
  const value = row[cell];
  const moved = Number(value ?? 2) + (below(2) === 0 ? 1 : -1);
  row[cell] = cell === 'read' || cell === 'write' ? Math.max(0, moved) : moved;
}

function without(manifest: Story['manifest'], below: Below): Story['manifest'] {
  const bare = ({ value }: StoreRecord): StoreRecord => ({ value, version: undefined });
  const unversioned = (of: ReadonlyMap<string, StoreRecord>) =>
    new Map([...of].map(([key, record]) => [key, bare(record)]));
  return [
    { ...manifest, closed: false },
    { ...manifest, complete: false },
    { ...manifest, initial: new Map() },
    { ...manifest, remaining: new Map() },
    { ...manifest, initial: unversioned(manifest.initial) },
    { ...manifest, remaining: unversioned(manifest.remaining) },
  ][below(6)]!;
}

function moved(manifest: Story['manifest'], below: Below): Story['manifest'] {
  const by = (amount: number) => (below(2) === 0 ? amount : 0);
  const shifted = (of: ReadonlyMap<string, StoreRecord>) => {
    const [value, version] = [by(1 - 2 * below(2)), BigInt(by(1 - 2 * below(2)))];
    return new Map(
      [...of].map(([key, record]) => [
        key,
        {
          value: record.value + value,
          version:
            typeof record.version === 'bigint' && record.version + version >= 0n
              ? record.version + version
              : record.version,
        },
      ]),
    );
  };
  return below(2) === 0
    ? { ...manifest, initial: shifted(manifest.initial) }
    : { ...manifest, remaining: shifted(manifest.remaining) };
}
