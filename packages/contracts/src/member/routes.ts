import type { RouteTable } from '../route/route.ts';

/** Every route of members about themselves, one line a room; there is none yet. */
export const routes = {} as const satisfies RouteTable;
export type Routes = typeof routes;
