import { InvalidArgumentError } from 'commander';

/** An address to listen on. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Reads `127.0.0.1:6543`, `[::1]:6543`, or a port alone. @throws InvalidArgumentError that says what is expected */
export function listenAddress(text: string): ListenAddress {
  const [, host = '127.0.0.1', digits = ''] = /^(?:(\[[^\]]+\]|[^:[\]]+):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === '' || port > 65_535)
    throw new InvalidArgumentError('it is an address such as 127.0.0.1:6543; port 0 is any free one.');
  return { host: host.replace(/^\[|\]$/g, ''), port };
}
