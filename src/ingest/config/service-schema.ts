import * as v from 'valibot';
import { RESULTS } from '../../core/words/codes.ts';
import { wholeFrom } from '../run-files/by-hand.ts';
import { count, object, text, units } from '../run-files/members.ts';
import { filled, optional, textOr, listOr } from './parts.ts';

/** A word of the format for how an attempt ended. */
export const resultWord = v.picklist(RESULTS, `one of ${RESULTS.join(', ')}`);

const CALL = {
  method: optional(filled, 'The method; GET unless it is said, POST where there is a body.'),
  url: optional(
    filled,
    'The URL, or its path on the server of the first request; {id}, {key} and {round} are filled in.',
  ),
  headers: optional(v.record(text, text, 'an object of texts'), 'The headers.'),
  body: optional(
    v.union([text, v.record(text, v.unknown())], 'a text or an object'),
    'The body; an object is sent as JSON.',
  ),
};

/** What a service's own store or the user does: a command of the shell, or an HTTP call. */
const ACTION = {
  command: optional(filled, 'A command of the shell, which runs in the folder of this file.'),
  ...CALL,
};

/** The store of the service, its books, and how it is put back. */
export const store = object({
  url: optional(filled, 'The store: `postgres://…`, `redis://…`, `etcd://…` or `sqlite:FILE`.'),
  books: optional(
    filled,
    'A query for the inventory: columns `key`, `value`, and `version` where there is one.',
  ),
  reset: optional(
    textOr(object(ACTION)),
    'What puts the store back before each round or schedule: statements for the store at `url`, or an object with a `command` or an HTTP call.',
  ),
  command: optional(
    filled,
    'A command that prints the books as JSON lines or CSV, instead of `url` and `books`.',
  ),
  columns: optional(
    object({
      key: optional(filled, 'The column that names the record.'),
      value: optional(filled, 'The column of the units that are left.'),
      version: optional(filled, 'The column that every write changes; `xmin` in PostgreSQL.'),
    }),
    'What columns of the service’s own statements mean, for the tap. Their values stand in traces.',
  ),
  show: optional(
    v.array(filled, 'a list of columns'),
    'Further columns whose values may stand in traces; all others are masked.',
  ),
});

/** One call of a request. */
export const call = object({
  ...CALL,
  key: optional(filled, 'The record that it takes from, as the books name it.'),
  units: optional(units, 'How many units it takes when it succeeds; 1 unless it is said.'),
});

const NAME = 'a name of letters, digits, _ and -, which begins with a letter';
const requestName = v.pipe(v.string(NAME), v.regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, NAME));

/** The requests that race, by name; each is a call, or a list of calls in their order. */
export const requests = v.record(
  requestName,
  listOr(call, 'a request, or a list of at least one'),
  'an object of requests by name',
);

/** What the service's answers stand for: by status, or by a word in the body. */
export const results = v.objectWithRest(
  { from: optional(filled, 'The path of the word in a JSON answer, where its status does not say it.') },
  resultWord,
  'an object of results by status',
);

/** What must hold when the requests have been answered. */
export const invariant = textOr(
  object({
    ...ACTION,
    at: optional(filled, 'Of a JSON answer: the path of the number that `least` and `most` bound.'),
    least: optional(units, 'The least that the number may be.'),
    most: optional(units, 'The most that the number may be.'),
    successes: optional(count, 'How many of the requests may succeed at most.'),
  }),
);

const LIST_OF_URLS = 'a list of the URLs of at least one process, such as "http://127.0.0.1:3001"';
const positive = (unit: string) => wholeFrom({ unit, least: 1, most: 1_000_000_000 });

const LISTEN = 'a host and a port, such as 127.0.0.1:6543';

/** How the schedules of the requests are explored. */
export const explore = object({
  instances: optional(
    v.pipe(v.array(filled, LIST_OF_URLS), v.minLength(1, LIST_OF_URLS)),
    'The processes of the service: each request goes to one of its own, in turn.',
  ),
  listen: optional(
    v.pipe(v.string(LISTEN), v.regex(/^\[?[\w.:]+\]?:\d{1,5}$/, LISTEN)),
    'Where the tap listens: the host and the port in the database URL of the service; 127.0.0.1:6543 unless it is said.',
  ),
  background: optional(
    v.array(filled, 'a list of patterns'),
    'Statements that are of no request, such as those of a job; `*` is anything. They are never held.',
  ),
  preemptions: optional(count, 'How often at most a request is interrupted by another one.'),
  schedules: optional(positive('schedules'), 'How many schedules are run at most.'),
  seconds: optional(positive('seconds'), 'For how long at most schedules are run.'),
});
