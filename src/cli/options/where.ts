import { InvalidArgumentError, Option } from 'commander';
import type { Where } from '../../ingest/mapping/source-mapping.ts';

/** The option `--where name=value`: which lines are attempts; all of them unless it is given. */
export function whereOption(): Option {
  return new Option(
    '--where <name=value>',
    'skip lines without this value (* is any); may be repeated, for one name with any of its values',
  ).argParser(addCondition);
}

function addCondition(text: string, where: Where = new Map()): Where {
  const [, name, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError('It must be name=value, e.g. msg=reserved or http.status=200.');
  return new Map([...where, [name, [...(where.get(name) ?? []), value]]]);
}
