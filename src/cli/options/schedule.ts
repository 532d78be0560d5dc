import { InvalidArgumentError, Option } from 'commander';
import { messageOf } from '../../core/words/errors.ts';
import { CLIENTS } from '../../harness/phases/two-client-rig.ts';
import { parseSchedule, RACE_SCHEDULE, type Schedule } from '../../harness/schedule/schedule.ts';

/** `--schedule`: the order of the steps of the two clients, that of the race if it is not given. */
export function scheduleOption(): Option {
  return new Option('--schedule <steps>', 'the order of the steps')
    .argParser(schedule)
    .default(schedule(RACE_SCHEDULE), RACE_SCHEDULE);
}

/** Reads the text of a schedule. @throws InvalidArgumentError */
function schedule(text: string): Schedule {
  try {
    return parseSchedule(text, CLIENTS);
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}
