import { randomBytes, randomUUID } from 'node:crypto';
import { scopes as allScopes } from '@perennial/contracts';
import type { ApiKey } from '@perennial/contracts/staff';
import { insertKey, listKeys, noteKeysUsed, readKeyByHash, revokeKey } from '@perennial/postgres/access';
import type { ApiKeyRow } from '@perennial/postgres/access';
import type { Database } from '@perennial/postgres';
import type { KeyCaller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { hashToken } from './tokens/tokens.ts';

/** How long a key that was found stays known: the longest that another process takes to learn of a revocation. */
const cacheMs = 5_000;
const cacheKeysMax = 10_000;
const keyPattern = /^(pk_write|sk_api)_[A-Za-z0-9_-]{32}$/;

export type NewKey =
  | { readonly kind: 'write'; readonly name: string; readonly source: string }
  | {
      readonly kind: 'api';
      readonly name: string;
      readonly scopes: readonly string[];
      readonly expiresAt?: number | undefined;
    };

/** What a write key stands for. */
export interface WriteKey {
  readonly id: string;
  readonly source: string;
}

export interface Keys {
  /** `secret` is shown once and stored nowhere. */
  create(key: NewKey, createdBy: string): Promise<{ readonly key: ApiKey; readonly secret: string }>;
  list(query: { kind: string; beforeAt: number; beforeId: string; limit: number }): Promise<ApiKey[]>;
  /** Throws `key.not_found`. */
  revoke(id: string): Promise<ApiKey>;
  findApiKey(secret: string): Promise<KeyCaller | undefined>;
  /** For ingestion: undefined when the key is unknown, revoked, or no write key. */
  authenticateWriteKey(secret: string): Promise<WriteKey | undefined>;
  /** Writes down which keys were used since the last call. */
  flushUse(): Promise<void>;
}

/** Keys of programs. Found keys are cached for five seconds, so that ingestion does not ask the database for every request. */
export function createKeys(database: Database, now: () => number): Keys {
  const cache = new Map<string, { readonly row: ApiKeyRow; readonly until: number }>();
  const used = new Set<string>();

  async function find(secret: string): Promise<ApiKeyRow | undefined> {
    if (!keyPattern.test(secret)) return undefined;
    const hash = hashToken(secret);
    const cacheKey = hash.toString('base64');
    const cached = cache.get(cacheKey);
    const row = cached !== undefined && cached.until > now() ? cached.row : await readKeyByHash(database, hash, now());
    if (row === undefined || (row.expires_at !== null && row.expires_at <= now())) {
      cache.delete(cacheKey);
      return undefined;
    }
    if (cached?.row !== row) {
      if (cache.size >= cacheKeysMax) cache.clear();
      cache.set(cacheKey, { row, until: now() + cacheMs });
    }
    used.add(row.id);
    return row;
  }

  return {
    create: (key, createdBy) => createKey(database, key, { createdBy, at: now() }),
    list: async (query) => (await listKeys(database, query)).map(toApiKey),
    async revoke(id) {
      const row = await revokeKey(database, id, now());
      if (row === undefined) throw new ProblemError('key.not_found');
      cache.clear();
      return toApiKey(row);
    },
    async findApiKey(secret) {
      const row = await find(secret);
      return row?.kind === 'api' ? { kind: 'key', id: row.id, name: row.name, scopes: row.scopes } : undefined;
    },
    async authenticateWriteKey(secret) {
      const row = await find(secret);
      return row?.kind === 'write' ? { id: row.id, source: row.source } : undefined;
    },
    async flushUse() {
      const ids = [...used];
      used.clear();
      if (ids.length > 0) await noteKeysUsed(database, ids, now());
    },
  };
}

async function createKey(
  database: Database,
  key: NewKey,
  made: { readonly createdBy: string; readonly at: number },
): Promise<{ readonly key: ApiKey; readonly secret: string }> {
  const secret = `${key.kind === 'write' ? 'pk_write' : 'sk_api'}_${randomBytes(24).toString('base64url')}`;
  const row: ApiKeyRow = {
    id: randomUUID(),
    kind: key.kind,
    name: key.name,
    source: key.kind === 'write' ? key.source : '',
    scopes: key.kind === 'write' ? [] : key.scopes,
    hint: `${secret.slice(0, secret.lastIndexOf('_', 9) + 4)}…${secret.slice(-4)}`,
    created_at: made.at,
    created_by: made.createdBy,
    last_used_at: null,
    expires_at: key.kind === 'api' ? (key.expiresAt ?? null) : null,
    revoked_at: null,
  };
  await insertKey(database, row, hashToken(secret));
  return { key: toApiKey(row), secret };
}

function toApiKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    source: row.source,
    scopes: allScopes.filter((scope) => row.scopes.includes(scope)),
    hint: row.hint,
    createdAt: row.created_at,
    createdBy: row.created_by,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
    expiresAt: row.expires_at,
  };
}
