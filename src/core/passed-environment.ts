/**
 * What a process that this program starts is given of the environment: what a program needs to run and to find its
 * temporary folder, its language, its terminal, its certificates and the user of a database. All else, such as the
 * secrets of a CI job and what would change Node itself (`NODE_OPTIONS`), is not for it.
 */
const PASSED = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'TMP',
  'TEMP',
  'LANG',
  'LANGUAGE',
  'TZ',
  'TERM',
  'COLORTERM',
  'NO_COLOR',
  'FORCE_COLOR',
  // Where a runtime that is not installed in the usual place finds its own libraries.
  'LD_LIBRARY_PATH',
  // Where Node keeps compiled code between two starts.
  'NODE_COMPILE_CACHE',
  // Windows starts hardly a program without these.
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
  'USERNAME',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  // What TLS to a store on another machine may stand on.
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
]);
/** What the driver of PostgreSQL reads, and the parts of a locale. */
const PASSED_BEGINNINGS = ['PG', 'LC_'];

/** Whether a variable of the environment is passed on; case does not count, as it does not on Windows. */
export function isPassedOn(variable: string): boolean {
  const name = variable.toUpperCase();
  return PASSED.has(name) || PASSED_BEGINNINGS.some((beginning) => name.startsWith(beginning));
}
