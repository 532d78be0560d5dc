import type { PlayedStep, StepKind } from '../search/played.ts';
import { START } from '../search/runner.ts';
import { codeOfError, shownValue } from './answer.ts';
import { sqlKind, sqlResult } from './sql-result.ts';

const WRITES =
  /^(write|put|set|update|insert|delete|save|store|confirm|take|decrement|increment|add|remove|upsert|merge|sell|reserve|book|pay)/i;
const READS = /^(read|get|select|find|fetch|load|look|count|check|list|query)/i;

/** How a step ended. */
export type StepEnd = { readonly value: unknown } | { readonly error: unknown };

/** The steps of one run, as they happen. */
export class Recording {
  readonly steps: PlayedStep[] = [];
  readonly #numbers = new Map<number, number>();
  readonly #startIsStep: boolean;

  constructor(startIsStep: boolean) {
    this.#startIsStep = startIsStep;
  }

  /** A step of a client begins, which was called at a site; returns what is told of its end. */
  begins(client: number, name: string, site: string): (end: StepEnd) => void {
    if (name === START && !this.#startIsStep) return () => undefined;
    const number = name === START ? 0 : (this.#numbers.get(client) ?? 0) + 1;
    if (name !== START) this.#numbers.set(client, number);
    const at = this.steps.length;
    const kind = kindOf(name);
    const now = nowUs();
    this.steps.push({
      client,
      number,
      label: name,
      kind,
      result: '',
      isApplied: true,
      site,
      waited: undefined,
      startUs: now,
      endUs: now,
    });
    return (end) => {
      this.steps[at] = { ...this.steps[at]!, ...told(end, kind), endUs: nowUs() };
    };
  }

  /** The last step of a client had to wait. */
  waited(client: number): void {
    const at = this.steps.findLastIndex((step) => step.client === client);
    if (at >= 0) this.steps[at] = { ...this.steps[at]!, waited: 'parked' };
  }
}

function told(end: StepEnd, kind: StepKind): Partial<PlayedStep> {
  if ('error' in end) return { result: codeOfError(end.error), isApplied: false };
  const { value } = end;
  if (value === undefined) return {};
  return (
    sqlResult(value, kind) ?? {
      result: shownValue(value),
      isApplied: kind !== 'write' || (value !== false && value !== null && value !== 0),
      ...wholeNumber(value),
    }
  );
}

/** A value that can be drawn: a whole number, or the only one of an object such as `{ left: 1 }`. */
function wholeNumber(value: unknown): { readonly value?: number } {
  return typeof value === 'number' && Number.isSafeInteger(value) ? { value } : {};
}

function kindOf(name: string): StepKind {
  if (name === START) return 'start';
  const sql = sqlKind(name);
  if (sql !== undefined) return sql;
  if (WRITES.test(name)) return 'write';
  return READS.test(name) ? 'read' : 'other';
}

function nowUs(): number {
  return Math.round(1000 * performance.now());
}
