import type { EvidenceRef, MetricExpression, Trigger } from '../../core/index.ts';
import { ABSENT_ALERT, ABSENT_SECONDS, watchedMetrics } from './absence.ts';
import { above, duration } from './expression.ts';
import { yamlText, type Yaml } from './yaml.ts';

/** The names of the two files; the tests name the rules. */
export const RULES_FILE = 'alerts.rules.yml';
export const RULE_TESTS_FILE = 'alerts.test.yml';

const SEVERITY = {
  'roll back': 'critical',
  'stop the rollout': 'critical',
  'look into it': 'warning',
} as const;

/** One alert, as its rule and its tests have it. */
export interface Alert {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The triggers as alerting rules of Prometheus, one rule each, and one for each metric that they read; YAML that `promtool check rules` accepts. */
export function renderRules(triggers: readonly Trigger[]): string {
  const rules = triggers.map((trigger): Yaml => {
    const { name, labels, annotations } = alertOf(trigger);
    return {
      alert: name,
      expr: above(trigger.expression, trigger.threshold),
      for: duration(trigger.forSeconds),
      labels,
      // Braces of ours would be taken for a template.
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, text]) => [key, text.replaceAll('{{', '{{ "{{" }}')]),
      ),
    };
  });
  const absences = watchedMetrics(triggers).map(({ series, labels, annotations }): Yaml => {
    const lasting = duration(ABSENT_SECONDS);
    return { alert: ABSENT_ALERT, expr: `absent(${series})`, for: lasting, labels, annotations };
  });
  const groups = [
    { name: 'race-trace', rules },
    { name: 'race-trace-metrics', rules: absences },
  ];
  return `# Written by race-trace report. Thresholds are those of the tested envelope; see docs/monitoring.md.
# promtool check rules ${RULES_FILE} && promtool test rules ${RULE_TESTS_FILE}
${yamlText({ groups })}`;
}

/** What an alert says when it fires, apart from the labels of its series. */
export function alertOf({ name, action, meaning, evidence, threshold, expression }: Trigger): Alert {
  return {
    name: `Reservation${name
      .split(/[^a-z0-9]+/i)
      .map(capital)
      .join('')}`,
    labels: { severity: SEVERITY[action], action },
    annotations: {
      summary: meaning,
      action,
      threshold:
        expression.kind === 'any'
          ? expression.of.map((part) => `${subject(part.expression)} above ${part.threshold}`).join(', or ')
          : `above ${threshold}`,
      evidence: evidenceText(evidence),
    },
  };
}

/** What of an expression a person would look up. */
function subject(expression: MetricExpression): string {
  if (expression.kind === 'any') return expression.of.map((part) => subject(part.expression)).join(' or ');
  return 'metric' in expression ? expression.metric : `${expression.of} / ${expression.to}`;
}

function evidenceText({ phase, what, where }: EvidenceRef): string {
  return `${phase}: ${what} (${where})`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
