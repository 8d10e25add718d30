import { createTableClient } from '../client/client.ts';
import type { ClientOptions, TableClient } from '../client/client.ts';
import { routes } from './routes.ts';
import type { Routes } from './routes.ts';

export type Client = TableClient<Routes>;

/** The typed client of the members' routes, which knows no route of the staff. */
export function createClient(options: ClientOptions): Client {
  return createTableClient(routes, options);
}
