import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Frame } from 'playwright-core';

const SOURCE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Violations that axe-core finds in a document, as lines for people: rule, help, and each element. */
export async function axeViolations(frame: Frame): Promise<string[]> {
  // Playwright evaluates outside the page's content security policy, which rightly lets no such script in.
  await frame.evaluate(SOURCE);
  const results = await frame.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}
