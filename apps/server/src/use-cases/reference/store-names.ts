import { readStoreNames } from '@perennial/postgres';
import type { Sql } from '@perennial/postgres';

/** Names of these stores as they are called now; a store that nobody has named is called by its id. */
export type StoreNames = (storeIds: readonly string[]) => Promise<(storeId: string) => string>;

export function createStoreNames(sql: Sql): StoreNames {
  return async (storeIds) => {
    const wanted = [...new Set(storeIds)].filter((id) => id !== '');
    const names = wanted.length === 0 ? new Map<string, string>() : await readStoreNames(sql, wanted);
    return (storeId) => names.get(storeId) || storeId;
  };
}
