const HIDDEN = '***';

/** `//user:password@` of a URL; up to the last `@` of the word, since a password may have one that is not escaped. */
const IN_URL = /(:\/\/[^\s:/@'"]*):[^\s'"]*@/g;
/** What is set under a name that says that it is secret: `PGPASSWORD=…`, `--password=…`, `?token=…`. */
const BY_NAME = /((?:password|passwd|passphrase|pwd|secret|token)\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s&'"]+)/gi;

/** A URL or a command as it may be shown and kept: its passwords are replaced, all else stays as it is. */
export function withoutPasswords(text: string): string {
  return text.replace(IN_URL, `$1:${HIDDEN}@`).replace(BY_NAME, `$1${HIDDEN}`);
}
