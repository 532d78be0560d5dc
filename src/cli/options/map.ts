import { InvalidArgumentError, Option } from 'commander';
import { mappingOf } from '../../ingest/column-names.ts';

/** The option `--map ours=theirs`: a map from our column names to the file's, empty unless given. */
export function mapOption(): Option {
  return new Option('--map <ours=theirs>', 'a column that has another name in the file; may be repeated')
    .argParser(addMapping)
    .default(new Map(), 'none');
}

function addMapping(text: string, mappings: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const [, ours, theirs] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (ours === undefined || theirs === undefined)
    throw new InvalidArgumentError('It must be ours=theirs, e.g. inventory_key=sku.');
  const mapping = mappingOf(ours, theirs);
  if (typeof mapping === 'string') throw new InvalidArgumentError(`${mapping}.`);
  return new Map([...mappings, [ours, theirs]]);
}
