import type { Command } from 'commander';
import { resolve } from 'node:path';
import { printable } from '../../core/words/printable.ts';
import { serviceSubject } from '../../explore/service/service-subject.ts';
import type { Subject } from '../../explore/outcome/subject.ts';
import type { Terminal } from '../command.ts';
import { confirmReset } from '../options/confirm-reset.ts';
import type { ExploreFlags } from './options.ts';
import { servicePlan, type ExploreBounds } from './service-plan.ts';

/** Flags that only a service has. */
export interface ServiceFlags {
  readonly allowHost: readonly string[];
  readonly yes?: true;
  readonly project?: string;
}

/** The service that is explored, and the flags with what its config says where they say nothing. */
export interface NamedService {
  readonly subject: Subject;
  /** The config that describes it. */
  readonly path: string;
  readonly flags: ExploreFlags;
}

/**
 * The service of the config in this folder or above it; before anything is sent, its reset is printed and asked for.
 * @throws Error with a sentence, if the config lacks something, or the reset may not be
 */
export async function namedService(
  flags: ExploreFlags & ServiceFlags,
  command: Command,
  terminal: Terminal,
): Promise<NamedService> {
  const { plan, bounds, path } = await servicePlan(
    resolve(flags.project ?? ''),
    flags.allowHost,
    terminal.interrupted,
  );
  await confirmReset(plan.reset, flags.yes === true, terminal);
  const subject = serviceSubject(plan, {
    interrupted: terminal.interrupted,
    say: (sentence) => {
      if (flags.quiet !== true) terminal.stderr.write(`race-trace: ${printable(sentence)}\n`);
    },
  });
  return { subject, path, flags: withBounds(flags, bounds, command) };
}

/** What the config says where the command line does not. */
function withBounds(
  flags: ExploreFlags,
  { schedules, seconds, preemptions }: ExploreBounds,
  command: Command,
): ExploreFlags {
  const isGiven = (name: keyof ExploreFlags) => command.getOptionValueSource(name) === 'cli';
  const most = flags.preemptions ?? preemptions;
  return {
    ...flags,
    maxSchedules: isGiven('maxSchedules') ? flags.maxSchedules : (schedules ?? flags.maxSchedules),
    maxSeconds: isGiven('maxSeconds') ? flags.maxSeconds : (seconds ?? flags.maxSeconds),
    ...(most !== undefined && { preemptions: most }),
  };
}
