import { NONE } from '../words/codes.ts';
import type { History } from './history.ts';

/** Names that loggers give to what they were told, and tracers to a statement, without case and signs; best first. */
const NAMES = ['msg', 'message', 'event', 'statement', 'sql', 'dbquerytext', 'dbstatement', 'query'];

/** Whether a column of this name, or one that lies at this path, has the text that a line of the source writes. */
export function isMessageName(name: string): boolean {
  return rankOf(name) < NAMES.length;
}

/** The message or statement of a row, as the trace has it; undefined where it has none. */
export function rowMessage({ extra, strings }: History, row: number): string | undefined {
  const columns = extra.filter(({ name }) => isMessageName(name));
  const bestFirst = columns.sort((a, b) => rankOf(a.name) - rankOf(b.name));
  const texts = bestFirst.map(({ values }) => values[row] ?? NONE);
  const first = texts.find((text) => text !== NONE);
  return first === undefined ? undefined : strings.at(first);
}

function rankOf(name: string): number {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '');
  const ranks = [name, name.split('.').at(-1) ?? ''].map((each) => NAMES.indexOf(plain(each)));
  return Math.min(...ranks.map((rank) => (rank < 0 ? NAMES.length : rank)));
}
