import { closeSync, openSync, writeSync } from 'node:fs';
import { messageOf } from '../../core/words/errors.ts';
import { cells } from '../../harness/record/attempt-row.ts';
import type { RecordedAttempt } from '../../explore/tap/record/attempts.ts';
import type { StatementSite } from '../../explore/sites/statement-sites.ts';

/** A recorded attempt with the places of its statements. */
export interface PlacedAttempt {
  readonly attempt: RecordedAttempt;
  readonly read: StatementSite | undefined;
  readonly write: StatementSite | undefined;
}

/** The trace that a tap writes: a line of JSON per attempt, which is the operating system's when `append` has returned. */
export class TapTrace {
  readonly #path: string;
  readonly #file: number;
  readonly #originUs: number;

  /** Begins the file anew. @throws Error that names the file if it cannot be written */
  constructor(path: string, originUs: number) {
    this.#path = path;
    this.#originUs = originUs;
    this.#file = this.#tried(() => openSync(path, 'w'));
  }

  append(attempts: readonly PlacedAttempt[]): void {
    const lines = attempts.map((each) => `${JSON.stringify(rowOf(each, this.#originUs))}\n`).join('');
    this.#tried(() => writeSync(this.#file, lines));
  }

  close(): void {
    closeSync(this.#file);
  }

  #tried<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw new Error(`${this.#path} cannot be written: ${messageOf(error)}`, { cause: error });
    }
  }
}

function rowOf({ attempt, read, write }: PlacedAttempt, originUs: number): object {
  const { key, units, readUs, writeUs, steps, readVersion, writeVersion, readValue, writeValue } = attempt;
  const row = {
    requestId: attempt.requestId,
    inventoryKey: key,
    workerId: 'service',
    deployment: '',
    clientId: '',
    result: attempt.result,
    retryCount: 0,
    startUs: attempt.startUs,
    serviceUs: attempt.startUs,
    endUs: attempt.endUs,
    ...(readUs !== undefined && { readUs }),
    ...(writeUs !== undefined && { writeUs }),
  };
  const [readSite, writeSite] = [onlyOne(read), onlyOne(write)];
  return {
    ...cells(row, { phase: 'tap', originUs }),
    read_version: readVersion,
    write_version: writeVersion,
    read_value: whole(readValue),
    write_value: whole(writeValue),
    read_site: readSite,
    write_site: writeSite,
    units,
    ...candidates('read', read),
    ...candidates('write', write),
    ...(readSite !== undefined || writeSite !== undefined
      ? { sites: read?.isInferred === true || write?.isInferred === true ? 'inferred' : 'known' }
      : {}),
    statements: steps.join('; '),
  };
}

/** A trace has one place for a step; where there may be several it has none, and they stand beside it. */
function onlyOne(site: StatementSite | undefined): string | undefined {
  return site?.sites.length === 1 ? site.sites[0] : undefined;
}

function candidates(step: string, site: StatementSite | undefined): object {
  return site !== undefined && site.sites.length > 1 ? { [`${step}_candidates`]: site.sites.join(' ') } : {};
}

function whole(value: string | undefined): number | undefined {
  const number = Number(value ?? Number.NaN);
  return Number.isSafeInteger(number) ? number : undefined;
}
