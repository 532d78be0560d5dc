import type { Footprint } from '../search/footprint.ts';
import type { Database } from './database.ts';

/** Tables whose rows run code that may touch anything: triggers, rules, policies, and expressions that call functions. */
const OPAQUE_QUERY = `
SELECT c.oid::regclass::text AS name FROM pg_class c
WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND (
  c.relkind = 'f' OR c.relrowsecurity
  OR EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)
  OR EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename <> '_RETURN')
  OR EXISTS (SELECT FROM pg_depend d JOIN pg_proc p ON d.refclassid = 'pg_proc'::regclass AND d.refobjid = p.oid
             LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
             LEFT JOIN pg_attrdef a ON d.classid = 'pg_attrdef'::regclass AND d.objid = a.oid
             LEFT JOIN pg_constraint n ON d.classid = 'pg_constraint'::regclass AND d.objid = n.oid
             WHERE p.oid >= 16384 AND p.provolatile <> 'i' AND c.oid IN (r.ev_class, a.adrelid, n.conrelid)))`;

/** Which table's rows are looked at or changed with those of another one, either way. */
const KEYS_QUERY = `
SELECT conrelid::regclass::text AS child, confrelid::regclass::text AS parent FROM pg_constraint WHERE contype = 'f'`;

/** Functions of the database itself: what they touch is not seen where a branch of them was not taken. */
const FUNCTIONS_QUERY = `
SELECT DISTINCT lower(proname) AS name FROM pg_proc WHERE oid >= 16384 AND provolatile <> 'i' AND prorettype <> 'trigger'::regtype`;

/** Functions of PostgreSQL that touch what is no table. */
const EFFECTS =
  /\b(?:\w*advisory\w*|nextval|setval|currval|lastval|pg_notify|dblink\w*|lo_\w+|pg_\w*sleep\w*|set_config|query_to_xml\w*)\s*\(/i;
const NAMES = /\b(\w+)"?\s*\(/g;

/** What the database's own declarations add to what locks show. */
export interface Tables {
  /** Tables whose rows run code. */
  readonly opaque: ReadonlySet<string>;
  /** Tables that foreign keys join to each one. */
  readonly joined: ReadonlyMap<string, readonly string[]>;
  readonly functions: ReadonlySet<string>;
}

/** Reads the declarations that matter to footprints. */
export async function readTables(database: Database): Promise<Tables> {
  const opaque = await database.rows(OPAQUE_QUERY);
  const keys = await database.rows(KEYS_QUERY);
  const functions = await database.rows(FUNCTIONS_QUERY);
  const joined = new Map<string, string[]>();
  for (const { child, parent } of keys)
    for (const [one, other] of [
      [child!, parent!],
      [parent!, child!],
    ] as const)
      joined.set(one, [...(joined.get(one) ?? []), other]);
  return {
    opaque: new Set(opaque.map(({ name }) => name!)),
    joined,
    functions: new Set(functions.map(({ name }) => name!)),
  };
}

/**
 * What a statement may touch in another schedule too, where its rows, and with them triggers and foreign keys, differ from
 * those of the solo run. Undefined where that may be anything.
 */
export function closed(footprint: Footprint, text: string, tables: Tables): Footprint | undefined {
  const { reads, locks, writes } = footprint;
  const all = [...reads, ...locks, ...writes];
  if (all.some((name) => tables.opaque.has(name))) return undefined;
  if (EFFECTS.test(text) && !all.some((name) => name.startsWith('advisory '))) return undefined;
  for (const [, name] of text.matchAll(NAMES))
    if (tables.functions.has(name!.toLowerCase())) return undefined;
  return {
    reads,
    locks: locks.length === 0 ? locks : reachable(locks, tables.joined),
    writes: writes.length === 0 ? writes : reachable(writes, tables.joined),
  };
}

function reachable(names: readonly string[], joined: Tables['joined']): readonly string[] {
  const found = new Set(names);
  for (const name of found) for (const next of joined.get(name) ?? []) found.add(next);
  return [...found].sort();
}
