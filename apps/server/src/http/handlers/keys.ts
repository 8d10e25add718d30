import type { KeyManagement } from '../../use-cases/access/manage-keys.ts';
import type { ListSources } from '../../use-cases/sources/list-sources.ts';
import type { GroupHandlers } from '../routing/handlers.ts';

export interface KeyHandlersOf {
  readonly keys: KeyManagement;
  readonly listSources: ListSources;
}

/** Sources, write keys and API keys. */
export function createKeyHandlers({ keys, listSources }: KeyHandlersOf): GroupHandlers<'keys'> {
  return {
    sources: ({ query }) => listSources(query),
    list: ({ query }) => keys.list(query),
    create: (call) => keys.create(call, call.body),
    revoke: (call) => keys.revoke(call, call.params.keyId),
  };
}
