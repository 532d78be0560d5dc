import type { Json, JsonRecord } from '../json-value.ts';

/**
 * What a value has at a dotted path; undefined if nothing is there. Names may have dots of their own: `attributes.http.route`
 * is found in `{"attributes":{"http.route":…}}` too. Items of an array are named by their position.
 */
export function valueAt(value: Json, path: string): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const members = value as JsonRecord;
  if (Object.hasOwn(members, path)) return members[path];
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const name = path.slice(0, dot);
    const found = Object.hasOwn(members, name) ? valueAt(members[name]!, path.slice(dot + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
