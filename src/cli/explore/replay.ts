import { count } from '../../core/words/numbers.ts';
import { clipped, printable } from '../../core/words/printable.ts';
import { safeJson } from '../../core/words/safe-json.ts';
import { MARKS } from '../../core/words/signs.ts';
import type { Replay, Subject } from '../../explore/outcome/subject.ts';
import type { Terminal } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { marked, painter, type Paint } from '../output/paint.ts';
import { replayJson } from './json.ts';
import type { ExploreFlags } from './options.ts';
import { stepTable } from './step-table.ts';

/** Plays one schedule as often as is wanted and prints how it went; resolves to the exit code. */
export async function runReplay(
  subject: Subject,
  schedule: string,
  flags: ExploreFlags,
  terminal: Terminal,
): Promise<number> {
  const replay = await subject.replay(
    schedule,
    { runs: flags.runs, skipsMissing: flags.skipMissing === true },
    terminal.interrupted,
  );
  terminal.stdout.write(
    flags.format === 'json'
      ? `${safeJson(replayJson(replay, replay.clients))}\n`
      : replayText(replay, subject, flags, painter(terminal.colour && flags.color)),
  );
  if (replay.first.broken !== undefined) return EXIT.violation;
  return replay.identical === replay.runs ? EXIT.ok : EXIT.unknown;
}

function replayText(
  { first, skipped, runs, identical, other, clients }: Replay,
  { name }: Subject,
  { quiet }: ExploreFlags,
  paint: Paint,
): string {
  const { schedule, broken, codes, notes, steps } = first;
  const answers = codes.map((code, client) => `${clients[client]!} ${clipped(code, 60)}`).join(', ');
  const holds =
    broken === undefined
      ? marked(MARKS.good, 'holds', paint)
      : marked(MARKS.bad, clipped(broken, 300), paint);
  const isSame = identical === runs;
  const same = `${count(identical)} of ${count(runs)} runs went the same way`;
  const lines = [
    `${paint('bold', printable(name))}  ${schedule}`,
    '',
    ...(quiet === true ? [] : [...stepTable(steps, clients, undefined, paint), '']),
    `outcome    ${answers}`,
    ...notes.map((note) => `           ${printable(note)}`),
    `invariant  ${holds}`,
    ...(skipped.length === 0 ? [] : [`left out   ${printable(skipped.join(' '))}: cannot happen there`]),
    `again      ${marked(isSame ? MARKS.good : MARKS.bad, same, paint)}`,
    ...(other === undefined ? [] : [`           ${clipped(other, 300)}`]),
  ];
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}
