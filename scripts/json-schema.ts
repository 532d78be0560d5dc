/** The JSON Schemas of the files that people write, for editors: made from the schemas by which these files are read. */
import { join } from 'node:path';
import prettier from 'prettier';
import type { GenericSchema } from 'valibot';
import { ROOT } from './bundles.ts';

/** Rules in the words of JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The text of a schema that lies at `path`, from the root of the repository; formatted as all files are. */
export async function jsonSchemaText(
  path: string,
  about: { readonly title: string; readonly description: string },
  properties: JsonSchema,
): Promise<string> {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...about,
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string', description: 'The address of this schema, for editors.' },
      ...properties,
    },
  };
  const full = join(ROOT, path);
  const style = await prettier.resolveConfig(full);
  return prettier.format(JSON.stringify(schema, undefined, 2), { ...style, filepath: full });
}

/** What valibot's schemas and the steps of their pipes are made of, as far as it is read here. */
interface Step {
  readonly kind: string;
  readonly type: string;
  readonly requirement?: unknown;
  readonly description?: string;
  readonly metadata?: JsonSchema;
  readonly literal?: unknown;
  readonly options?: readonly unknown[];
  readonly item?: GenericSchema;
  readonly entries?: Readonly<Record<string, GenericSchema>>;
  readonly key?: GenericSchema;
  readonly value?: GenericSchema;
  readonly rest?: GenericSchema;
  readonly wrapped?: GenericSchema;
  readonly getter?: (value: unknown) => GenericSchema;
  readonly pipe?: readonly Step[];
}

/** What a schema allows, and what it says of itself, in the words of JSON Schema. */
export function rulesOf(schema: GenericSchema): JsonSchema {
  const step = schema as unknown as Step;
  const steps = step.pipe ?? [step];
  const rules = steps.map((each) =>
    each.pipe === undefined || each === step ? ruleOf(each) : rulesOf(each as never),
  );
  return Object.assign({}, ...rules) as JsonSchema;
}

/** @throws Error on a step of which JSON Schema has not been told, so that the two never differ */
function ruleOf(step: Step): JsonSchema {
  const { type, requirement } = step;
  switch (type) {
    case 'string':
    case 'number':
    case 'boolean':
      return { type };
    case 'safe_integer':
      return { type: 'integer' };
    case 'literal':
      return { const: step.literal };
    case 'picklist':
      return { type: 'string', enum: step.options };
    case 'check_items':
      return { uniqueItems: true };
    case 'min_value':
      return { minimum: requirement };
    case 'gt_value':
      return { exclusiveMinimum: requirement };
    case 'max_value':
      return { maximum: requirement };
    case 'regex':
      return { pattern: (requirement as RegExp).source };
    case 'min_length':
      return { minItems: requirement };
    case 'description':
      return { description: step.description };
    case 'metadata':
      return step.metadata!;
    default:
      return ruleOfParts(step);
  }
}

/** The rule of a schema that has others in it. */
function ruleOfParts({ type, options, item, entries, key, value, rest, wrapped, getter }: Step): JsonSchema {
  switch (type) {
    case 'array':
      return { type, items: rulesOf(item!) };
    case 'union':
      return { anyOf: (options as readonly GenericSchema[]).map(rulesOf) };
    case 'lazy':
      return { anyOf: distinct(['', {}, []].map((given) => rulesOf(getter!(given)))) };
    case 'exact_optional':
      return rulesOf(wrapped!);
    case 'record': {
      const { pattern } = rulesOf(key!) as { readonly pattern?: string };
      return {
        type: 'object',
        additionalProperties: rulesOf(value!),
        ...(pattern !== undefined && { propertyNames: { pattern } }),
      };
    }
    case 'object':
    case 'object_with_rest': {
      const members = Object.entries(entries!);
      const required = members
        .filter(([, member]) => (member as unknown as Step).type !== 'exact_optional')
        .map(([name]) => name);
      return {
        type: 'object',
        additionalProperties: rest === undefined ? false : rulesOf(rest),
        properties: Object.fromEntries(members.map(([name, member]) => [name, rulesOf(member)])),
        ...(required.length > 0 && { required }),
      };
    }
    case 'custom':
    case 'unknown':
      return {};
    default:
      throw new Error(`how '${type}' is said in JSON Schema is not known: add it to scripts/json-schema.ts`);
  }
}

function distinct(rules: readonly JsonSchema[]): readonly JsonSchema[] {
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}
