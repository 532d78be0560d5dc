/** A JSON value, as `JSON.parse` makes it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object. */
export type JsonRecord = Readonly<Record<string, Json>>;
