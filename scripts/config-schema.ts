/** The JSON Schema of `race-trace.json`, for editors. */
import { configSchema } from '../src/ingest/config/schema.ts';
import { jsonSchemaText, rulesOf } from './json-schema.ts';

/** Where the schema lies, from the root of the repository. */
export const CONFIG_SCHEMA = 'media/race-trace.schema.json';

/** The text of {@link CONFIG_SCHEMA}. */
export async function configSchemaText(): Promise<string> {
  const { properties } = rulesOf(configSchema);
  const about = {
    title: 'Race Trace configuration',
    description: 'How the logs of a service become traces, and where its store and its requests are.',
  };
  return jsonSchemaText(CONFIG_SCHEMA, about, properties as Record<string, unknown>);
}
