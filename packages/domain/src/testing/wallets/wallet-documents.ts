import type { FactValue } from '../../kernel/base/payload.ts';
import type { JsonObject } from '../../kernel/documents/read-json.ts';

/** Documents of wallets by id; what is not said of one is as of points that never expire. */
export interface Wallets {
  readonly [id: string]: JsonObject;
}

export function walletDocuments(wallets: Wallets): { readonly [path: string]: FactValue } {
  return Object.fromEntries(
    Object.entries(wallets).map(([id, document]): [string, FactValue] => [
      `wallets/${id}.json`,
      { id, name: { en: id, zh: id }, kind: 'points', ...document },
    ]),
  );
}
