import { clipped } from '../../core/words/printable.ts';
import { safeJson } from '../../core/words/safe-json.ts';
import { readExplorationCertificate } from '../../ingest/run-files/exploration-certificate.ts';
import type { Terminal } from '../command.ts';
import { explorationCoverage, explorationRefusals } from './exploration/exploration.ts';

/** Reasons that are shown. */
const MOST_REASONS = 20;

/** Goes through the certificate of an exploration and prints whether it holds; resolves to that. */
export async function verifyExploration(path: string, format: string, terminal: Terminal): Promise<boolean> {
  const certificate = await readExplorationCertificate(path, terminal.interrupted);
  const refused = explorationRefusals(certificate).slice(0, MOST_REASONS);
  const { subject, verdict, schedules, incomplete } = certificate;
  const json = {
    format: 'race-trace-verify-exploration/1',
    verified: refused.length === 0,
    subject,
    verdict,
    schedules,
    complete: incomplete === null,
    refused_because: refused,
  };
  const name = `${clipped(path, 300)}: ${verdict}, ${schedules} schedules of ${clipped(subject, 100)}`;
  const lines =
    refused.length === 0
      ? [`verified  ${name}`, explorationCoverage(certificate)]
      : [`REFUSED   ${name}`, ...refused.map((reason) => `  ${reason}`)];
  terminal.stdout.write(format === 'json' ? `${safeJson(json)}\n` : `${lines.join('\n')}\n`);
  return refused.length === 0;
}
