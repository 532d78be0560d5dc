import type { RunEnvironment } from '../core/history/run-facts.ts';
import { clipped } from '../core/text/printable.ts';
import type { Json } from './json-line.ts';
import { asCount, asText, type Fields } from './manifest-fields.ts';

/** More of a name than this tells nobody more. */
const LONGEST_TEXT = 120;

/** The member `environment` of a manifest; what is wrong in it is a problem and counts as absent. */
export function runEnvironment(manifest: Fields): RunEnvironment | undefined {
  const fields = manifest.within('environment');
  if (fields === undefined) return undefined;
  const text = (name: string) => fields.take(name, 'a text', asShortText);
  return {
    startedAt: fields.take('started_at', 'a time such as 2030-01-31T12:00:00.000Z', asUtcTime),
    toolVersion: text('tool_version'),
    node: text('node'),
    platform: text('platform'),
    cpus: fields.take('cpus', 'a whole number below 2^53', asCount),
    cpuModel: text('cpu_model'),
    memoryBytes: fields.take('memory_bytes', 'a whole number below 2^53', asCount),
  };
}

function asShortText(json: Json): string | undefined {
  const text = asText(json);
  return text === undefined ? undefined : clipped(text, LONGEST_TEXT);
}

/** ISO 8601 in UTC, of a day that there is. */
function asUtcTime(json: Json): string | undefined {
  const text = asText(json);
  if (text === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text)) return undefined;
  const time = new Date(text);
  // 31 February would become a day in March.
  const exists = !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text.slice(0, 19));
  return exists ? text : undefined;
}
