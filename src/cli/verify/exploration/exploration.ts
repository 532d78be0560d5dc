import { createHash } from 'node:crypto';
import { count } from '../../../core/words/numbers.ts';
import { printable } from '../../../core/words/printable.ts';
import type { ExplorationCertificate } from '../../../ingest/run-files/exploration-certificate.ts';
import { TreeError, TreeWalk } from './walk.ts';

/** Why the certificate of an exploration is refused; empty where everything fits. All is printable. */
export function explorationRefusals(certificate: ExplorationCertificate): readonly string[] {
  const reasons = [...countErrors(certificate), ...digestErrors(certificate), ...verdictErrors(certificate)];
  return reasons.map(printable);
}

function countErrors(certificate: ExplorationCertificate): readonly string[] {
  const { outcomes, schedules, cut } = certificate;
  try {
    const walked = new TreeWalk(certificate).all();
    const total = walked.ends.reduce((sum, each) => sum + each, 0);
    return [
      ...(total === schedules ? [] : [`the tree has ${count(total)} schedules, not ${count(schedules)}`]),
      ...outcomes.flatMap(({ codes, schedules: said }, index) =>
        said === walked.ends[index]
          ? []
          : [
              `${count(walked.ends[index] ?? 0)} schedules of the tree end in ${codes.join(', ')}, not ${count(said)}`,
            ],
      ),
      ...(walked.cut === cut ? [] : [`${count(walked.cut)} runs of the tree were cut, not ${count(cut)}`]),
    ];
  } catch (error) {
    if (error instanceof TreeError) return [error.message];
    throw error;
  }
}

function digestErrors({ places, clients, steps_sha256: said }: ExplorationCertificate): readonly string[] {
  const steps = new Set<string>();
  for (const place of places)
    if (place.at === 'ready') steps.add(`${JSON.stringify([clients[place.client], place.step])}\n`);
  const found = createHash('sha256').update(Array.from(steps).sort().join('')).digest('hex');
  return found === said ? [] : [`the steps have another digest: SHA-256 ${found}`];
}

function verdictErrors(certificate: ExplorationCertificate): readonly string[] {
  const { verdict, outcomes, incomplete, doubts, preemptions, reduction } = certificate;
  const isBroken = outcomes.some(({ broken, schedules }) => broken !== null && schedules > 0);
  const isOpen = incomplete !== null || doubts.length > 0 || preemptions !== null;
  const right = isBroken ? 'violation' : isOpen ? 'unknown' : 'ok';
  return [
    ...(verdict === right
      ? []
      : [`the verdict is ${verdict}, and these outcomes and doubts make it ${right}`]),
    ...(preemptions !== null && reduction !== 'none'
      ? ['with a bound of preemptions no schedule may be left out as equal to another one']
      : []),
  ];
}

/** What was gone through and what was not, as the last lines of a result. */
export function explorationCoverage(certificate: ExplorationCertificate): string {
  const { schedules, cut, incomplete, reduction, processes } = certificate;
  const whole = incomplete === null ? 'every choice of the tree was made' : 'the tree as far as it goes';
  const left = reduction === 'none' ? '' : `, or comes to the same as one that was (${count(cut)} runs cut)`;
  return (
    `Checked: ${whole}${left}; ${count(schedules)} schedules and their outcomes; the verdict. ` +
    `Not checked: that ${processes === 1 ? 'the process' : `the ${processes} processes`} did what the tree says; ` +
    'explore --replay plays a schedule again.'
  );
}
