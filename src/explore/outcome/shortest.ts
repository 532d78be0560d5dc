/** A schedule as the clients in the order of their steps. */
type Schedule = readonly number[];

/** The shortest of the schedules that it is shown, at most so many: fewer steps, then fewer changes of the client, then the first. */
export class Shortest {
  readonly #most: number;
  readonly #kept: { readonly schedule: Schedule; readonly changes: number }[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** The schedules that were kept, the shortest first. */
  get schedules(): readonly Schedule[] {
    return this.#kept.map(({ schedule }) => schedule);
  }

  add(schedule: Schedule): void {
    const one = { schedule, changes: changesOf(schedule) };
    const last = this.#kept.at(-1);
    if (this.#kept.length === this.#most) {
      if (last === undefined || compare(one, last) >= 0) return;
      this.#kept.pop();
    }
    let at = this.#kept.length;
    while (at > 0 && compare(one, this.#kept[at - 1]!) < 0) at--;
    this.#kept.splice(at, 0, one);
  }
}

function compare(
  a: { readonly schedule: Schedule; readonly changes: number },
  b: { readonly schedule: Schedule; readonly changes: number },
): number {
  return a.schedule.length - b.schedule.length || a.changes - b.changes;
}

function changesOf(schedule: Schedule): number {
  let changes = 0;
  for (let index = 1; index < schedule.length; index++)
    if (schedule[index] !== schedule[index - 1]) changes++;
  return changes;
}
