import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CRITERIA_SCHEMA, criteriaSchemaText } from '../../../scripts/criteria-schema.ts';
import { DEFAULT_CRITERIA } from '../../../src/core/decide/criteria.ts';
import { parseCanary } from '../../../src/ingest/run-files/canary.ts';
import { criteriaSchema, parseCriteria } from '../../../src/ingest/run-files/criteria.ts';
import { problemText } from '../../../src/ingest/run-files/members.ts';
import { CANARY } from '../core/decide/evidence-of.ts';

const CONDITIONS = 'store, storeLatency, workers, admitted, units, code, machine, node';

function problems(value: unknown): string[] {
  return (parseCriteria(value).problems ?? []).map(problemText);
}

describe('a criteria file', () => {
  it('names what differs from the defaults, and may name its schema', () => {
    const read = parseCriteria({
      $schema: './criteria.schema.json',
      p99LatencyMs: 90.5,
      minWorkers: 3,
    });
    assert.deepEqual(read, { value: { ...DEFAULT_CRITERIA, p99LatencyMs: 90.5, minWorkers: 3 } });
    assert.deepEqual(parseCriteria({}), { value: DEFAULT_CRITERIA });
  });

  it('is told what is wrong, where, and what is expected', () => {
    assert.deepEqual(
      problems({
        p99LatencyMs: 0,
        http5xxRate: 1.5,
        invariantMismatch: 3,
        maxConflictRate: null,
        minWorkers: 1,
        minRequests: 2.5,
        shorterRunEarnsCanary: 'yes',
        allowDifferent: ['store', 'colour'],
      }),
      [
        'p99LatencyMs: expected a number above 0 and at most 3,600,000 (ms), not 0',
        'http5xxRate: expected a number above 0 and at most 1 (share), not 1.5',
        'invariantMismatch: expected exactly 0 (units), not 3',
        'maxConflictRate: expected a number from 0 to 1 (share), not null',
        'minWorkers: expected a whole number from 2 to 100,000 (workers), not 1',
        'shorterRunEarnsCanary: expected true or false, not "yes"',
        'minRequests: expected a whole number from 1 to 1,000,000,000,000 (requests), not 2.5',
        `allowDifferent.1: expected ${CONDITIONS}, not "colour"`,
      ],
    );
    assert.deepEqual(problems({ allowDifferent: ['store', 'store'] }), [
      'allowDifferent.1: expected each condition at most once, not "store"',
    ]);
    for (const [allowDifferent, what] of [
      [[['store']], `.0: expected ${CONDITIONS}, not Array`],
      ['store', `: expected a list of ${CONDITIONS}, each at most once, not "store"`],
    ] as const)
      assert.deepEqual(problems({ allowDifferent }), [`allowDifferent${what}`]);
    assert.deepEqual(problems({ allowDifferent: ['workers', 'store'] }), []);
  });

  it('cannot name a limit that would be none', () => {
    for (const [name, byDefault] of Object.entries(DEFAULT_CRITERIA)) {
      if (typeof byDefault !== 'number') continue;
      for (const absurd of [1e308, Number.MAX_SAFE_INTEGER, -1, -1e308])
        assert.match(problems({ [name]: absurd }).join(), new RegExp(`^${name}: expected .*, not [-\\d]`));
    }
    const canary = { ...CANARY, seconds: 1e308, requests: Number.MAX_SAFE_INTEGER, p99LatencyMs: 1e9 };
    assert.deepEqual(
      parseCanary(canary).problems?.map(({ field }) => field),
      ['seconds', 'requests', 'p99LatencyMs'],
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
      /^colour: there is no such member; expected one of p99LatencyMs, /,
    );
    assert.match(problems(JSON.parse('{"__proto__": 1}'))[0]!, /no such member/);
  });

  it('is an object', () => {
    for (const value of [null, [], 7, 'text', undefined])
      assert.deepEqual(problems(value), ['it is not a JSON object']);
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
      'p99LatencyMs: expected a number from 0 to 3,600,000 (ms); it is missing',
    ]);
  });

  it('is told what is wrong with each once', () => {
    const wrong = parseCanary({ ...CANARY, source: ' ', rolledBack: 0, requests: -1 });
    assert.deepEqual(
      wrong.problems?.map(({ field }) => field),
      ['source', 'requests', 'rolledBack'],
    );
    assert.equal(parseCanary([]).problems?.length, 1);
  });
});

interface Property {
  readonly default?: unknown;
  readonly description: string;
  readonly [rule: string]: unknown;
}

describe('the published schema', async () => {
  const read = (path: string) => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const published = await read(CRITERIA_SCHEMA);
  const { properties, additionalProperties } = JSON.parse(published) as {
    readonly additionalProperties: boolean;
    readonly properties: Readonly<Record<string, Property>>;
  };

  it('is the one that is made from what the reader accepts', async () => {
    assert.equal(published, await criteriaSchemaText());
  });

  it('has every member with its rules, its default and what it means', () => {
    assert.equal(additionalProperties, false);
    const { $schema, ...members } = properties;
    assert.equal($schema?.type, 'string');
    assert.deepEqual(Object.keys(members), Object.keys(DEFAULT_CRITERIA));
    assert.deepEqual(Object.keys(criteriaSchema.entries), Object.keys(DEFAULT_CRITERIA));
    for (const [name, { description, default: byDefault }] of Object.entries(members)) {
      assert.ok(description.length > 20, name);
      assert.deepEqual(byDefault, DEFAULT_CRITERIA[name as keyof typeof DEFAULT_CRITERIA], name);
    }
    const rulesOf = (name: string) => {
      const { description, default: byDefault, ...rules } = members[name]!;
      assert.notEqual(description, byDefault);
      return rules;
    };
    assert.deepEqual(rulesOf('p99LatencyMs'), { type: 'number', exclusiveMinimum: 0, maximum: 3_600_000 });
    assert.deepEqual(rulesOf('maxConflictRate'), { type: 'number', minimum: 0, maximum: 1 });
    assert.deepEqual(rulesOf('minWorkers'), { type: 'integer', minimum: 2, maximum: 100_000 });
    assert.deepEqual(rulesOf('invariantMismatch'), { const: 0 });
    assert.deepEqual(rulesOf('shorterRunEarnsCanary'), { type: 'boolean' });
    assert.deepEqual(rulesOf('allowDifferent'), {
      type: 'array',
      items: { type: 'string', enum: CONDITIONS.split(', ') },
      uniqueItems: true,
    });
  });

  it('is contributed to VS Code for files of criteria, and packaged', async () => {
    const { contributes } = JSON.parse(await read('package.json')) as {
      contributes: { jsonValidation: readonly { fileMatch: readonly string[]; url: string }[] };
    };
    const [validation] = contributes.jsonValidation;
    assert.deepEqual(validation?.fileMatch, ['race-criteria.json', '*.race-criteria.json']);
    const path = validation.url.replace('./', '');
    assert.equal(path, CRITERIA_SCHEMA);
    assert.ok((await read('.vscodeignore')).split('\n').includes(`!${path}`));
  });
});
