import { namedColumn } from '../../column-names.ts';
import type { Json, JsonRecord } from '../../json-value.ts';
import type { ReadsName } from '../../source-format.ts';
import { layered } from '../layers.ts';
import { resultOfStatus } from '../load-tools/result-of-status.ts';
import { firstText } from '../values.ts';
import { siteOf } from './site.ts';
import type { Span } from './span.ts';
import { databaseStep, statementOf } from './statement.ts';

/** What the names of attributes begin with that are meant for this program. */
const OWN = 'race.';

/** Whether a span is an attempt: it has a `race.` attribute, one that bears the name of the key's column, or one that is mapped. */
export function isAttempt({ attributes }: Span, reads: ReadsName): boolean {
  return Object.keys(attributes).some(
    (name) => name.startsWith(OWN) || reads(name) || namedColumn(name)?.column === 'inventory_key',
  );
}

/** The row of an attempt; the spans below it say when and where it read and wrote. What an attribute says comes first. */
export function attemptRow(span: Span, below: readonly Span[]): JsonRecord {
  const names = Object.entries(span.attributes);
  const own = names.filter(([name]) => name.startsWith(OWN)).map(([name, value]) => [columnOf(name), value]);
  const others = names.filter(([name]) => !name.startsWith(OWN));
  return layered(
    Object.fromEntries(own) as JsonRecord,
    Object.fromEntries(others),
    stepsOf(span, below),
    aroundSteps(span),
  );
}

/** The column that an attribute of this program's own names. */
function columnOf(attribute: string): string {
  const name = attribute.slice(OWN.length);
  return name === 'key' ? 'inventory_key' : name;
}

/** When and where the record was read and written: the last write, and the last read before it. */
function stepsOf(span: Span, below: readonly Span[]): JsonRecord {
  const steps = below
    .map((each) => ({ ...each, step: databaseStep(each.attributes) }))
    .sort((a, b) => Number((a.endNs ?? 0n) - (b.endNs ?? 0n)));
  const write = steps.findLast(({ step }) => step === 'write');
  const read = steps.findLast(
    ({ step, endNs }) => step === 'read' && (endNs ?? 0n) <= (write?.startNs ?? endNs ?? 0n),
  );
  const place = siteOf(span.attributes);
  const written = write && statementOf(write.attributes);
  const sites = [read, write].map((each) => (each && siteOf(each.attributes)) ?? place);
  return present({
    read_ns: read?.endNs,
    write_ns: write?.endNs,
    read_site: sites[0],
    write_site: sites[1],
    confirm_site: place,
    // Kept beside the row: where no span names a line, the one that has this text is searched for.
    statement: written === '' ? undefined : written,
  });
}

/** What a span says of its attempt as a whole. */
function aroundSteps({ traceId, startNs, endNs, attributes, resource }: Span): JsonRecord {
  const status = firstText(attributes, 'http.response.status_code', 'http.status_code');
  return present({
    request_id: traceId,
    result: status === '' ? undefined : resultOfStatus(status),
    start_ns: startNs,
    end_ns: endNs,
    worker_id: workerOf(resource),
    deployment: firstText(resource, 'service.version') || undefined,
  });
}

function workerOf(resource: JsonRecord): string | undefined {
  const id = firstText(resource, 'service.instance.id', 'k8s.pod.name', 'container.id');
  if (id !== '') return id;
  const [host, pid] = [firstText(resource, 'host.name'), firstText(resource, 'process.pid')];
  return [host, pid].filter((part) => part !== '').join('/') || undefined;
}

/** What there is of some members. */
function present(members: Readonly<Record<string, string | bigint | undefined>>): JsonRecord {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]): [string, Json] => [name, String(value)]));
}
