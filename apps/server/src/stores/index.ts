export { openStores, StoresBusyError } from './open-stores.ts';
export type { Stores, StoresMode, StoresOptions } from './open-stores.ts';
export { createLensHandler, internalLensPath } from './lens-over-http.ts';
export type { LensAnswer } from './lens-over-http.ts';
export { announceServer, readServerAddress } from './server-address.ts';
export type { ServerAddress } from './server-address.ts';
