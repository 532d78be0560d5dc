/** What is written as YAML: texts, numbers, lists and mappings whose keys are plain words. */
export type Yaml = string | number | readonly Yaml[] | { readonly [key: string]: Yaml };

/** What YAML does not allow as it is, even in quotes. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** A YAML document in block style. Every text is quoted: none can become a number, a key or another line. */
export function yamlText(value: Yaml): string {
  return `${lines(value).join('\n')}\n`;
}

function lines(value: Yaml): string[] {
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string') return [quoted(value)];
  if (isList(value))
    return value.length === 0 ? ['[]'] : value.flatMap((each) => indented(lines(each), '- '));
  const entries = Object.entries(value);
  if (entries.length === 0) return ['{}'];
  return entries.flatMap(([key, member]) => {
    const inner = lines(member);
    const inline = typeof member !== 'object' || inner[0] === '[]' || inner[0] === '{}';
    return inline ? [`${key}: ${inner[0]!}`] : [`${key}:`, ...indented(inner, '  ')];
  });
}

function isList(value: Yaml): value is readonly Yaml[] {
  return Array.isArray(value);
}

function indented(inner: readonly string[], first: string): string[] {
  return inner.map((line, index) => (index === 0 ? first : '  ') + line);
}

/** JSON's quoted text is YAML's, apart from what JSON lets stand and YAML does not. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
