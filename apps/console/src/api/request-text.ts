import { urlOf } from '@perennial/contracts';
import type { Route } from '@perennial/contracts';

type Parts = Parameters<typeof urlOf>[1];

/** A request as the reader can repeat it: method and address. */
export function requestText(route: Pick<Route, 'method' | 'path'>, parts: Parts): string {
  return `${route.method} ${urlOf(route, parts)}`;
}
