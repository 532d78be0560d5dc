import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_CRITERIA } from '../../../src/core/decide/criteria.ts';
import {
  CRITERIA_FIELDS,
  parseCanary,
  parseCriteria,
  problemText,
} from '../../../src/core/decide/parse-criteria.ts';
import { CANARY } from './evidence-of.ts';

const CONDITIONS_ALLOWED =
  'a list of store, storeLatency, workers, admitted, units, code, machine, node, each at most once';

function problems(value: unknown): string[] {
  return (parseCriteria(value).problems ?? []).map(problemText);
}

describe('a criteria file', () => {
  it('names what differs from the defaults, and may name its schema', () => {
    const { value } = parseCriteria({
      $schema: './criteria.schema.json',
      p99LatencyMs: 90.5,
      minWorkers: 3,
    }) as {
      value: unknown;
    };
    assert.deepEqual(value, { ...DEFAULT_CRITERIA, p99LatencyMs: 90.5, minWorkers: 3 });
    assert.deepEqual(parseCriteria({}), { value: DEFAULT_CRITERIA });
  });

  it('is told what is wrong, where, and what is allowed', () => {
    assert.deepEqual(
      problems({
        p99LatencyMs: 0,
        http5xxRate: 1.5,
        minRequests: 2.5,
        shorterRunEarnsCanary: 'yes',
        invariantMismatch: 3,
        maxConflictRate: null,
        allowDifferent: ['store', 'colour'],
      }),
      [
        '$.p99LatencyMs: it is 0; allowed is a number above 0 and at most 3,600,000 (ms)',
        '$.http5xxRate: it is 1.5; allowed is a number above 0 and at most 1 (share)',
        '$.minRequests: it is 2.5; allowed is a whole number of at least 1 and at most 1,000,000,000,000 (requests)',
        '$.shorterRunEarnsCanary: it is the text "yes"; allowed is true or false',
        '$.invariantMismatch: it is 3; allowed is exactly 0 (units)',
        '$.maxConflictRate: it is null; allowed is a number of at least 0 and at most 1 (share)',
        `$.allowDifferent: it has the text "colour"; allowed is ${CONDITIONS_ALLOWED}`,
      ],
    );
    for (const [allowDifferent, message] of [
      [['store', 'store'], 'it has the text "store"'],
      [[['store']], 'it has a list'],
      ['store', 'it is the text "store"'],
    ] as const)
      assert.deepEqual(problems({ allowDifferent }), [
        `$.allowDifferent: ${message}; allowed is ${CONDITIONS_ALLOWED}`,
      ]);
    assert.deepEqual(problems({ allowDifferent: ['workers', 'store'] }), []);
  });

  it('cannot name a limit that would be none', () => {
    for (const [name, field] of Object.entries(CRITERIA_FIELDS)) {
      if (field.kind === 'boolean' || field.kind === 'names') continue;
      for (const absurd of [1e308, Number.MAX_SAFE_INTEGER])
        assert.match(
          problems({ [name]: absurd }).join(),
          /; allowed is .*(at most|exactly) [\d,.]+ \(/,
          name,
        );
    }
    const canary = { ...CANARY, seconds: 1e308, requests: Number.MAX_SAFE_INTEGER, p99LatencyMs: 1e9 };
    assert.deepEqual(
      parseCanary(canary).problems?.map(({ path }) => path),
      ['$.seconds', '$.requests', '$.p99LatencyMs'],
    );
  });

  it('is told which member was meant', () => {
    const meant = (name: string) => /did you mean (\w+)\?/.exec(problems({ [name]: 1 })[0] ?? '')?.[1];
    assert.equal(meant('p99LatencyMS'), 'p99LatencyMs');
    assert.equal(meant('p99_latency_ms'), 'p99LatencyMs');
    assert.equal(meant('http5xRate'), 'http5xxRate');
    assert.equal(meant('max_conflict_rate'), 'maxConflictRate');
    assert.equal(meant('colour'), undefined);
    assert.equal(meant('__proto__'), undefined);
    assert.equal(meant('constructor'), undefined);
    assert.match(
      problems({ colour: 1 })[0]!,
      /^\$\.colour: there is no such member; allowed is one of p99LatencyMs, /,
    );
    assert.match(problems(JSON.parse('{"__proto__": 1}'))[0]!, /no such member/);
  });

  it('is an object', () => {
    for (const value of [null, [], 7, 'text', undefined])
      assert.match(problems(value)[0]!, /^\$: it is .*; allowed is an object$/);
  });

  it('is read or refused, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const parsed = parseCriteria(value);
        if (parsed.problems === undefined)
          assert.deepEqual(Object.keys(parsed.value), Object.keys(DEFAULT_CRITERIA));
        else assert.ok(parsed.problems.length > 0);
      }),
    );
  });
});

describe('a canary record', () => {
  it('has every figure', () => {
    assert.deepEqual(parseCanary(CANARY), { value: CANARY });
    const lacking = Object.fromEntries(Object.entries(CANARY).filter(([name]) => name !== 'p99LatencyMs'));
    assert.deepEqual(parseCanary(lacking).problems?.map(problemText), [
      '$.p99LatencyMs: it is missing; allowed is a number of at least 0 and at most 3,600,000 (ms)',
    ]);
  });

  it('is told what is wrong with each once', () => {
    const wrong = parseCanary({ ...CANARY, source: ' ', rolledBack: 0, requests: -1 });
    assert.deepEqual(
      wrong.problems?.map(({ path }) => path),
      ['$.source', '$.requests', '$.rolledBack'],
    );
    assert.equal(parseCanary([]).problems?.length, 1);
  });
});

interface Property {
  readonly type: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly description: string;
}

describe('the published schema', async () => {
  const read = async (path: string): Promise<unknown> =>
    JSON.parse(await readFile(new URL(`../../../${path}`, import.meta.url), 'utf8'));
  const schema = (await read('media/criteria.schema.json')) as {
    readonly additionalProperties: boolean;
    readonly properties: Readonly<Record<string, Property>>;
  };

  it('allows what the code allows', () => {
    assert.equal(schema.additionalProperties, false);
    const { $schema, ...properties } = schema.properties;
    assert.equal($schema?.type, 'string');
    assert.deepEqual(Object.keys(properties), Object.keys(CRITERIA_FIELDS));
    for (const [name, field] of Object.entries(CRITERIA_FIELDS)) {
      const { description, default: byDefault, ...rules } = properties[name]!;
      assert.ok(description.length > 20, name);
      assert.deepEqual(byDefault, DEFAULT_CRITERIA[name as keyof typeof DEFAULT_CRITERIA], name);
      const { least, most, above } = field.kind === 'number' || field.kind === 'integer' ? field : {};
      assert.deepEqual(
        rules,
        {
          ...(field.kind === 'names'
            ? { type: 'array', items: { type: 'string', enum: [...field.of] }, uniqueItems: true }
            : { type: field.kind }),
          ...(least === undefined ? {} : above ? { exclusiveMinimum: least } : { minimum: least }),
          ...(most === undefined ? {} : { maximum: most }),
        },
        name,
      );
    }
  });

  it('is contributed to VS Code for files of criteria, and packaged', async () => {
    const { contributes } = (await read('package.json')) as {
      contributes: { jsonValidation: readonly { fileMatch: readonly string[]; url: string }[] };
    };
    const [validation] = contributes.jsonValidation;
    assert.deepEqual(validation?.fileMatch, ['race-criteria.json', '*.race-criteria.json']);
    const path = validation.url.replace('./', '');
    const packaged = await readFile(new URL('../../../.vscodeignore', import.meta.url), 'utf8');
    assert.ok(packaged.split('\n').includes(`!${path}`));
    await read(path);
  });
});
