/** A file's name as a glob that matches this name only: every character with a meaning in a glob is put in brackets. */
export function globText(name: string): string {
  return name.replace(/[*?[\]{}]/g, '[$&]');
}
