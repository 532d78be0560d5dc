import { safeJson } from '../core/words/safe-json.ts';
import type { Certificate } from '../ingest/run-files/certificate.ts';
import type { Report } from './model/model.ts';

/**
 * The report as JSON, with the certificates of its traces: names in snake_case, `null` for what is not known, no line of
 * a trace and no path of a machine. What a key's name could do to a terminal is a `\u` escape. A certificate has steps by
 * the ten thousand, and is one line.
 */
export function reportJson(report: Report, certificates: readonly Certificate[]): string {
  const own = safeJson(plain(report)).replace(/\n}$/, '');
  const lines = certificates.map((each) => `\n    ${safeJson(each, 0)}`).join(',');
  return `${own},\n  "certificates": [${lines}\n  ]\n}\n`;
}

/** Data as JSON has it. Members are named by this program alone: what a trace names stands in values. */
function plain(value: unknown): unknown {
  if (value === undefined || (typeof value === 'number' && !Number.isFinite(value))) return null;
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return plain(Array.from(value as unknown as ArrayLike<unknown>));
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      plain(member),
    ]),
  );
}
