import { REQUIRED } from '../column-names.ts';
import type { ForeignFormat, ForeignFormatOf } from '../source-format.ts';
import { debezium } from './debezium.ts';
import { etcdWatch } from './etcd-watch.ts';
import { jaeger } from './jaeger.ts';
import { jmeter } from './jmeter.ts';
import { k6Csv } from './k6-csv.ts';
import { k6Json } from './k6-json.ts';
import { otlp } from './otlp.ts';
import { firstNamed } from './values.ts';
import { vegeta } from './vegeta.ts';
import { wal2json } from './wal2json.ts';
import { zipkin } from './zipkin.ts';

/**
 * The formats of other programs, each a file and a line here; the first that knows a file reads it. Jepsen's histories,
 * Parquet, PostgreSQL's own log, and a store's log joined with the rows of its clients are to follow.
 */
const FOREIGN_FORMATS: readonly ForeignFormat[] = [
  ...[otlp, jaeger, zipkin],
  ...[k6Json, k6Csv, jmeter, vegeta],
  ...[debezium, wal2json, etcdWatch],
];

/** Finds the format by its record or header alone, whatever the file is called; what has the columns of a trace is one. */
export const foreignFormatOf: ForeignFormatOf = (first, form) => {
  if (REQUIRED.every((column) => firstNamed(first, [column]) !== undefined)) return undefined;
  return FOREIGN_FORMATS.find((format) => format.form === form && format.recognizes(first));
};
