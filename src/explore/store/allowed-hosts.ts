import { hostsOf, isLoopback, withoutBrackets } from '../../core/words/loopback.ts';
import { withoutPasswords } from '../../core/words/passwords.ts';
import { printable } from '../../core/words/printable.ts';

/**
 * Refuses what is on another machine, unless its host was named: an experiment must not reach a store or a service by a slip.
 * PostgreSQL's driver takes a host that a URL leaves out from PGHOST.
 * @throws Error that names the first such host
 */
export function refuseOtherHosts(urls: readonly string[], allowed: readonly string[]): void {
  for (const url of urls) {
    const hosts = hostsReached(url);
    const other = hosts.find((host) => !isLoopback(host) && !allowed.includes(host));
    if (other !== undefined)
      throw new Error(
        `${printable(withoutPasswords(url))} is not on this machine; if it is meant, say --allow-host ${printable(other)}`,
      );
  }
}

/** As those read a URL that will follow it. */
function hostsReached(url: string): readonly string[] {
  if (/^https?:/i.test(url)) return [withoutBrackets(new URL(url).hostname)];
  const named = hostsOf(url);
  const byDefault = /^postgres(ql)?:/.test(url) && !/[?&]host=/.test(url) ? process.env.PGHOST : undefined;
  return named.length === 0 && byDefault !== undefined && !byDefault.startsWith('/') ? [byDefault] : named;
}
