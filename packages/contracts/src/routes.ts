import { routes as memberRoutes } from './member/routes.ts';
import { routes as staffRoutes } from './staff/routes.ts';

/** Every route of every audience, but for ingestion: the one table that server, OpenAPI and tests read. */
export const routes = { ...staffRoutes, ...memberRoutes } as const;
export type Routes = typeof routes;
