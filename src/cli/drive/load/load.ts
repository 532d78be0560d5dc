import { safeJson } from '../../../core/words/safe-json.ts';
import { sourceText } from '../../books/source.ts';
import { checkJson } from '../../check/json.ts';
import { checkTrace } from '../../check/checked-trace.ts';
import type { Terminal } from '../../command.ts';
import { EXIT_OF_VERDICT } from '../../exit-code.ts';
import { confirmReset } from '../../options/confirm-reset.ts';
import { painter } from '../../output/paint.ts';
import { withRunFolder } from '../../output/run-folder.ts';
import type { LoadFlags } from './flags.ts';
import { performLoad } from './perform.ts';
import { loadPlanOf } from './plan.ts';
import { loadText, sentText } from './text.ts';

const MAX_FINDINGS = 1000;

/** Sends a load to the user's own service, and checks what it wrote down; resolves to the exit code. */
export async function driveLoad(
  url: string | undefined,
  flags: LoadFlags,
  terminal: Terminal,
): Promise<number> {
  const plan = await loadPlanOf(url, flags, terminal.interrupted);
  const { stderr, stdout } = terminal;
  if (plan.books !== undefined) stderr.write(`race-trace: the books: ${sourceText(plan.books)}\n`);
  if (plan.note !== undefined) stderr.write(`race-trace: ${plan.note}\n`);
  if (plan.reset !== undefined)
    await confirmReset(plan.reset, flags.yes === true, terminal, 'before the load, and not after it');
  return withRunFolder({ out: flags.out, name: 'drive' }, async (folder) => {
    const asText = flags.format === 'text';
    if (asText && flags.quiet !== true) stdout.write(`${sentText(plan)}\n`);
    const load = await performLoad(plan, flags, folder, terminal);
    // What sends requests does not judge them: its trace is read back and checked like any other.
    const checked = await checkTrace(load.tracePath, { maxFindings: MAX_FINDINGS });
    const { verdict } = checked.analysis;
    const json = () => ({
      format: 'race-trace-run/1',
      valid: load.metrics.valid,
      verdict,
      trace: load.tracePath,
      manifest: load.manifestPath,
      metrics: load.metrics,
      check: checkJson(checked),
    });
    stdout.write(
      asText
        ? loadText({ load, checked, folder }, painter(terminal.colour && flags.color))
        : `${safeJson(json())}\n`,
    );
    return EXIT_OF_VERDICT[verdict];
  });
}
