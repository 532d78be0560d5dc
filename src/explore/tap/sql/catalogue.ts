import type { PassReason } from '../unit.ts';

/** What follows the list of tables. */
const AFTER_FROM = new Set(
  'where group order having limit offset fetch for window union except intersect select'.split(' '),
);

/** Functions that tell something of the server or the session, or set it up. */
const OF_SESSION = new Set(
  (
    'version current_database current_schema current_schemas current_setting set_config now inet_server_addr ' +
    'inet_server_port pg_backend_pid pg_is_in_recovery current_catalog pg_client_encoding pg_encoding_to_char'
  ).split(' '),
);

/** What may stand before a parenthesis in a query of the catalogue and changes nothing: functions, and words of SQL. */
const HARMLESS =
  /^(?:pg_get_\w+|pg_\w+_is_visible|pg_(?:encoding_to_char|relation_size|total_relation_size|table_size|size_pretty|table_is_visible|function_is_visible)|_pg_\w+|has_\w+_privilege|\w+_description|array\w*|json\w*|row_to_json|to_json\w*|format_type|quote_\w+|string_agg|count|max|min|sum|coalesce|nullif|lower|upper|concat\w*|length|replace|split_part|regexp_replace|generate_series|generate_subscripts|unnest|row_number|rank|cast|in|any|all|some|exists|not|and|or|when|then|else|on|over|as|values|using|by|from|join|where|select|case|filter|group|lateral|with|char|varchar|current_schemas?|version|current_setting)$/;

/**
 * Whether a query, as its words, reads the catalogue alone (`catalogue`), or neither it nor a table (`session`): clients ask
 * such things by themselves. Undefined where a table, or a function that is not known, may be in it.
 */
export function readsCatalogueAlone(words: readonly string[]): PassReason | undefined {
  const tables = tablesOf(words);
  if (tables === undefined) return undefined;
  const called = words
    .filter((_, at) => words[at + 1] === '(' && at > 0)
    .filter((word) => /^[a-z_"]/.test(word));
  if (tables.length === 0)
    return called.every((name) => OF_SESSION.has(name)) && !words.includes('into') ? 'session' : undefined;
  const isQuiet = called.every((name) => HARMLESS.test(name)) && !words.includes('into');
  return isQuiet && tables.every(isOfCatalogue) ? 'catalogue' : undefined;
}

/** The tables that are named, as `schema.table` or `table`; undefined where a list of tables is not understood. */
function tablesOf(words: readonly string[]): readonly string[] | undefined {
  const tables: string[] = [];
  // At each depth of parentheses, whether the words belong to a list of tables.
  const inList = [false];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '(') inList.push(false);
    else if (word === ')') inList.pop();
    else if (AFTER_FROM.has(word)) inList[inList.length - 1] = false;
    else if (word === 'from' || word === 'join' || (word === ',' && inList.at(-1) === true)) {
      inList[inList.length - 1] = true;
      let name = at + 1;
      while (words[name] === 'only' || words[name] === 'lateral') name++;
      const begins = words[name] ?? '';
      // What is in the parentheses has its own list.
      if (begins === '(') continue;
      if (!/^[a-z_"\u0080-\uffff]/i.test(begins)) return undefined;
      tables.push(words[name + 1] === '.' ? `${begins}.${words[name + 2] ?? ''}` : begins);
    }
  }
  return tables;
}

/** A table of the user that is called so would have to be in a schema before the server's own, which is always first. */
function isOfCatalogue(table: string): boolean {
  const name = table.replaceAll('"', '');
  return /^(pg_catalog|information_schema)\./.test(name) || /^pg_\w+$/.test(name);
}
