import { Option } from 'commander';

/** `--allow-host`: hosts besides this machine that may be reached; may be repeated, none unless given. */
export function allowHostOption(): Option {
  return new Option('--allow-host <host>', 'a host besides this machine that may be reached; may be repeated')
    .argParser((host: string, hosts: readonly string[]) => [...hosts, host])
    .default([], 'none');
}
