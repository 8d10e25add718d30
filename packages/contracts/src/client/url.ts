import type { Route } from '../route/route.ts';

type QueryValue = string | number | boolean | undefined | readonly (string | number)[];

/** The parts of a call, as the typed client passes them on. */
export interface CallParts {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

/** Path and query of a call; absent values are left out, lists repeat their parameter. Throws if a parameter is missing. */
export function urlOf(route: Pick<Route, 'path'>, call: CallParts): string {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, key: string) => {
    const value = call.params?.[key];
    if (value === undefined) throw new Error(`The path ${route.path} needs ${key}.`);
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(call.query ?? {})) {
    if (value === undefined) continue;
    for (const item of Array.isArray(value) ? value : [value]) query.append(key, String(item));
  }
  return query.size === 0 ? path : `${path}?${query}`;
}
