import { isObject } from '../json-value.ts';
import * as v from 'valibot';
import { COLUMNS } from '../../core/history/history.ts';
import { object, oneOf, text, type DeepReadonly } from '../run-files/members.ts';
import { filled, oneOrSeveral, optional, textOr } from './parts.ts';
import { explore, invariant, type call, requests, results, resultWord, store } from './service-schema.ts';

const WHOLE = 'a whole number below 2^53 either way';
const wholeUnits = v.pipe(v.number(WHOLE), v.safeInteger(WHOLE));

/** Where a column is found: a path alone, or an object that has it as `from` and the file's own values beside it. */
function pathOrValues<const S extends v.GenericSchema>(value: S) {
  return textOr(
    v.pipe(
      v.custom<object>(isObject, PATH_OR_VALUES),
      v.objectWithRest({ from: v.exactOptional(filled) }, value, PATH_OR_VALUES),
    ),
  );
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

/** What a user's own service is like: the file `race-trace.json`, of which the published JSON Schema is made. */
export const configSchema = object({
  sources: optional(
    v.array(source, 'a list of sources'),
    'Logs and exports, and how their lines become attempts.',
  ),
  store: optional(store, 'The store, of which the books are read.'),
  requests: optional(
    requests,
    'The requests that race. What one leaves out is that of the first; a list is sent call after call.',
  ),
  results: optional(
    results,
    'What an answer stands for: by its status, such as 409, by a class of them, such as 5xx, or by the words at `from`.',
  ),
  invariant: optional(
    invariant,
    'What must hold afterwards: a query whose rows are violations; or an object with a `command` or an HTTP call that answers with them, or with a number within bounds; or with `successes`.',
  ),
  explore: optional(explore, 'How the schedules of the requests are explored.'),
});

/** What `race-trace.json` says. */
export type Config = DeepReadonly<v.InferOutput<typeof configSchema>>;

/** One entry of `sources`. */
export type ConfigSource = NonNullable<Config['sources']>[number];

/** One call of a request, or one that resets the store or asks for the invariant. */
export type ConfigCall = DeepReadonly<v.InferOutput<typeof call>>;
