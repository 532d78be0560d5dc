import type { ForeignFormat, ForeignFormatOf } from '../source-format.ts';

/** The formats of other programs, each a file and a line here; the first that knows a file reads it. */
const FOREIGN_FORMATS: readonly ForeignFormat[] = [];

/** Finds the format by its record or header alone, whatever the file is called. */
export const foreignFormatOf: ForeignFormatOf = (first, form) =>
  FOREIGN_FORMATS.find((format) => format.form === form && format.recognizes(first));
