import { isObject } from '../json-value.ts';
import * as v from 'valibot';
import { COLUMNS } from '../../core/history/history.ts';
import { RESULTS } from '../../core/words/codes.ts';
import { object, oneOf, text, type DeepReadonly } from '../run-files/members.ts';

/** A member that may be left out, and what editors say of it. */
function optional<const S extends v.GenericSchema>(schema: S, description: string) {
  return v.exactOptional(v.pipe(schema, v.description(description)));
}

const filled = v.pipe(text, v.regex(/\S/, 'a text that is not empty'));
const oneOrSeveral = <const S extends v.GenericSchema>(one: S, expected: string) =>
  v.union([one, v.pipe(v.array(one), v.minLength(1, expected))], expected);

const RESULT = `one of ${RESULTS.join(', ')}`;
const WHOLE = 'a whole number below 2^53 either way';
const resultWord = v.picklist(RESULTS, RESULT);
const wholeUnits = v.pipe(v.number(WHOLE), v.safeInteger(WHOLE));

/** Where a column is found: a path alone, or an object that has it as `from` and the file's own values beside it. */
function pathOrValues<const S extends v.GenericSchema>(value: S) {
  const from = v.exactOptional(filled);
  const values = v.pipe(
    v.custom<object>(isObject, PATH_OR_VALUES),
    v.objectWithRest({ from }, value, PATH_OR_VALUES),
  );
  // Each has messages of its own, which a union of the two would hide.
  return v.lazy<typeof filled | typeof values>((given) => (typeof given === 'string' ? filled : values));
}
const PATH_OR_VALUES = 'a path, or an object of its values';

const CONDITION = 'a value, or a list of values: texts, numbers, true or false';
const condition = v.union([text, v.number(), v.boolean()], 'a text, a number, true or false');

const source = object({
  files: v.pipe(
    oneOrSeveral(filled, 'a pattern such as "logs/*.log", or a list of at least one'),
    v.description(
      'The files, as patterns from the folder of this file: `*` within a folder, `**` across folders.',
    ),
  ),
  format: optional(
    oneOf(['csv', 'ndjson']),
    'The format, where neither the name nor the first line shows it.',
  ),
  where: optional(
    v.record(text, oneOrSeveral(condition, CONDITION), 'an object of values by path'),
    'Which lines are attempts: those that have one of the values at each path; `*` is any value. The others are skipped and counted.',
  ),
  map: optional(
    v.pipe(
      v.record(text, filled, 'an object of paths by column'),
      v.metadata({
        properties: Object.fromEntries(COLUMNS.map((column) => [column, { type: 'string' }])),
      }),
    ),
    'Where each column is found: a name or a dotted path such as `req.id`; a time or a duration with its unit, `time@ms`.',
  ),
  result: optional(
    pathOrValues(resultWord),
    'The path of the result (`from`), and what its values stand for; `5xx` is any status from 500 to 599.',
  ),
  units: optional(
    pathOrValues(wholeUnits),
    'The path of the units that an attempt takes (`from`), and the units of values that are words.',
  ),
});

const store = object({
  url: optional(filled, 'The store: `postgres://…`, `redis://…`, `etcd://…` or `sqlite:FILE`.'),
  books: optional(
    filled,
    'A query for the inventory: columns `key`, `value`, and `version` where there is one.',
  ),
  reset: optional(filled, 'What puts the store back before each schedule.'),
  command: optional(
    filled,
    'A command that prints the books as JSON lines or CSV, instead of `url` and `books`.',
  ),
});

const request = object({
  method: optional(filled, 'The method; GET unless it is said.'),
  url: optional(filled, 'The URL; that of the first request unless it is said.'),
  headers: optional(v.record(text, text, 'an object of texts'), 'The headers.'),
  body: optional(
    v.union([text, v.record(text, v.unknown())], 'a text or an object'),
    'The body; an object is sent as JSON.',
  ),
});

const STATUS = 'an HTTP status such as 409, or a class such as 5xx';
const status = v.pipe(v.string(STATUS), v.regex(/^[1-5](\d\d|xx)$/, STATUS));

/** What a user's own service is like: the file `race-trace.json`, of which the published JSON Schema is made. */
export const configSchema = object({
  sources: optional(
    v.array(source, 'a list of sources'),
    'Logs and exports, and how their lines become attempts.',
  ),
  store: optional(store, 'The store, of which the books are read.'),
  requests: optional(v.record(text, request, 'an object of requests by name'), 'The requests that race.'),
  results: optional(
    v.record(status, resultWord, 'an object of results by status'),
    'What the status of an answer stands for.',
  ),
  invariant: optional(filled, 'A query whose rows are violations.'),
});

/** What `race-trace.json` says. */
export type Config = DeepReadonly<v.InferOutput<typeof configSchema>>;

/** One entry of `sources`. */
export type ConfigSource = NonNullable<Config['sources']>[number];
