/** What can be wrong in a trace. A problem is data about the file; it is never an exception. */
export type ProblemKind =
  | 'empty-file'
  | 'missing-column'
  | 'duplicate-column'
  | 'too-many-columns'
  | 'too-few-cells'
  | 'too-many-cells'
  | 'missing-value'
  | 'bad-value'
  | 'bad-result'
  | 'bad-number'
  | 'bad-quote'
  | 'open-quote'
  | 'bad-json'
  | 'bad-encoding'
  | 'line-too-long'
  | 'torn-line'
  | 'bad-gzip'
  | 'gzip-bomb'
  | 'other-program'
  | 'look-alike-keys';

/** One thing that is wrong, and where. */
export interface Problem {
  /** 1-based physical line on which the record begins; 0 for a problem of the whole file. */
  readonly line: number;
  /** Where that line begins, in bytes from the start of the file; of the unpacked text, if the file is gzipped. */
  readonly byteOffset: number;
  /** Name of the column as the file writes it, printable; '' where no single column is at fault. */
  readonly column: string;
  readonly kind: ProblemKind;
  /** One printable sentence without a full stop. */
  readonly message: string;
  /** The file, where several are read as one history. */
  readonly file?: string;
  /** The beginning of the line, printable; '' for a problem of the whole file. */
  readonly excerpt: string;
}

/** How many problems are kept; all are counted. */
const STORED_PROBLEMS = 1000;

/** Keeps the first problems and counts all of them. */
export class ProblemList {
  readonly #ofFile: Problem[] = [];
  readonly #ofLines: Problem[] = [];
  #total = 0;
  #file: { readonly file?: string } = {};
  #first: Problem | undefined;

  /** All problems so far, stored or not. */
  get total(): number {
    return this.#total;
  }

  /** Problems of whole files, then those of lines. */
  get stored(): readonly Problem[] {
    return [...this.#ofFile, ...this.#ofLines].slice(0, STORED_PROBLEMS);
  }

  /** The first problem of the file that is being read; one of the whole file comes before one of a line. */
  get first(): Problem | undefined {
    return this.#first;
  }

  /** Says that what comes next is about another file, which has this name where there are several. */
  startFile(name: string | undefined): void {
    this.#file = name === undefined ? {} : { file: name };
    this.#first = undefined;
  }

  /** Counts a problem of a line; `make` is called only if there is room to keep it, so that a hostile file costs nothing. */
  add(make: () => Problem): void {
    this.#total++;
    if (this.#ofLines.length >= STORED_PROBLEMS && this.#first !== undefined) return;
    const problem = { ...make(), ...this.#file };
    this.#first ??= problem;
    if (this.#ofLines.length < STORED_PROBLEMS) this.#ofLines.push(problem);
  }

  /** Counts a problem of the whole file, which is kept whatever the lines are like. */
  addOfFile(problem: Omit<Problem, 'line' | 'byteOffset' | 'excerpt'>): void {
    this.#total++;
    const ofFile = { ...problem, line: 0, byteOffset: 0, excerpt: '', ...this.#file };
    if (this.#first === undefined || this.#first.line > 0) this.#first = ofFile;
    this.#ofFile.push(ofFile);
  }
}
