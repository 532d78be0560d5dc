import { Option } from 'commander';

/** The option `--format`: text for people, or one JSON value for programs. */
export function formatOption(): Option {
  return new Option('--format <form>', 'form of the result').choices(['text', 'json']).default('text');
}
