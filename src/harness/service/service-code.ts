import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import type { Manifest } from '../../ingest/run-files/manifest-schema.ts';
import { VARIANT_NAMES, type VariantName } from './variants.ts';

/** What every process of the service runs. */
const ENTRY = 'src/harness/worker/main.ts';
const VARIANTS_IN = 'src/harness/service';
/** A statement that imports or exports from a file of our own; types leave no code behind. */
const FROM = /^(?:import|export)\b(?!\s+type\b)[^;]*?\bfrom '(\.{1,2}\/[^']+)'/gm;

/** SHA-256, in hexadecimal digits. */
export interface CodeDigests {
  /** Of all files that the service is made of, without those of its variants. */
  readonly service: string;
  readonly variants: Readonly<Record<VariantName, string>>;
}

/**
 * The digests of the service's own sources under a root; libraries are not among them.
 * @throws Error if a source is not there
 */
export function codeDigests(root: string): CodeDigests {
  const sources = new Map<string, string>();
  const left = [ENTRY];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (sources.has(name)) continue;
    // A checkout may have changed the ends of lines; the code is the same.
    const text = readFileSync(join(root, name), 'utf8').replaceAll('\r\n', '\n');
    sources.set(name, text);
    for (const [, path = ''] of text.matchAll(FROM)) left.push(posix.join(dirname(name), path));
  }
  const variants = VARIANT_NAMES.map((name) => [name, `${VARIANTS_IN}/${name}.ts`] as const);
  const own = new Set<string>(variants.map(([, file]) => file));
  const digest = (names: readonly string[]) => {
    const hash = createHash('sha256');
    for (const name of names) hash.update(`${name}\n${sources.get(name)}\n`);
    return hash.digest('hex');
  };
  return {
    service: digest([...sources.keys()].filter((name) => !own.has(name)).sort()),
    variants: Object.fromEntries(variants.map(([name, file]) => [name, digest([file])])) as Record<
      VariantName,
      string
    >,
  };
}

let known: CodeDigests | undefined;

/** The member of a manifest that says which code ran: from the build in a bundle, else from the sources. */
export function serviceCode(variant: VariantName): Required<Pick<Manifest, 'code'>> {
  // The build replaces this expression, written out as it is.
  const built = process.env.RACE_TRACE_CODE;
  known ??=
    built === undefined
      ? codeDigests(resolve(import.meta.dirname, '../../..'))
      : (JSON.parse(built) as CodeDigests);
  return { code: { service: known.service, variant: known.variants[variant] } };
}
