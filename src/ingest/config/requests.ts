import { isObject } from '../json-value.ts';
import type { Config, ConfigCall } from './schema.ts';

/** A call as a config has it, with what it leaves out; its texts may have placeholders. */
export interface CallTemplate {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Readonly<Record<string, unknown>>;
}

/** A request that races, with all that it left out. */
export interface RequestTemplate {
  readonly name: string;
  /** In their order; at least one. */
  readonly calls: readonly CallTemplate[];
  /** The record that it takes from; undefined if the config does not say. */
  readonly key?: string;
  readonly units: number;
}

/** A call as it is sent. */
export interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What stands for `{id}`, `{key}` and so on. */
export type Filling = Readonly<Record<string, string>>;

/**
 * The requests of a config, by their names; what one leaves out is that of the first, and a URL may be a path on its server.
 * @throws Error, with a sentence, if one has no URL that can be used
 */
export function requestsOf({ requests = {} }: Config): readonly RequestTemplate[] {
  const named = Object.entries(requests).map(([name, given]) => ({
    name,
    calls: callsOf(given),
  }));
  const first = named[0]?.calls[0];
  return named.map(({ name, calls }) => {
    const { key = first?.key, units = first?.units ?? 1 } = calls.at(-1)!;
    return {
      name,
      calls: calls.map((call) =>
        callTemplate(calls.length > 1 ? call : { ...first, ...call }, `requests.${name}`, first?.url),
      ),
      ...(key !== undefined && { key }),
      units,
    };
  });
}

function callsOf(given: ConfigCall | readonly ConfigCall[]): readonly ConfigCall[] {
  return 'length' in given ? given : [given];
}

/** A call with what it leaves out. @param base the URL on whose server a path is @throws Error if there is no URL */
export function callTemplate(call: ConfigCall, name: string, base?: string): CallTemplate {
  const { headers = {}, body } = call;
  const { method = body === undefined ? 'GET' : 'POST' } = call;
  if (!/^[A-Za-z]{1,20}$/.test(method)) throw new Error(`${name}.method: expected a method such as POST`);
  return {
    method: method.toUpperCase(),
    url: absolute(call.url, name, base),
    headers,
    ...(body !== undefined && { body }),
  };
}

function absolute(url: string | undefined, name: string, base: string | undefined): string {
  if (url === undefined)
    throw new Error(`${name}.url: expected a URL such as http://127.0.0.1:3000/buy; it is missing`);
  const full = url.startsWith('/') && base !== undefined ? originOf(base) + url : url;
  // Placeholders are no part of the server's name, so that the server is known before anything is sent.
  if (!/^https?:\/\/[^/?#{}]+/.test(full) || !URL.canParse(full))
    throw new Error(`${name}.url: expected a URL such as http://127.0.0.1:3000/buy`);
  return full;
}

function originOf(url: string): string {
  return /^https?:\/\/[^/?#]+/.exec(url)?.[0] ?? '';
}

/** A call to another process of the same service. */
export function onInstance(call: CallTemplate, instance: string): CallTemplate {
  return { ...call, url: originOf(instance) + call.url.slice(originOf(call.url).length) };
}

/** A call with its placeholders filled in: in the URL they are escaped, in a body that is an object they are texts of JSON. */
export function filledCall({ method, url, headers, body }: CallTemplate, filling: Filling): Call {
  const json = typeof body === 'object';
  const named = Object.keys(headers).map((name) => name.toLowerCase());
  return {
    method,
    url: filledText(url, filling, encodeURIComponent),
    headers: {
      ...(json && !named.includes('content-type') && { 'content-type': 'application/json' }),
      ...Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, filledText(value, filling)]),
      ),
    },
    body: json ? JSON.stringify(filledValue(body, filling)) : filledText(body ?? '', filling),
  };
}

/** A text with its placeholders filled in; what stands in braces and is none of them stays. */
export function filledText(text: string, filling: Filling, escaped = (value: string) => value): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(filling, name) ? escaped(filling[name]!) : whole,
  );
}

function filledValue(value: unknown, filling: Filling): unknown {
  if (typeof value === 'string') return filledText(value, filling);
  if (Array.isArray(value)) return value.map((each) => filledValue(each, filling));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filledValue(each, filling)]));
}
