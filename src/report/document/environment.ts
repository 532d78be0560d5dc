import { counted } from '../../core/words/numbers.ts';
import type { EnvironmentLine, Report } from '../model/model.ts';
import { list, text, type Block } from './block.ts';

/** When, by what and on what the phases were run. */
export function environmentBlocks({ environments }: Report): readonly Block[] {
  const [only] = environments;
  if (only === undefined) return [];
  if (environments.length === 1) return [text(sentenceOf(only))];
  return [
    text({ text: mixedEnvironments(environments), tone: 'warn' }),
    ...list(environments.map((each) => `${each.phases.join(', ')}: ${sentenceOf(each)}`)),
  ];
}

/** That not all phases were run by one version on one machine; '' if they were, or none says. */
export function mixedEnvironments(environments: readonly EnvironmentLine[]): string {
  return environments.length > 1
    ? 'The phases are not known to be run by one version on one machine: their latencies and rates do not compare.'
    : '';
}

/** `phases begun 2030-01-31 12:00 to 12:31 UTC`, from the first to the last of them; '' if none says. */
export function runDate(environments: readonly EnvironmentLine[]): string {
  const firsts = environments.flatMap(({ firstStartedAt }) => firstStartedAt ?? []).sort();
  const lasts = environments.flatMap(({ lastStartedAt }) => lastStartedAt ?? []).sort();
  const [first, last] = [firsts[0], lasts.at(-1)];
  if (first === undefined || last === undefined) return '';
  const [from, to] = [minuteOf(first), minuteOf(last)];
  if (from === to) return `phases begun ${from} UTC`;
  const sameDay = first.slice(0, 10) === last.slice(0, 10);
  return `phases begun ${from} to ${sameDay ? to.slice(11) : to} UTC`;
}

function sentenceOf(line: EnvironmentLine): string {
  const { toolVersion, node, platform, cpus, cpuModel, memoryBytes } = line;
  const when = runDate([line]);
  const parts = [
    ...(when === '' ? [] : [when]),
    ...(toolVersion === undefined ? [] : [`by race-trace ${toolVersion}`]),
    ...(node === undefined ? [] : [`Node ${node}`]),
    ...(platform === undefined ? [] : [platform]),
    ...(cpus === undefined ? [] : [`${counted(cpus, 'processor')}${cpuModel ? ` (${cpuModel})` : ''}`]),
    ...(memoryBytes === undefined ? [] : [`${(memoryBytes / 2 ** 30).toFixed(1)} GiB of memory`]),
  ];
  if (parts.length === 0) return 'No manifest says when, by which version or on what these phases were run.';
  const sentence = parts.join(', ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/** `2030-01-31 12:00`. */
function minuteOf(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}
