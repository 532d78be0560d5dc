import { clipped } from '../core/text/printable.ts';
import type { Json } from './json-line.ts';
import { strictCount, strictInteger } from './numbers.ts';

/** One thing that is wrong in a manifest. */
export interface ManifestProblem {
  /** Path of the member, e.g. `initial.seat-7.version`, printable; '' for the whole file. */
  readonly field: string;
  /** One printable sentence without a full stop. */
  readonly message: string;
}

export type JsonObject = Readonly<Record<string, Json>>;

/** The members of an object in a manifest, taken with their type or reported. */
export class Fields {
  readonly #json: JsonObject;
  readonly #problems: ManifestProblem[];
  /** Of the object within the manifest, e.g. `environment.`; '' of the whole. */
  readonly #path: string;

  constructor(json: JsonObject, problems: ManifestProblem[], path = '') {
    this.#json = json;
    this.#problems = problems;
    this.#path = path;
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

  /** The members of a member that is an object; undefined as of {@link take}. */
  within(name: string): Fields | undefined {
    return this.take(name, 'an object', (json) =>
      isObject(json) ? new Fields(json, this.#problems, `${this.#path}${name}.`) : undefined,
    );
  }

  wrong(field: string, expected: string): void {
    this.#problems.push({ field: clipped(this.#path + field, 120), message: `expected ${expected}` });
  }
}

export function isObject(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

export function asBoolean(json: Json): boolean | undefined {
  return typeof json === 'boolean' ? json : undefined;
}

export function asText(json: Json): string | undefined {
  return typeof json === 'string' ? json : undefined;
}

export function asTexts(json: Json): readonly string[] | undefined {
  if (!Array.isArray(json)) return undefined;
  const values = json as readonly Json[];
  const texts = values.filter((value) => typeof value === 'string');
  return texts.length === values.length ? texts : undefined;
}

/** A number, or the digits of one that a double would change. */
function digits(json: Json): string {
  return typeof json === 'number' || typeof json === 'string' ? String(json) : '';
}

export function asCount(json: Json): number | undefined {
  const count = strictCount(digits(json));
  return typeof count === 'number' ? count : undefined;
}

export function asInteger(json: Json): number | undefined {
  const value = strictInteger(digits(json));
  return typeof value === 'number' ? value : undefined;
}

export function asVersion(json: Json): bigint | undefined {
  const version = strictCount(digits(json));
  return version === undefined ? undefined : BigInt(version);
}

export function asTime(json: Json): bigint | undefined {
  const time = strictInteger(digits(json));
  return time === undefined ? undefined : BigInt(time);
}
