import type { FaultWindow, RunFacts, StoreRecord, VersionScheme } from '../core/history/run-facts.ts';
import { parseLine } from './json-line.ts';
import type { Json } from './json-line.ts';
import {
  asBoolean,
  asCount,
  asInteger,
  asText,
  asTexts,
  asTime,
  asVersion,
  Fields,
  isObject,
  type ManifestProblem,
} from './manifest-fields.ts';
import { runEnvironment } from './run-environment.ts';

/** The manifest's text, read; `facts` is undefined if there is none. */
export interface ManifestReading {
  readonly facts: RunFacts | undefined;
  readonly problems: readonly ManifestProblem[];
}

/** The value of a manifest's `format` that this reader understands. */
const MANIFEST_FORMAT = 'race-trace/1';

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
  const environment = runEnvironment(fields);
  return {
    versionScheme: scheme,
    initial: records(fields, 'initial'),
    remaining: records(fields, 'remaining'),
    complete: fields.take('complete', 'true or false', asBoolean) ?? false,
    ...(invalid.length > 0 && { invalidBecause: invalid }),
    variant: fields.take('variant', 'a text', asText),
    seed: fields.take('seed', 'a whole number below 2^53', asCount),
    schedule: fields.take('schedule', 'a text', asText),
    faultWindows: windows(fields, 'fault_windows'),
    ...(environment && { environment }),
  };
}

function invalidBecause(fields: Fields): readonly string[] {
  const given = fields.get('invalid_because');
  if (given === undefined || given === null) return [];
  return fields.take('invalid_because', 'an array of texts', asTexts) ?? UNREAD_REASONS;
}

/** Records of the store by key; a record that is wrong is reported and left out. */
function records(fields: Fields, field: string): ReadonlyMap<string, StoreRecord> | undefined {
  const json = fields.take(field, 'an object of records', (member) =>
    isObject(member) ? member : undefined,
  );
  if (json === undefined) return undefined;
  const records = new Map<string, StoreRecord>();
  for (const [key, record] of Object.entries(json)) {
    const value = isObject(record) ? asInteger(record.value ?? null) : undefined;
    const version = isObject(record) ? (record.version ?? null) : null;
    const exact = version === null ? undefined : asVersion(version);
    if (value === undefined) fields.wrong(`${field}.${key}.value`, 'a whole number below 2^53');
    else if (version !== null && exact === undefined)
      fields.wrong(`${field}.${key}.version`, 'a whole number from 0 to 2^63 − 1');
    else records.set(key, { value, version: exact });
  }
  return records;
}

/** Fault windows; one that is wrong is reported and left out. */
function windows(fields: Fields, field: string): readonly FaultWindow[] {
  const json = fields.take(field, 'an array', (member) =>
    Array.isArray(member) ? (member as readonly Json[]) : undefined,
  );
  return (json ?? []).flatMap((window, index) => {
    const [fault, fromUs, toUs] = isObject(window)
      ? [window.fault, asTime(window.from_us ?? null), asTime(window.to_us ?? null)]
      : [];
    if (typeof fault === 'string' && fromUs !== undefined && toUs !== undefined)
      return [{ fault, fromUs, toUs }];
    fields.wrong(`${field}.${index}`, '{"fault": text, "from_us": integer, "to_us": integer}');
    return [];
  });
}

function asScheme(json: Json): VersionScheme | undefined {
  return json === 'sequential' || json === 'monotonic' ? json : undefined;
}
