/** A text whose URLs have lost the user's secret: `postgres://app:…@host`. */
export function withoutPasswords(text: string): string {
  return text.replace(/(:\/\/[^/@\s"']*?:)[^/\s"']*@/g, '$1…@');
}
