import { CERTIFICATE_FORMAT, CERTIFIED_ANSWERS, CERTIFIED_STEPS } from './certificate-format.ts';
import type { CertifiedReport } from './certificate-format.ts';

/** The first member of a value that is not what it has to be, such as `certificates.0.keys`; undefined if all are. */
type Shape = (value: unknown, path: string) => string | undefined;

const when =
  (is: (value: unknown) => boolean): Shape =>
  (value, path) =>
    is(value) ? undefined : path || 'the whole';
const text = when((value) => typeof value === 'string');
const units = when((value) => Number.isSafeInteger(value));
const count = when((value) => Number.isSafeInteger(value) && (value as number) >= 0);
const hex = when((value) => typeof value === 'string' && /^[0-9a-f]*$/.test(value));
const version = when((value) => typeof value === 'string' && /^\d{0,30}$/.test(value));
const one = (of: readonly unknown[]) => when((value) => of.includes(value));
const nullable =
  (shape: Shape): Shape =>
  (value, path) =>
    value === null ? undefined : shape(value, path);

function inside(path: string, name: string | number): string {
  return path === '' ? String(name) : `${path}.${name}`;
}

function object(shapes: Readonly<Record<string, Shape>>): Shape {
  return (value, path) => {
    if (typeof value !== 'object' || value === null) return path || 'the whole';
    const members = value as Readonly<Record<string, unknown>>;
    for (const [name, shape] of Object.entries(shapes)) {
      const wrong = shape(Object.hasOwn(members, name) ? members[name] : undefined, inside(path, name));
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
}

function list(shape: Shape): Shape {
  return (value, path) => {
    if (!Array.isArray(value)) return path;
    for (const [index, each] of value.entries()) {
      const wrong = shape(each, inside(path, index));
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
}

/** A list of fixed length, but for what comes last and may be absent. */
function tuple(...shapes: readonly Shape[]): Shape {
  return (value, path) => {
    if (!Array.isArray(value) || value.length > shapes.length) return path;
    const wrong = shapes.map((shape, index) =>
      shape((value as readonly unknown[])[index], inside(path, index)),
    );
    return wrong.find((each) => each !== undefined);
  };
}

const optional =
  (shape: Shape): Shape =>
  (value, path) =>
    value === undefined ? undefined : shape(value, path);
const step = tuple(count, version, version, one(CERTIFIED_STEPS), units, optional(count));
const file = object({ name: text, bytes: count, sha256: hex });
const ledger = object({
  confirmed: count,
  initial: nullable(units),
  remaining: nullable(units),
  mismatch: nullable(units),
  by: object({
    'stale-version-write': units,
    'duplicate-confirmation': units,
    'confirmation-without-write': units,
    'lost-confirmation': units,
  }),
  unexplained: units,
});
const key = object({
  key: text,
  initial: version,
  steps: list(step),
  answers: list(tuple(count, one(CERTIFIED_ANSWERS))),
  ledger,
});
const certificate = object({
  format: one([CERTIFICATE_FORMAT]),
  side: one(['candidate', 'before']),
  run: text,
  phase: text,
  trace: file,
  manifest: nullable(file),
  rows: object({ sha256: hex, tags: hex }),
  verdict: one(['ok', 'violation', 'unknown']),
  keys: list(key),
  replays: list(count),
  ledger,
});
const report = object({
  certificates: list(certificate),
  decision: object({ decision: text }),
  invariant: list(object({ side: text, phase: text, verdict: text, ledger })),
  files: list(object({ run: text, name: text, bytes: count, sha256: hex })),
});

/** A report with certificates. @throws Error that names the first member of the value that is not what it has to be */
export function certifiedReport(value: unknown): CertifiedReport {
  const wrong = report(value, '');
  if (wrong === undefined) return value as CertifiedReport;
  throw new Error(
    `the report has no certificates that can be used (${wrong} is not what it has to be); REPORT is the report.json that race-trace report writes`,
  );
}
