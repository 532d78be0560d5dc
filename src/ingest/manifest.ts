import type { FaultWindow, RunFacts, StoreRecord, VersionScheme } from '../core/history/run-facts.ts';
import { clipped } from '../core/text/printable.ts';
import { parseLine } from './json-line.ts';
import type { Json } from './json-line.ts';
import { strictCount, strictInteger } from './numbers.ts';

/** One thing that is wrong in a manifest. */
export interface ManifestProblem {
  /** Path of the member, e.g. `initial.seat-7.version`, printable; '' for the whole file. */
  readonly field: string;
  /** One printable sentence without a full stop. */
  readonly message: string;
}

/** The manifest's text, read; `facts` is undefined if there is none. */
export interface ManifestReading {
  readonly facts: RunFacts | undefined;
  readonly problems: readonly ManifestProblem[];
}

/** The value of a manifest's `format` that this reader understands. */
const MANIFEST_FORMAT = 'race-trace/1';

type JsonObject = Readonly<Record<string, Json>>;

/** `NAME.run.json` for `NAME.trace.csv`, `.ndjson`, `.jsonl`, gzipped or not. */
export function manifestName(traceName: string): string {
  return `${traceName.replace(/\.gz$/i, '').replace(/(\.trace)?\.(csv|tsv|ndjson|jsonl)$/i, '')}.run.json`;
}

/** Reads a manifest. What is wrong in it is a problem and counts as absent; nothing is thrown. */
export function readManifest(text: string): ManifestReading {
  const problems: ManifestProblem[] = [];
  let json: Json;
  try {
    json = parseLine(text.replace(/^\ufeff/, '')).value;
  } catch {
    return unreadManifest('the manifest is not JSON');
  }
  if (!isObject(json)) return unreadManifest('the manifest is not a JSON object');
  const fields = new Fields(json, problems);
  if (fields.get('format') !== MANIFEST_FORMAT) {
    fields.wrong('format', `"${MANIFEST_FORMAT}"; the manifest is not used`);
    return { facts: UNREAD, problems };
  }
  return { facts: factsOf(fields), problems };
}

/** A manifest that is there and says nothing that can be read: not even that its writer had finished. */
const UNREAD: RunFacts = {
  versionScheme: undefined,
  initial: undefined,
  remaining: undefined,
  complete: false,
  variant: undefined,
  seed: undefined,
  schedule: undefined,
  faultWindows: [],
};

/** What stands for a manifest that cannot be read. */
export function unreadManifest(message: string): ManifestReading {
  return { facts: UNREAD, problems: [{ field: '', message }] };
}

/** What stands for reasons that are there and cannot be read: they are reasons all the same. */
const UNREAD_REASONS = ['its manifest does not say why in a way that can be read'];

function factsOf(fields: Fields): RunFacts {
  const invalid = invalidBecause(fields);
  const scheme = fields.take('version_scheme', '"sequential" or "monotonic"', asScheme);
  return {
    versionScheme: scheme,
    initial: fields.take('initial', 'an object of records', (json) => fields.records('initial', json)),
    remaining: fields.take('remaining', 'an object of records', (json) => fields.records('remaining', json)),
    complete: fields.take('complete', 'true or false', asBoolean) ?? false,
    ...(invalid.length > 0 && { invalidBecause: invalid }),
    variant: fields.take('variant', 'a text', asText),
    seed: fields.take('seed', 'a whole number below 2^53', asCount),
    schedule: fields.take('schedule', 'a text', asText),
    faultWindows:
      fields.take('fault_windows', 'an array', (json) => fields.windows('fault_windows', json)) ?? [],
  };
}

function invalidBecause(fields: Fields): readonly string[] {
  const given = fields.get('invalid_because');
  if (given === undefined || given === null) return [];
  return fields.take('invalid_because', 'an array of texts', asTexts) ?? UNREAD_REASONS;
}

/** The members of a manifest, taken with their type or reported. */
class Fields {
  readonly #json: JsonObject;
  readonly #problems: ManifestProblem[];

  constructor(json: JsonObject, problems: ManifestProblem[]) {
    this.#json = json;
    this.#problems = problems;
  }

  get(name: string): Json | undefined {
    return Object.hasOwn(this.#json, name) ? this.#json[name] : undefined;
  }

  /** The member as `read` understands it; undefined if it is absent, null, or not `expected`, which is a problem. */
  take<T>(name: string, expected: string, read: (json: Json) => T | undefined): T | undefined {
    const json = this.get(name);
    if (json === undefined || json === null) return undefined;
    const value = read(json);
    if (value === undefined) this.wrong(name, expected);
    return value;
  }

  wrong(field: string, expected: string): void {
    this.#problems.push({ field: clipped(field, 120), message: `expected ${expected}` });
  }

  /** Records of the store by key; a record that is wrong is reported and left out. */
  records(field: string, json: Json): ReadonlyMap<string, StoreRecord> | undefined {
    if (!isObject(json)) return undefined;
    const records = new Map<string, StoreRecord>();
    for (const [key, record] of Object.entries(json)) {
      const value = isObject(record) ? asInteger(record.value ?? null) : undefined;
      const version = isObject(record) ? (record.version ?? null) : null;
      const exact = version === null ? undefined : asVersion(version);
      if (value === undefined) this.wrong(`${field}.${key}.value`, 'a whole number below 2^53');
      else if (version !== null && exact === undefined)
        this.wrong(`${field}.${key}.version`, 'a whole number from 0 to 2^63 − 1');
      else records.set(key, { value, version: exact });
    }
    return records;
  }

  /** Fault windows; one that is wrong is reported and left out. */
  windows(field: string, json: Json): readonly FaultWindow[] | undefined {
    if (!Array.isArray(json)) return undefined;
    return (json as readonly Json[]).flatMap((window, index) => {
      const [fault, fromUs, toUs] = isObject(window)
        ? [window.fault, asTime(window.from_us ?? null), asTime(window.to_us ?? null)]
        : [];
      if (typeof fault === 'string' && fromUs !== undefined && toUs !== undefined)
        return [{ fault, fromUs, toUs }];
      this.wrong(`${field}.${index}`, '{"fault": text, "from_us": integer, "to_us": integer}');
      return [];
    });
  }
}

function isObject(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function asScheme(json: Json): VersionScheme | undefined {
  return json === 'sequential' || json === 'monotonic' ? json : undefined;
}

function asBoolean(json: Json): boolean | undefined {
  return typeof json === 'boolean' ? json : undefined;
}

function asText(json: Json): string | undefined {
  return typeof json === 'string' ? json : undefined;
}

function asTexts(json: Json): readonly string[] | undefined {
  if (!Array.isArray(json)) return undefined;
  const values = json as readonly Json[];
  const texts = values.filter((value) => typeof value === 'string');
  return texts.length === values.length ? texts : undefined;
}

/** A number, or the digits of one that a double would change. */
function digits(json: Json): string {
  return typeof json === 'number' || typeof json === 'string' ? String(json) : '';
}

function asCount(json: Json): number | undefined {
  const count = strictCount(digits(json));
  return typeof count === 'number' ? count : undefined;
}

function asInteger(json: Json): number | undefined {
  const value = strictInteger(digits(json));
  return typeof value === 'number' ? value : undefined;
}

function asVersion(json: Json): bigint | undefined {
  const version = strictCount(digits(json));
  return version === undefined ? undefined : BigInt(version);
}

function asTime(json: Json): bigint | undefined {
  const time = strictInteger(digits(json));
  return time === undefined ? undefined : BigInt(time);
}
