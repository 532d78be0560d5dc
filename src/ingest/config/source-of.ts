import { dirname, relative, resolve, sep } from 'node:path';
import type { SourceMapping } from '../mapping/source-mapping.ts';
import { globTest } from './glob.ts';
import type { FoundConfig } from './read-config.ts';
import type { ConfigSource } from './schema.ts';

/** How a config says that a file is to be read: as the first of its sources that has it; undefined if none has. */
export function mappingOfFile({ path, config }: FoundConfig, file: string): SourceMapping | undefined {
  const name = relative(dirname(path), resolve(file)).replaceAll(sep, '/');
  const source = config.sources?.find(({ files }) =>
    (typeof files === 'string' ? [files] : files).some((pattern) => globTest(pattern)(name)),
  );
  return source && mappingOfSource(source);
}

/** A source of the config as a mapping. */
export function mappingOfSource({ format, where, map = {}, result, units }: ConfigSource): SourceMapping {
  const { from: resultAt, ...results } = typeof result === 'string' ? { from: result } : (result ?? {});
  const { from: unitsAt, ...words } = typeof units === 'string' ? { from: units } : (units ?? {});
  return {
    columns: new Map([
      ...Object.entries(map),
      ...(resultAt === undefined ? [] : [['result', resultAt] as const]),
      ...(unitsAt === undefined ? [] : [['units', unitsAt] as const]),
    ]),
    results: new Map(Object.entries(results)),
    units: new Map(Object.entries(words)),
    ...(format && { format }),
    ...(where && {
      where: new Map(Object.entries(where).map(([path, values]) => [path, [values].flat().map(String)])),
    }),
  };
}
