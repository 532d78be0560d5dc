import type { JsonRecord } from '../../json-value.ts';
import { firstText } from '../values.ts';

const READS = /^(select|get|hget|hmget|hgetall|mget|find|findone|scan|query|read|range)$/i;
const WRITES =
  /^(insert|update|delete|merge|replace|upsert|set|setnx|hset|hincrby|incr|incrby|decr|decrby|del|put|findandmodify|findoneandupdate|updateone|insertone|deleteone|write|txn)$/i;

/** What a statement does before its first word: comments, as frameworks set them before it, and opened parentheses. */
const BEFORE = /^(?:\s|\(|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/;

/** The statement that a span sent to a database; '' where it names none. */
export function statementOf(attributes: JsonRecord): string {
  return firstText(attributes, 'db.query.text', 'db.statement');
}

/** Whether a span is a call of a database that reads or writes a record; undefined for any other span. */
export function databaseStep(attributes: JsonRecord): 'read' | 'write' | undefined {
  const text = statementOf(attributes).replace(BEFORE, '');
  const operation =
    firstText(attributes, 'db.operation.name', 'db.operation') || (/^\w+/.exec(text)?.[0] ?? '');
  // A statement that begins with common table expressions does what stands after them.
  if (/^with$/i.test(operation)) return /\b(insert|update|delete|merge)\b/i.test(text) ? 'write' : 'read';
  if (READS.test(operation)) return 'read';
  return WRITES.test(operation) ? 'write' : undefined;
}
