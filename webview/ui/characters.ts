const SEGMENTER = new Intl.Segmenter();

/** The characters of a text as a person counts them: half a surrogate pair or an accent alone would be another text. */
export function charactersOf(text: string): string[] {
  return [...SEGMENTER.segment(text)].map(({ segment }) => segment);
}
