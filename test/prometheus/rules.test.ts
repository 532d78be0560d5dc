/** The rules are Prometheus's to understand: its own tool reads them and runs their tests. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findPromtool } from '../../scripts/servers/prometheus.ts';
import { DEFAULT_CRITERIA } from '../../src/core/decide/criteria.ts';
import { triggersOf } from '../../src/core/decide/triggers-of.ts';
import { TRIGGER_NAMES, type Trigger } from '../../src/core/decide/triggers.ts';
import { RULES_FILE, RULE_TESTS_FILE, renderRules } from '../../src/report/prometheus/prometheus.ts';
import { above } from '../../src/report/prometheus/expression.ts';
import { renderRuleTests } from '../../src/report/prometheus/tests.ts';
import { perfectEvidence } from '../unit/core/decide/evidence-of.ts';
import { orSkip, promtool, type Said } from './promtool.ts';
import { MONITORED_METRICS } from '../../src/core/words/monitored-metrics.ts';

const program = await orSkip('the alerting rules in promtool', findPromtool);
const triggers = triggersOf(perfectEvidence(), DEFAULT_CRITERIA);

function filesOf(rules: readonly Trigger[], tests = rules): Record<string, string> {
  return { [RULES_FILE]: renderRules(rules), [RULE_TESTS_FILE]: renderRuleTests(tests) };
}

if (program !== undefined) {
  const checkRules = (files: Record<string, string>): Said =>
    promtool(program, files, 'check', 'rules', RULES_FILE);
  const testRules = (files: Record<string, string>): Said =>
    promtool(program, files, 'test', 'rules', RULE_TESTS_FILE);

  describe('the alerting rules of a validation', () => {
    it('are one rule per trigger that Prometheus understands', () => {
      assert.deepEqual(
        triggers.map(({ name }) => name),
        TRIGGER_NAMES,
      );
      const { ok, text } = checkRules(filesOf(triggers));
      assert.ok(ok, text);
      const metrics = Object.keys(MONITORED_METRICS).length;
      assert.match(text, new RegExp(`SUCCESS: ${TRIGGER_NAMES.length + metrics} rules found`));
    });

    it('pass their own tests, in which each fires and does not', () => {
      const files = filesOf(triggers);
      const { ok, text } = testRules(files);
      assert.ok(ok, text);
      for (const name of TRIGGER_NAMES)
        assert.ok(files[RULE_TESTS_FILE]!.split(`name: "${name}: `).length > 2, name);
    });

    it('fail their tests if a metric may be absent unseen', () => {
      const seen = new Set<string>();
      for (const trigger of triggers) {
        const files = filesOf([trigger]);
        const rules = files[RULES_FILE]!;
        for (const [watched, metric = ''] of rules.matchAll(/absent\((\w+?)(?:_bucket)?\)/g)) {
          if (seen.has(metric)) continue;
          seen.add(metric);
          const blind = rules.replace(watched, 'absent(vector(1))');
          const { ok, text } = testRules({ ...files, [RULES_FILE]: blind });
          assert.ok(!ok && text.includes('ReservationMetricAbsent'), text);
        }
      }
      assert.deepEqual([...seen].sort(), Object.keys(MONITORED_METRICS).sort());
    });

    for (const trigger of triggers)
      it(`fail their tests if the threshold of "${trigger.name}" is another one`, () => {
        const files = filesOf([trigger]);
        const rules = files[RULES_FILE]!;
        const { expression, threshold } = trigger;
        const expr = JSON.stringify(above(expression, threshold));
        assert.equal(rules.split(expr).length, 2);
        for (const other of [(limit: number) => limit * 10 + 10, (limit: number) => limit / 10 - 1e-9]) {
          const changed =
            expression.kind === 'any'
              ? {
                  ...expression,
                  of: expression.of.map((part) => ({ ...part, threshold: other(part.threshold) })),
                }
              : expression;
          const wrong = rules.replace(expr, () => JSON.stringify(above(changed, other(threshold))));
          const { ok, text } = testRules({ ...files, [RULES_FILE]: wrong });
          assert.ok(!ok, wrong);
          assert.match(text, /alertname: *Reservation|exp:/);
        }
      });

    it('hold texts that would be something to YAML or to a template', () => {
      const [first] = triggers;
      const meaning = 'a: "b" {{ $value }} # c\n- d\\ \u2028 − × \u0085 {{ "x" }} ${e} %';
      const evidence = { phase: 'load' as const, what: "it's 3 > 2", where: 'C:\\runs\\{{ .Labels }}' };
      const { ok, text } = testRules(filesOf([{ ...first!, meaning, evidence }]));
      assert.ok(ok, text);
    });

    it('select series by labels of any text', () => {
      const trigger = triggers.find(({ name }) => name === 'canary breach')!;
      const where = { deployment: 'a "quoted" \\ name' };
      const expression = {
        kind: 'ratio',
        of: 'reservation_server_errors_total',
        to: 'reservation_requests_total',
        where,
        by: [],
        windowSeconds: 90,
        atLeast: 10,
      } as const;
      const { ok, text } = testRules(filesOf([{ ...trigger, expression, threshold: 0.25, forSeconds: 30 }]));
      assert.ok(ok, text);
    });

    it('of a service without a reconciler are those of the document', () => {
      const page = readFileSync(fileURLToPath(new URL('../../docs/monitoring.md', import.meta.url)), 'utf8');
      const blocks = [...page.matchAll(/```yaml\n(groups:[^]*?)```/g)].map((match) => match[1]!);
      assert.ok(blocks.length > 0);
      for (const block of blocks) {
        const { ok, text } = promtool(program, { 'rules.yml': block }, 'check', 'rules', 'rules.yml');
        assert.ok(ok, text);
      }
    });
  });
}
