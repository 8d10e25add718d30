/** All that the member portal may see of the wire: nothing of the staff comes in through here, which a test bundles to prove. */
export { ApiError } from '../client/api-error.ts';
export type { ApiProblem } from '../client/api-error.ts';
export type { CallOptions, ClientOptions } from '../client/client.ts';
export { createClient } from './client.ts';
export type { Client } from './client.ts';
export { routes } from './routes.ts';
export type { Routes } from './routes.ts';
