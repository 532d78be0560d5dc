import { RESULTS, type Result } from '../../core/words/codes.ts';
import { clipped } from '../../core/words/printable.ts';
import { tracesOf } from '../../ingest/find-traces.ts';
import {
  configFileFor,
  configText,
  merged,
  patternIn,
  withSources,
  type ConfigFile,
} from '../../ingest/config/put-source.ts';
import type { ConfigSource } from '../../ingest/config/schema.ts';
import { mappingOfSource } from '../../ingest/config/source-of.ts';
import type { Proposal } from '../../ingest/guess/proposal.ts';
import { propose } from '../../ingest/guess/propose.ts';
import { readBeginning, sampleOf } from '../../ingest/guess/sample.ts';
import { sourceOfProposal } from '../../ingest/guess/source-of-proposal.ts';
import { NotATraceError } from '../../ingest/open-trace.ts';
import type { AddCommand, Terminal } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { quoted } from '../next-command.ts';
import { painter, type Paint } from '../output/paint.ts';
import { shown, thisProgram } from '../output/shown.ts';
import { writeWhole } from '../output/write-whole.ts';
import { nothingText, proposalText } from './proposal-text.ts';
import { readingText } from './reading-text.ts';

interface Options {
  readonly yes?: true;
  readonly print?: true;
  readonly force?: true;
  readonly color: boolean;
}

const EXAMPLES = `
Examples:
  race-trace init app.log               look at a log, propose how it is read, ask, write race-trace.json
  race-trace init --yes 'logs/*.log'    the same without a question: in a script or a pipe
  race-trace init --print app.log       only show what would be written

Each column is proposed with how sure it is: sure where its name and its values agree, likely where one of
them says it, unsure where you have to look. A result that nothing explains stays open: its rows are
rejected until race-trace.json says what it stands for. Nothing is changed in the log, no command is
started and no store is asked.

The file is race-trace.json in this folder, or beside a log that lies elsewhere. One that is there, in the
folder of the log or above, is changed only with --force: its other members and sources stay.

Exit code: 0 proposed, or the log opens as it is; 3 something is missing in it, so that nothing is mapped;
2 wrong usage, a file that cannot be read, or a race-trace.json that is there without --force.`;

/** `race-trace init`: proposes how logs are read as traces, and writes it into `race-trace.json`. */
export const addInit: AddCommand = (program, terminal, done) => {
  program
    .command('init')
    .description('propose how a log is read as a trace, and write it into race-trace.json')
    .argument('<file...>', 'logs: JSON lines or CSV, gzipped or not; patterns')
    .option('--yes', 'write without asking')
    .option('--print', 'write nothing')
    .option('--force', 'put the proposal into a race-trace.json that is there')
    .option('--no-color', 'no colours')
    .addHelpText('after', EXAMPLES)
    .action(async (files: string[], options: Options) => {
      done(await init(files, options, terminal));
    });
};

/** What became of one argument. */
type Outcome = ConfigSource | 'opens' | 'lacks';

async function init(args: readonly string[], options: Options, terminal: Terminal): Promise<number> {
  const paint = painter(terminal.colour && options.color);
  const target = await configFileFor((await tracesOf(args[0]!))[0]!, process.cwd());
  const outcomes: Outcome[] = [];
  for (const argument of args) outcomes.push(await proposeFor(argument, target, terminal, paint));
  const sources = merged(outcomes.filter((each) => typeof each !== 'string'));
  const code = outcomes.includes('lacks') ? EXIT.unknown : EXIT.ok;
  if (sources.length === 0) return code;
  return (await wrote(target, sources, args, options, terminal)) ? code : EXIT.usage;
}

/** Looks at the first file that an argument stands for, and says how it would be read. */
async function proposeFor(
  argument: string,
  target: ConfigFile,
  terminal: Terminal,
  paint: Paint,
): Promise<Outcome> {
  const path = (await tracesOf(argument))[0]!;
  const { interrupted, stdout } = terminal;
  const plain = await readBeginning(path, {}, interrupted);
  if (plain.notATrace === undefined && plain.history.size > 0) {
    stdout.write(`${clipped(path, 120)} opens as it is. Next:\n  ${thisProgram()} check ${quoted(path)}\n`);
    return 'opens';
  }
  const { records } = await sampleOf(path, interrupted);
  if (records.length === 0 && plain.notATrace !== undefined) throw new NotATraceError(path, plain.notATrace);
  const proposal = propose(records);
  if ('lacks' in proposal) {
    stdout.write(nothingText(path, records.length, proposal, paint));
    return 'lacks';
  }
  stdout.write(proposalText(path, records.length, proposal, paint));
  const answered = await withAnswers(proposal, terminal);
  const source = sourceOfProposal(patternIn(target, argument), answered);
  const reading = await readBeginning(path, mappingOfSource(source), interrupted);
  stdout.write(readingText(answered, reading, paint));
  return source;
}

/** A proposal with what a person at the terminal says of the results that nothing explains. */
async function withAnswers(proposal: Proposal, { ask }: Terminal): Promise<Proposal> {
  if (ask === undefined) return proposal;
  const results = [];
  for (const each of proposal.results) {
    const answer =
      each.result === undefined
        ? await ask(
            `What does ${clipped(each.value, 40)} stand for: ${RESULTS.join(', ')}? (Enter: leave it open) `,
          )
        : undefined;
    results.push({ ...each, result: each.result ?? resultNamed(answer) });
  }
  return { ...proposal, results };
}

function resultNamed(answer: string | undefined): Result | undefined {
  return RESULTS.find((result) => result === answer?.trim().toLowerCase());
}

/** Writes the sources, or says what would be written and how; false if a file is in the way. */
async function wrote(
  target: ConfigFile,
  sources: readonly ConfigSource[],
  args: readonly string[],
  options: Options,
  { stdout, stderr, ask }: Terminal,
): Promise<boolean> {
  const config = withSources(target.config, sources);
  const name = shown(target.path);
  const again = (flag: string): string => `${thisProgram()} init ${flag} ${args.map(quoted).join(' ')}`;
  if (options.print === true) {
    stdout.write(`\n${name} would be:\n${configText(config)}`);
    return true;
  }
  if (target.config !== undefined && options.force !== true) {
    stderr.write(
      `race-trace: ${name} is there already. To put this into it and keep the rest:\n  ${again('--force --yes')}\n`,
    );
    return false;
  }
  const isWanted =
    options.yes === true || (ask !== undefined && !/^n/i.test(await ask(`Write ${name}? [Y/n] `)));
  if (!isWanted) {
    stdout.write(
      `\nNothing is written. To write ${name}:\n  ${again(options.force === true ? '--force --yes' : '--yes')}\n`,
    );
    return true;
  }
  await writeWhole(target.path, configText(config));
  stdout.write(`\n${name} is written. Next:\n  ${thisProgram()} check ${args.map(quoted).join(' ')}\n`);
  return true;
}
