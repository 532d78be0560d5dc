/** The JSON Schema of `race-criteria.json`, for editors. */
import { criteriaSchema } from '../src/ingest/run-files/criteria.ts';
import { jsonSchemaText, rulesOf } from './json-schema.ts';

/** Where the schema lies, from the root of the repository. */
export const CRITERIA_SCHEMA = 'media/criteria.schema.json';

/** The text of {@link CRITERIA_SCHEMA}. */
export async function criteriaSchemaText(): Promise<string> {
  const members = Object.entries(criteriaSchema.entries).map(([name, { wrapped, default: byDefault }]) => {
    const { description, ...rules } = rulesOf(wrapped);
    return [name, { ...rules, default: byDefault, description }];
  });
  const about = {
    title: 'Race Trace release criteria',
    description: 'What a validation has to hold to be released. A member that is left out has its default.',
  };
  return jsonSchemaText(CRITERIA_SCHEMA, about, Object.fromEntries(members) as Record<string, unknown>);
}
