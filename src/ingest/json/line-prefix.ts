/** Characters before the first brace beyond which nothing is taken for a prefix. */
const LONGEST = 400;

/** The name of a container, as Compose sets it before each line. */
const CONTAINER = /^[^|{}"]*\|/;

/** A date with a time, or seconds, milliseconds and finer since 1970; Kubernetes adds the stream and whether the line is whole. */
const TIMESTAMP =
  /^\[?(?:\d{4}[-/]\d\d[-/]\d\d[Tt ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?|\d{9,19}(?:\.\d{1,9})?)\]?:?(?: (?:stdout|stderr) [FP])?$/;

/** What syslog sets before a line: a priority, the time in either of its forms, host and program. */
const SYSLOG =
  /^(?:<\d{1,3}>\d? ?)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:\d\d)) \S+ [^\s{}"]+(?: \S+){0,3}?:?$/;

/** The JSON of a line that has a container's name, a timestamp, both or a header of syslog before it; undefined for any other line. */
export function withoutPrefix(line: string): string | undefined {
  const brace = line.indexOf('{');
  if (brace <= 0 || brace > LONGEST) return undefined;
  const prefix = line.slice(0, brace);
  const rest = prefix.replace(CONTAINER, '').trim();
  const isPrefix = rest === '' ? prefix.trim() !== '' : TIMESTAMP.test(rest) || SYSLOG.test(rest);
  return isPrefix ? line.slice(brace) : undefined;
}
