/** The JSON Schema of `race-criteria.json`, for editors: made from the schema by which the file is read. */
import { join } from 'node:path';
import prettier from 'prettier';
import type { GenericSchema } from 'valibot';
import { criteriaSchema } from '../src/ingest/run-files/criteria.ts';
import { ROOT } from './bundles.ts';

/** Where the schema lies, from the root of the repository. */
export const CRITERIA_SCHEMA = 'media/criteria.schema.json';

type JsonSchema = Readonly<Record<string, unknown>>;

/** The text of {@link CRITERIA_SCHEMA}, formatted as all files are. */
export async function criteriaSchemaText(): Promise<string> {
  const members = Object.entries(criteriaSchema.entries).map(([name, { wrapped, default: byDefault }]) => {
    const { description, ...rules } = rulesOf(wrapped);
    return [name, { ...rules, default: byDefault, description }];
  });
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Race Trace release criteria',
    description: 'What a validation has to hold to be released. A member that is left out has its default.',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string', description: 'The address of this schema, for editors.' },
      ...(Object.fromEntries(members) as JsonSchema),
    },
  };
  const path = join(ROOT, CRITERIA_SCHEMA);
  const style = await prettier.resolveConfig(path);
  return prettier.format(JSON.stringify(schema, undefined, 2), { ...style, filepath: path });
}

/** What valibot's schemas and the steps of their pipes are made of, as far as it is read here. */
interface Step {
  readonly kind: string;
  readonly type: string;
  readonly requirement?: unknown;
  readonly description?: string;
  readonly literal?: unknown;
  readonly options?: readonly unknown[];
  readonly item?: GenericSchema;
  readonly pipe?: readonly Step[];
}

/** What a schema allows, and what it says of itself, in the words of JSON Schema. */
function rulesOf(schema: GenericSchema): JsonSchema {
  const step = schema as unknown as Step;
  const steps = step.pipe ?? [step];
  const rules = steps.map((each) => (each.pipe === undefined ? ruleOf(each) : rulesOf(each as never)));
  return Object.assign({}, ...rules) as JsonSchema;
}

/** @throws Error on a step of which JSON Schema has not been told, so that the two never differ */
function ruleOf({ type, requirement, description, literal, options, item }: Step): JsonSchema {
  switch (type) {
    case 'number':
    case 'boolean':
      return { type };
    case 'safe_integer':
      return { type: 'integer' };
    case 'literal':
      return { const: literal };
    case 'picklist':
      return { type: 'string', enum: options };
    case 'array':
      return { type, items: rulesOf(item!) };
    case 'check_items':
      return { uniqueItems: true };
    case 'min_value':
      return { minimum: requirement };
    case 'gt_value':
      return { exclusiveMinimum: requirement };
    case 'max_value':
      return { maximum: requirement };
    case 'description':
      return { description };
    default:
      throw new Error(
        `how '${type}' is said in JSON Schema is not known: add it to scripts/criteria-schema.ts`,
      );
  }
}
