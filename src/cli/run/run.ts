import { Option } from 'commander';
import { ALL_FAULTS, printFaults, type FaultRate } from '../../harness/fault/faults.ts';
import type { LoadPhase } from '../../harness/phases/load.ts';
import { VARIANT_NAMES, type VariantName } from '../../harness/service/variants.ts';
import type { AddCommand } from '../command.ts';
import { runReproduce, withReproducePhase } from '../reproduce/phase.ts';
import type { PlayFlags } from '../reproduce/reproduction.ts';
import {
  common,
  faults,
  withCanary,
  withWorkload,
  type CommonOptions,
  type WorkloadFlags,
} from './options.ts';
import { runAll } from './all.ts';
import { runPhase } from './phase.ts';
import { FAULT_UNITS_PER_REQUEST, planOf, planOfRun, type Plan } from './plan.ts';
import type { AllFlags } from './validate-variant.ts';

const EXAMPLES = `
Examples:
  race-trace run baseline --duration 5s
  race-trace run load --rate 300 --duration 1m --burst 3x:2s/30s --out runs/unsafe
  race-trace run retest --of runs/unsafe
  race-trace run all --seed 42 --duration 1m --out runs/validation
  race-trace run fault --rate 200 --duration 30s --faults lost-answer:0.1,worker-kill

A run that cannot be trusted says INVALID RUN and why; its verdict is then worth nothing.
Ctrl-C once stops the sending and ends the run in good order; twice stops at once.

Exit code: 0 ok; 1 violation; 2 wrong usage; 3 unknown, or an invalid run; 130 interrupted.
The exit code of all follows the decision on the mitigation: 0 canary or release, 1 blocked, 3 undecided.
After an invalid load or a failed phase, all skips the other phases and reports on those that ran;
--keep-going runs the other phases too.`;

interface FaultFlags {
  readonly faults: readonly FaultRate[];
  readonly of?: string;
}

/** `race-trace run PHASE`: the phases of a validation that put load on the service. */
export const addRun: AddCommand = (program, terminal, done) => {
  const run = program
    .command('run')
    .description('run a phase of a validation: load on real worker processes, balanced against the store')
    .addHelpText('after', EXAMPLES);
  const go = async (phase: LoadPhase, plan: Plan, options: CommonOptions) => {
    done(await runPhase(phase, plan, options, terminal));
  };
  withWorkload(run.command('baseline'), { rate: 100, duration: '10s', variant: 'unsafe' })
    .description('one client asks one worker, one request after another')
    .action((flags: WorkloadFlags & CommonOptions) => go('baseline', planOf(flags), flags));
  withCanary(withWorkload(run.command('load'), { rate: 900, duration: '10m', variant: 'unsafe' }))
    .description('open arrivals: every request is sent when it is due')
    .action((flags: WorkloadFlags & CommonOptions) => go('load', planOf(flags), flags));
  const ofFaults = {
    rate: 300,
    duration: '1m',
    variant: 'conditional',
    units: 'ten times as many as',
  } as const;
  withCanary(withWorkload(run.command('fault'), ofFaults))
    .description('open arrivals while faults are injected, one kind after another')
    .addOption(
      new Option('--faults <list>', 'kinds of faults and their rates, e.g. lost-answer:0.1,worker-kill')
        .argParser(faults)
        .default(ALL_FAULTS, printFaults(ALL_FAULTS)),
    )
    .option('--of <dir>', 'folder of a load run whose workload is offered, instead of the flags')
    .action(async (flags: WorkloadFlags & CommonOptions & FaultFlags) =>
      go('fault', { ...(await planOfEither(flags)), faults: flags.faults }, flags),
    );
  withCanary(common(run.command('retest'), 'conditional'))
    .description('the workload of an earlier load run, again, on the mitigated service')
    .requiredOption('--of <dir>', 'folder of the load run whose workload is repeated')
    .action(async (flags: { of: string } & CommonOptions) =>
      go('retest', await planOfRun(flags.of, flags.store), flags),
    );
  withReproducePhase(run.command('reproduce')).action(async (flags: PlayFlags & { variant: VariantName }) => {
    done(await runReproduce(flags, terminal));
  });
  withCanary(withWorkload(run.command('all'), { rate: 900, duration: '10m' }))
    .description(
      'the whole validation, of the unsafe service and of its mitigation, with a report at the end',
    )
    .addOption(
      new Option('--mitigation <name>', 'what is validated after the unsafe service')
        .choices(VARIANT_NAMES.filter((name) => name !== 'unsafe'))
        .default('conditional'),
    )
    .option(
      '--keep-going',
      'run the other phases too after a load that is an INVALID RUN, or a phase that failed',
    )
    .action(async (flags: AllFlags) => {
      done(await runAll(flags, terminal));
    });
};

async function planOfEither(flags: WorkloadFlags & CommonOptions & FaultFlags): Promise<Plan> {
  return flags.of === undefined ? planOf(flags, FAULT_UNITS_PER_REQUEST) : planOfRun(flags.of, flags.store);
}
