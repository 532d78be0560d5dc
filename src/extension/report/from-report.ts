import * as v from 'valibot';
import type { FromReport } from '../../protocol.ts';

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const fromReport = v.variant('type', [
  v.strictObject({ type: v.literal('open-trace'), findingId: id }),
  v.strictObject({ type: v.literal('open-source'), findingId: id }),
  v.strictObject({ type: v.picklist(['compare', 'swap', 'side-by-side']) }),
  v.strictObject({ type: v.literal('save') }),
]) satisfies v.GenericSchema<unknown, FromReport>;

/** The message of a report's page, or undefined if it is none that the protocol knows. */
export function parseFromReport(data: unknown): FromReport | undefined {
  const parsed = v.safeParse(fromReport, data, { abortEarly: true });
  return parsed.success ? parsed.output : undefined;
}
