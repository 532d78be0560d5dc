import type { Analysis } from '../../../../src/core/analysis.ts';
import type { Finding } from '../../../../src/core/findings/finding.ts';
import { NONE, RESULTS } from '../../../../src/core/words/codes.ts';

/** The cells of a row that a proof needs; versions as numbers in their order, NONE where empty. */
export interface Cells {
  readonly line: number;
  readonly request: number;
  readonly key: number;
  readonly result: string;
  readonly read: number;
  readonly write: number;
  readonly readValue: number;
  readonly writeValue: number;
  readonly units: number;
  readonly retry: number;
  /** The earliest that is known of it. */
  readonly began: number;
  readonly readAt: number;
  readonly end: number;
}

const earliest = (...times: readonly number[]): number => times.find((time) => !Number.isNaN(time)) ?? NaN;

/** What a proof of a finding may look at, and what it notes. */
export class Proof {
  readonly said: string[] = [];
  readonly data: Finding['data'];
  readonly rows: readonly Cells[];
  /** All rows of the key, for what is in none of them. */
  readonly all: readonly Cells[];
  readonly isClosed: boolean;
  readonly scheme: string;
  readonly initial: number | undefined;
  readonly remaining: number | undefined;
  readonly first: number;
  readonly last: number;

  constructor({ rows, key, data }: Finding, { history: h, facts, scheme }: Analysis) {
    const cells = (row: number): Cells => ({
      ...{ line: h.line[row]!, request: h.requestId[row]!, key: h.inventoryKey[row]! },
      ...{ result: RESULTS[h.result[row]!]!, read: h.readVersion[row]!, write: h.writeVersion[row]! },
      ...{ readValue: h.readValue[row]!, writeValue: h.writeValue[row]!, units: h.units[row]! },
      ...{
        retry: h.retryCount[row]!,
        began: earliest(h.startUs[row]!, h.readUs[row]!, h.writeUs[row]!, h.endUs[row]!),
        readAt: h.readUs[row]!,
        end: h.endUs[row]!,
      },
    });
    this.data = data;
    this.rows = rows.map(cells);
    const everywhere = Array.from({ length: h.size }, (_, row) => cells(row));
    this.all = everywhere.filter(
      (row) => row.key === key || this.rows.some((own) => own.request === row.request),
    );
    this.isClosed = facts?.closed === true;
    this.scheme = scheme.scheme;
    const [before, after] = [facts?.initial, facts?.remaining].map((side) => side?.get(h.strings.at(key)!));
    this.initial = before?.value;
    this.remaining = after?.value;
    const cell = (version: bigint | string | undefined): number =>
      version === undefined ? NONE : (h.versions.cell(version) ?? NONE);
    [this.first, this.last] = [cell(before?.version), cell(after?.version)];
  }

  /** Notes what a row is good for. */
  say(row: Cells | undefined, what: string): boolean {
    if (row !== undefined) this.said.push(`line ${row.line} ${what}`);
    return row !== undefined;
  }

  /** Whether no row of the key names the version. */
  isUnnamed(version: number): boolean {
    return this.all.every(({ write }) => write !== version);
  }

  of(request: number): readonly Cells[] {
    return this.all.filter((row) => row.request === request);
  }
}
