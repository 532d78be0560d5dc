/** Whether a host is this machine itself, by its name or its number. */
export function isLoopback(host: string): boolean {
  return /^((.+\.)?localhost|127(\.\d{1,3}){3}|::1|\[::1\]|::ffff:127(\.\d{1,3}){3})$/i.test(host);
}

/** A host without the brackets that an address of IPv6 has in a URL: as sockets take it. */
export function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

/**
 * The hosts that a URL names, of which a cluster's has several; none for a file or a socket of this machine. Taken out by hand,
 * since the platform's URLs hold no more than one host.
 */
export function hostsOf(url: string): readonly string[] {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';
  const inQuery = [...url.matchAll(/[?&]host=([^&#]*)/g)].map(([, host]) => decoded(host!));
  const named = authority.slice(authority.lastIndexOf('@') + 1).split(',');
  return [...named.map(withoutPort), ...inQuery].filter((host) => host !== '' && !host.startsWith('/'));
}

function withoutPort(host: string): string {
  return host.startsWith('[') ? host.slice(1).replace(/\](:\d*)?$/, '') : host.replace(/:\d*$/, '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
