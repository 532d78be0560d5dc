import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readManifest } from '../../../src/ingest/run-files/manifest.ts';
import { manifestName } from '../../../src/ingest/run-files/manifest-name.ts';

const read = (members: object) => readManifest(JSON.stringify({ format: 'race-trace/1', ...members }));
const fields = (members: object) => read(members).problems.map(({ field }) => field);

describe('a run manifest', () => {
  it('stands beside its trace under the trace’s name', () => {
    for (const name of [
      'a.b.trace.csv',
      'a.b.trace.ndjson',
      'a.b.trace.jsonl',
      'a.b.trace.csv.gz',
      'a.b.TRACE.CSV.GZ',
      'a.b.csv',
      'a.b.jsonl.gz',
    ])
      assert.equal(manifestName(name), 'a.b.run.json');
    assert.equal(manifestName('download'), 'download.run.json');
  });

  it('gives the facts of the run', () => {
    const { facts, problems } = read({
      seed: 42,
      variant: 'unsafe',
      version_scheme: 'sequential',
      initial: { 'seat-7': { value: 1, version: 1 }, __proto__x: { value: -2 } },
      remaining: {},
      offered: 540000,
      workload: {},
      schedule: 'A:read B:read',
      fault_windows: [{ fault: 'restart', from_us: 5, to_us: '9223372036854775807' }],
      complete: true,
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(facts, {
      versionScheme: 'sequential',
      initial: new Map([
        ['seat-7', { value: 1, version: 1n }],
        ['__proto__x', { value: -2, version: undefined }],
      ]),
      remaining: new Map(),
      complete: true,
      offered: 540000,
      variant: 'unsafe',
      seed: 42,
      schedule: 'A:read B:read',
      faultWindows: [{ fault: 'restart', fromUs: 5n, toUs: 9223372036854775807n }],
    });
  });

  it('has exact versions up to 2^63 − 1, and keys that are data', () => {
    const { facts, problems } = readManifest(
      `\ufeff{ "format": "race-trace/1",
         "initial": { "__proto__": { "value": 1, "version": 9223372036854775807 },
                      "toString": { "version" : 9007199254740993 , "value": 2 } } }`,
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(
      [...facts!.initial!],
      [
        ['__proto__', { value: 1, version: 9223372036854775807n }],
        ['toString', { value: 2, version: 9007199254740993n }],
      ],
    );
  });

  it('says nothing about what it leaves out, and counts as incomplete until it says otherwise', () => {
    assert.deepEqual(read({ seed: null, initial: null, environment: null, workload: null }), {
      members: { format: 'race-trace/1' },
      facts: {
        versionScheme: undefined,
        initial: undefined,
        remaining: undefined,
        complete: false,
        variant: undefined,
        seed: undefined,
        schedule: undefined,
        faultWindows: [],
      },
      problems: [],
    });
  });

  it('of another format, or that is no object, says nothing, not even that the run finished', () => {
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '{}',
      '{"format":"race-trace/2"}',
      '{"format":["race-trace/1"]}',
    ]) {
      const { facts, problems } = readManifest(text);
      const { complete, faultWindows, ...others } = facts!;
      assert.deepEqual([complete, faultWindows], [false, []], text);
      assert.ok(
        Object.values(others).every((value) => value === undefined),
        text,
      );
      assert.equal(problems.length, 1, text);
    }
  });

  it('reports members of the wrong type by their path and goes without them', () => {
    assert.deepEqual(
      fields({
        seed: 1.5,
        variant: 1,
        version_scheme: 'random',
        complete: 'yes',
        schedule: [],
        fault_windows: {},
        invalid_because: 'late',
      }),
      ['variant', 'seed', 'version_scheme', 'schedule', 'fault_windows', 'invalid_because', 'complete'],
    );
    for (const records of [[], 'x', 1, true]) assert.deepEqual(fields({ initial: records }), ['initial']);
    for (const record of [null, [], 1, {}, { value: '1x' }, { value: 1.5 }, { value: 2 ** 53 }])
      assert.deepEqual(fields({ remaining: { k: record } }), ['remaining.k.value']);
    for (const version of [-1, 1.5, '1e3', true, [], 1e19])
      assert.deepEqual(fields({ initial: { k: { value: 1, version } } }), ['initial.k.version']);
    const window = { fault: 'f', from_us: 1, to_us: 2 };
    for (const [odd, field] of [
      [null, 'fault_windows.1'],
      [{}, 'fault_windows.1.fault'],
      [{ ...window, fault: 1 }, 'fault_windows.1.fault'],
      [{ ...window, to_us: 2.5 }, 'fault_windows.1.to_us'],
    ] as const) {
      assert.deepEqual(fields({ fault_windows: [window, odd, window] }), [field]);
      assert.equal(read({ fault_windows: [window, odd, window] }).facts?.faultWindows.length, 2);
    }
    const mixed = read({ initial: { bad: {}, good: { value: 1, version: 1 } } });
    assert.deepEqual([...mixed.facts!.initial!.keys()], ['good']);
  });

  it('says what was expected, and what there is', () => {
    const sentences = (members: object) =>
      read(members).problems.map(({ field, message }) => `${field}: ${message}`);
    const workload = { seed: 1, rate: 10, durationS: 1, arrivals: 'poisson', keys: 2, skew: 0, units: 5 };
    const hash = 'a hash';
    for (const [members, sentence] of [
      [{ seed: 1.5 }, 'seed: expected a whole number from 0 to 2^53 − 1, not 1.5'],
      [{ seed: '4x' }, 'seed: expected a whole number from 0 to 2^53 − 1, not "4x"'],
      [{ complete: 'yes' }, 'complete: expected true or false, not "yes"'],
      [{ store: [] }, 'store: expected an object, not Array'],
      [{ store: {} }, 'store.kind: expected a text; it is missing'],
      [{ store: { kind: 'a', latency_ms: -1 } }, 'store.latency_ms: expected a number of at least 0, not -1'],
      [{ workload }, 'workload.hash: expected a text; it is missing'],
      [
        { workload: { ...workload, hash, arrivals: 'uniform' } },
        'workload.arrivals: expected "poisson" or "constant", not "uniform"',
      ],
      [
        { workload: { ...workload, hash, hot: { keys: 3, share: 1 } } },
        'workload: expected no more hot keys than keys, not Object',
      ],
      [
        { initial: { 'k\u001b': {} } },
        'initial.k\\u{1b}.value: expected a whole number below 2^53; it is missing',
      ],
      [{ clock_bound_us: 'a while' }, 'clock_bound_us: expected a number of at least 0, not "a while"'],
    ] as const)
      assert.deepEqual(sentences(members), [sentence]);
  });

  it('is read member by member, numbers as they are written, and what it has besides is ignored', () => {
    const workload = { seed: 1, durationS: 1, arrivals: 'poisson', keys: 2, skew: 0, units: 5, hash: 'h' };
    const { members, problems } = readManifest(
      `{ "format": "race-trace/1", "workload": ${JSON.stringify(workload).replace('}', ', "rate": 9.50e1, "more": [] }')},
         "closed": true, "rows": 3, "offered": 2, "units_per_success": 2, "clock_bound_us": 1.0, "other": { "x": 1 } }`,
    );
    assert.deepEqual(problems, []);
    const { format, workload: read, ...rest } = members as Record<string, unknown>;
    assert.equal(format, 'race-trace/1');
    assert.deepEqual(read, { ...workload, rate: 95 });
    assert.deepEqual(rest, {
      closed: true,
      rows: 3,
      offered: 2,
      units_per_success: 2,
      clock_bound_us: 1,
    });
  });

  it('may state any scheme of versions, and versions that are no numbers', () => {
    for (const version_scheme of ['client', 'opaque']) {
      const { facts, problems } = read({ version_scheme, initial: { k: { value: 1, version: '1-9f2c' } } });
      assert.deepEqual(problems, []);
      assert.equal(facts?.versionScheme, version_scheme);
      assert.equal(facts.initial?.get('k')?.version, '1-9f2c');
    }
  });

  it('takes the reasons for which a run is invalid, and that there are some where they cannot be read', () => {
    const reasons = (invalid_because: unknown) => read({ invalid_because }).facts?.invalidBecause;
    assert.deepEqual(reasons(['Late.', 'Half of it.']), ['Late.', 'Half of it.']);
    for (const none of [undefined, null, []]) assert.equal(reasons(none), undefined);
    for (const odd of ['late', {}, true, [1]])
      assert.match(reasons(odd)?.join() ?? '', /does not say why in a way that can be read/);
  });

  it('says how the processors were used, or why that is not known; anything else is a problem and counts as absent', () => {
    const machine = {
      processors: 2,
      seconds: 30,
      own_share: 0.2,
      other_share: 0.7,
      stolen_share: 0,
      idle_share: 0.1,
    };
    for (const known of [
      machine,
      { ...machine, pressure_share: 0.9 },
      { not_measured: 'this system has no /proc/stat' },
    ])
      assert.deepEqual([read({ machine: known }).members.machine, fields({ machine: known })], [known, []]);
    for (const odd of [
      [],
      'busy',
      {},
      { ...machine, own_share: 1.2 },
      { ...machine, idle_share: undefined },
    ]) {
      assert.deepEqual(fields({ machine: odd }), ['machine']);
      assert.equal(read({ machine: odd }).members.machine, undefined);
    }
  });

  it('says when, by what and on what the run was made, member by member', () => {
    const environment = {
      started_at: '2030-01-31T12:00:00.000Z',
      tool_version: '0.1.0',
      node: '24.1.0',
      platform: 'linux x64',
      cpus: 4,
      cpu_model: 'A CPU',
      memory_bytes: 8 * 2 ** 30,
    };
    const known = {
      startedAt: environment.started_at,
      toolVersion: '0.1.0',
      node: '24.1.0',
      platform: 'linux x64',
      cpus: 4,
      cpuModel: 'A CPU',
      memoryBytes: 8 * 2 ** 30,
    };
    const whole = read({ environment });
    assert.deepEqual([whole.facts?.environment, whole.problems], [known, []]);
    assert.equal(read({}).facts?.environment, undefined);
    for (const odd of [[], 'x', 1, true]) assert.deepEqual(fields({ environment: odd }), ['environment']);
    for (const [member, mine, odd] of [
      ['started_at', 'startedAt', '2030-02-31T12:00:00Z'],
      ['started_at', 'startedAt', 'yesterday'],
      ['started_at', 'startedAt', 0],
      ['tool_version', 'toolVersion', 1],
      ['node', 'node', {}],
      ['platform', 'platform', []],
      ['cpus', 'cpus', -1],
      ['cpus', 'cpus', 1.5],
      ['cpu_model', 'cpuModel', true],
      ['memory_bytes', 'memoryBytes', 1e300],
    ] as const) {
      const { facts, problems } = read({ environment: { ...environment, [member]: odd } });
      assert.deepEqual(
        problems.map(({ field }) => field),
        [`environment.${member}`],
      );
      assert.deepEqual(facts?.environment, { ...known, [mine]: undefined });
    }
    const { facts } = read({ environment: { cpu_model: `\u001b[2J${'x'.repeat(500)}` } });
    assert.match(facts?.environment?.cpuModel ?? '', /^\\u\{1b\}\[2Jx+…$/);
    assert.ok(facts!.environment!.cpuModel!.length <= 120);
  });

  it('never throws, whatever its text is', () => {
    const names = [
      'environment',
      'format',
      'seed',
      'initial',
      'remaining',
      'version_scheme',
      'complete',
      'fault_windows',
      'invalid_because',
    ];
    const manifest = fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 4 }));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          manifest.map((json) => JSON.stringify({ ...json, format: 'race-trace/1' })),
        ),
        (text) => {
          const { facts, problems } = readManifest(text);
          assert.ok(facts !== undefined || problems.length > 0);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
