import type { ApiKey } from '@perennial/contracts/staff';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { decodeCursor, lastUuid, toPage, uuidOrLast } from '../kernel/paging.ts';
import type { Page, PageRequest } from '../kernel/paging.ts';
import type { Keys, NewKey } from './keys.ts';

/** Keys of programs: write keys, which carry facts, and API keys, which act within their scopes. */
export interface KeyManagement {
  list(request: PageRequest & { readonly kind?: ApiKey['kind'] | undefined }): Promise<Page<ApiKey>>;
  /** `secret` is shown once and stored nowhere. */
  create(context: CallContext, key: NewKey): Promise<{ readonly key: ApiKey; readonly secret: string }>;
  /** Throws `key.not_found`. */
  revoke(context: CallContext, keyId: string): Promise<ApiKey>;
}

export function createKeyManagement({ keys, audit }: { readonly keys: Keys; readonly audit: Audit }): KeyManagement {
  return {
    async list({ cursor, limit, kind = '' }) {
      const [beforeAt, beforeId] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER, lastUuid]);
      const rows = await keys.list({ kind, beforeAt, beforeId: uuidOrLast(beforeId), limit: limit + 1 });
      return toPage(rows, limit, { item: (key) => key, cursor: (key) => [key.createdAt, key.id] });
    },
    create: (context, wanted) =>
      audit.act(context, { action: 'key.created' }, async (note) => {
        const created = await keys.create(wanted, nameOfCaller(context.caller));
        const { key } = created;
        note({ subject: key.id, reason: key.kind === 'api' ? key.scopes.join(' ') : key.source });
        return created;
      }),
    revoke: (context, keyId) => audit.act(context, { action: 'key.revoked', subject: keyId }, () => keys.revoke(keyId)),
  };
}
