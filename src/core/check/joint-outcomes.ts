import type { OpenDetour } from '../worlds/requests.ts';
import { printableName } from '../words/printable.ts';
import type { CheckedKey } from './checked-key.ts';
import type { DoubtCollector } from './doubts.ts';
import type { FindingCollector } from './finding-collector.ts';
import type { Shared } from './key-task.ts';

/**
 * Requests with attempts of unknown outcome on two keys. The worlds of the keys are looked at one by one: if the request was
 * applied in all of them on both keys it took twice; if only in some, or if a row that is missing may have written, that is
 * possible.
 */
export class JointOutcomes {
  readonly #shared: Shared;
  /** By key, what its worlds say of the requests. */
  readonly #wrote = new Map<number, CheckedKey['wrote']>();

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  /** Takes the worlds of a key, or of one of its epochs. */
  add({ task, wrote }: CheckedKey): void {
    if (wrote.size > 0) this.#wrote.set(task.key, new Map([...(this.#wrote.get(task.key) ?? []), ...wrote]));
  }

  /** Adds what the worlds of all keys prove, and what they leave open. */
  judge(findings: FindingCollector, doubts: DoubtCollector): void {
    const { history, requests, missing } = this.#shared;
    for (const [request, detours] of requests.detours.open)
      for (const { later, earlier } of detours) {
        const [key, first] = [history.inventoryKey[later]!, history.inventoryKey[earlier]!];
        const outcomes = [key, first].map((each) => this.#wrote.get(each)?.get(request));
        if (outcomes.includes(undefined)) continue;
        const [rows, data] = [[later, earlier], { confirmations: 0, units: 2 }] as const;
        if (!outcomes.includes('in some') && missing === '') findings.add('duplicate-write', key, rows, data);
        else {
          const name = (at: number): string => `'${printableName(history.strings.at(at) ?? '')}'`;
          findings.addPossible('duplicate-write', key, rows, data, this.#hangsOn({ later, earlier }));
          doubts.add(
            'open-on-two-keys',
            history.strings.at(key) ?? '',
            1,
            ` (${name(request)} on ${name(first)} and ${name(key)})`,
          );
        }
      }
  }

  #hangsOn({ later, earlier }: OpenDetour): string {
    const { line } = this.#shared.history;
    return `what the attempts on lines ${line[earlier]!} and ${line[later]!} came to`;
  }
}
