import { fixed } from '../text/numbers.ts';
import { clipped } from '../text/printable.ts';

/** What a member of a file may be. Bounds are included unless `above` says otherwise. */
export type Field =
  | {
      readonly kind: 'number' | 'integer';
      readonly unit: string;
      readonly least: number;
      readonly most?: number;
      /** Whether `least` itself is too small. */
      readonly above?: true;
    }
  | { readonly kind: 'boolean' }
  /** A list of some of these, each once. */
  | { readonly kind: 'names'; readonly of: readonly string[] }
  | { readonly kind: 'text' };

/** What is wrong with a file that somebody wrote; all of it printable. */
export interface FieldProblem {
  /** `$.p99LatencyMs`; `$` is the whole. */
  readonly path: string;
  readonly message: string;
  /** What would be right. */
  readonly allowed: string;
}

/** The value of a member. */
type Member = number | boolean | string | readonly string[];

/** The members that are right, and what is wrong with the others. */
export interface FieldsRead {
  readonly members: ReadonlyMap<string, Member>;
  readonly problems: readonly FieldProblem[];
}

/** Checks an object from a JSON file against its fields. A member that is not one is a problem, `$schema` apart. */
export function readFields(value: unknown, fields: Readonly<Record<string, Field>>): FieldsRead {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const message = `it is ${nameOf(value)}`;
    return { members: new Map(), problems: [{ path: '$', message, allowed: 'an object' }] };
  }
  const members = new Map<string, Member>();
  const problems: FieldProblem[] = [];
  for (const [name, member] of Object.entries(value)) {
    if (name === '$schema') continue;
    const path = `$.${clipped(name, 60)}`;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) {
      const nearest = nearestName(name, Object.keys(fields));
      const message = `there is no such member${nearest === undefined ? '' : `, did you mean ${nearest}?`}`;
      problems.push({ path, message, allowed: nearest ?? `one of ${Object.keys(fields).join(', ')}` });
    } else if (isAllowed(field, member)) members.set(name, member);
    else problems.push({ path, message: wrongText(field, member), allowed: allowedText(field) });
  }
  return { members, problems };
}

/** What a field allows, such as `a number above 0 and at most 1 (share)`. */
export function allowedText(field: Field): string {
  if (field.kind === 'boolean') return 'true or false';
  if (field.kind === 'text') return 'a text that is not empty';
  if (field.kind === 'names') return `a list of ${field.of.join(', ')}, each at most once`;
  const { least, most, above, unit } = field;
  const noun = field.kind === 'integer' ? 'a whole number' : 'a number';
  if (least === most) return `exactly ${least} (${unit})`;
  const lower = above ? `above ${least}` : `of at least ${least}`;
  return `${noun} ${lower}${most === undefined ? '' : ` and at most ${fixed(most, 3)}`} (${unit})`;
}

function isAllowed(field: Field, value: unknown): value is Member {
  if (field.kind === 'boolean') return typeof value === 'boolean';
  if (field.kind === 'text') return typeof value === 'string' && value.trim() !== '';
  if (field.kind === 'names') return Array.isArray(value) && wrongName(field.of, value) === undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (field.kind === 'integer' && !Number.isSafeInteger(value)) return false;
  if (field.above ? value <= field.least : value < field.least) return false;
  return field.most === undefined || value <= field.most;
}

/** What is wrong with a member: of a list, what it has and should not. */
function wrongText(field: Field, value: unknown): string {
  const at = field.kind === 'names' && Array.isArray(value) ? wrongName(field.of, value) : undefined;
  return at === undefined ? `it is ${nameOf(value)}` : `it has ${nameOf((value as readonly unknown[])[at])}`;
}

/** The index of what is not one of the names, or is there twice; undefined if all is right. */
function wrongName(names: readonly unknown[], list: readonly unknown[]): number | undefined {
  const at = list.findIndex((each, index) => !names.includes(each) || list.indexOf(each) < index);
  return at < 0 ? undefined : at;
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return clipped(`the text "${value}"`, 80);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'nothing';
}

/** The name that a typing error away is; undefined if none is near. */
function nearestName(name: string, names: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const wanted = plain(name.slice(0, 60));
  const ranked = names
    .map((each) => ({ each, distance: editDistance(wanted, plain(each)) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best !== undefined && best.distance <= Math.max(2, wanted.length / 3) ? best.each : undefined;
}

/** How many letters have to be put in, left out or exchanged (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1])));
    row = next;
  }
  return row[b.length]!;
}
