import { DEFINITIONS, levelOf, type FindingCode } from '../findings/finding.ts';
import type { FindingData } from '../findings/found.ts';
import { STEP } from '../worlds/walk.ts';
import { NONE, ROW_FLAG } from '../words/codes.ts';
import type { FindingCollector } from './finding-collector.ts';
import type { KeyTask, Shared } from './key-task.ts';
import type { Settled } from './settle.ts';

/** One finding in one world. */
export interface InWorld {
  readonly code: FindingCode;
  readonly rows: readonly number[];
  readonly data: FindingData;
  readonly hangsOn: string;
}

/** All that is found in a world, by the definitions. */
export function findIn({ world }: Settled): InWorld[] {
  const found: InWorld[] = [];
  for (const { code, find } of DEFINITIONS)
    find?.(world, (rows, data = {}, hangsOn = '') => found.push({ code, rows, data, hangsOn }));
  return found;
}

/** Hands over a finding: as one, or as possible where something decides it. */
export function report(
  { history }: Shared,
  findings: FindingCollector,
  task: KeyTask,
  { code, rows, data, hangsOn }: InWorld,
): void {
  const position = rows[0] ?? task.rows[0] ?? 0;
  // A retry on another key stands there.
  const key = rows[0] === undefined ? task.key : history.inventoryKey[rows[0]]!;
  if (hangsOn === '') findings.add(code, key, rows, data, position);
  else findings.addPossible(code, key, rows, data, hangsOn);
}

/** Marks what the picture shows of the writes: which are in the chain, which are stale, which repeat one. */
export function flagWrites(findings: FindingCollector, { world: { walk, cases, requests } }: Settled): void {
  for (let step = 0; step < walk.kind.length; step++) {
    const kind = walk.kind[step];
    if (kind === STEP.chain || kind === STEP.unchecked) findings.flag(walk.row[step]!, ROW_FLAG.inChain);
    if (kind === STEP.stale) findings.flag(walk.row[step]!, ROW_FLAG.staleWrite);
  }
  for (const { of, writes } of cases) {
    for (const row of writes.slice(1))
      if (requests.teller[row] !== NONE) findings.flag(row, ROW_FLAG.duplicate);
    // The first answer told what was written, and the others repeat it.
    if (of.transitions.length === 0 && writes.length > 0)
      for (const row of of.bare.slice(1)) if (!writes.includes(row)) findings.countReplay(row);
  }
}

/** Attempts that a world has as writes, although no open attempt of their request says what it read. */
export function openWithoutBase({ world: { cases, history } }: Settled): number {
  const applied = cases
    .filter(({ of }) => of.open.every((row) => history.readVersion[row] === NONE))
    .flatMap(({ of, writes }) => writes.filter((row) => of.open.includes(row)));
  return applied.length;
}

/** Whether a finding is an error that nothing in its world can explain. */
export function isError({ code, hangsOn }: InWorld): boolean {
  return hangsOn === '' && levelOf(code) === 'error';
}

/** What decides the errors that are only possible in their world. */
export function whatErrorsHangOn(found: readonly InWorld[]): string[] {
  return found
    .filter(({ code, hangsOn }) => hangsOn !== '' && levelOf(code) === 'error')
    .map(({ hangsOn }) => hangsOn);
}
