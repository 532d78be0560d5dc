import { count } from '../../core/words/numbers.ts';
import { withoutPasswords } from '../../core/words/passwords.ts';
import { clipped, printable } from '../../core/words/printable.ts';
import type { StatementSite } from '../../explore/sites/statement-sites.ts';
import type { RecordedRequest } from '../../explore/tap/record/request-groups.ts';
import type { Tap } from '../../explore/tap/tap.ts';
import { shown, thisProgram } from '../output/shown.ts';
import type { PlacedAttempt } from './trace-file.ts';

/** What a user has to know when the tap listens. */
export function listeningText({ url }: Tap, path: string | undefined): string {
  return [
    `tap        ${printable(withoutPasswords(url))}`,
    `next       point the database URL of your service there and start it; send one request at a time; Ctrl-C ends the tap`,
    ...(path === undefined ? [] : [`trace      ${shown(path)}`]),
    '',
  ].join('\n');
}

/** A request in lines: its attempts, and the statements without their values. */
export function requestText({ id }: RecordedRequest, attempts: readonly PlacedAttempt[]): string {
  const lines = attempts.map(({ attempt }) => {
    const { key, result, readVersion, readValue, writeVersion, writeValue } = attempt;
    const state = (value = '', version = '') => [value, version && `v${version}`].filter(Boolean).join(' ');
    const read = state(readValue, readVersion);
    const written = state(writeValue, writeVersion);
    const values = [read && `read ${read}`, written && `wrote ${written}`].filter(Boolean).join(', ');
    return `${clipped(id, 40)}  ${clipped(key, 80)}  ${result}${values === '' ? '' : `: ${printable(values)}`}`;
  });
  const [first] = attempts;
  const steps = (first?.attempt.steps ?? []).map((step) => `    ${clipped(step, 160)}`);
  const places = [placeText('read', first?.read), placeText('write', first?.write)].filter(
    (line) => line !== '',
  );
  return `${[...lines, ...steps, ...places].join('\n')}\n`;
}

function placeText(step: string, site: StatementSite | undefined): string {
  if (site === undefined) return '';
  if (site.sites.length === 0) return `    ${step}: no line: ${site.why ?? ''}`;
  const names = site.sites.map((one) => clipped(one, 160)).join(' or ');
  return `    ${step}: ${names}${site.isInferred ? ' (inferred)' : ''}`;
}

/** What was recorded. */
export function endText(requests: number, path: string | undefined): string {
  const recorded = `recorded   ${count(requests)} ${requests === 1 ? 'request' : 'requests'}\n`;
  if (path === undefined || requests === 0) return recorded;
  return `${recorded}next       ${thisProgram()} check ${shown(path)}\n`;
}
