import { createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { openWithMaster, sealWithMaster } from '@perennial/engine';
import type { Keyring } from '@perennial/engine';
import {
  insertStatementKey,
  listStatementKeys,
  readStatementKey,
  readStatementKeysNotUnder,
  resealStatementKey,
  retireStatementKey,
} from '@perennial/postgres/wallets';
import type { StatementKeyRow } from '@perennial/postgres/wallets';
import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { Database, Sql } from '@perennial/postgres';
import type { Audit } from '../../audit/audit.ts';
import type { CallContext } from '../../kernel/call-context.ts';

export interface StatementKeysDependencies {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly audit: Audit;
  readonly now: () => number;
}

type PublicKey = RouteAnswer<Routes['wallets']['renewStatementKey']>;

/** Signs texts by the key that is in use then. */
export interface StatementSigner {
  readonly keyId: string;
  /** Ed25519, base64url. */
  sign(text: string): string;
}

/**
 * The keys that statements are signed by. They have ids of their own; the private half is sealed with a master key, as secrets of webhooks are. The
 * first one is made when it is asked for, and public halves stay for ever: what was signed can always be checked.
 */
export interface StatementKeys {
  signer(): Promise<StatementSigner>;
  list(): Promise<RouteAnswer<Routes['wallets']['statementKeys']>>;
  renew(context: CallContext): Promise<PublicKey>;
}

export function createStatementKeys(dependencies: StatementKeysDependencies): StatementKeys {
  const { audit, database, keyring } = dependencies;
  return {
    async signer() {
      const row = await currentKey(dependencies);
      const pem = openWithMaster(keyring, { masterKeyId: row.master_key_id, body: row.private_key }, row.id);
      const key = createPrivateKey(pem);
      return { keyId: row.id, sign: (text) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64url') };
    },
    async list() {
      return { items: (await listStatementKeys(database)).map(toPublicKey) };
    },
    async renew(context) {
      return audit.act(context, { action: 'statement.key_renewed' }, async (note) => {
        const row = await putNewKey(dependencies);
        note({ subject: row.id });
        return toPublicKey(row);
      });
    },
  };
}

/** Two that ask at once for the first one get the same: one of them makes it. */
async function currentKey(dependencies: StatementKeysDependencies): Promise<StatementKeyRow> {
  const known = await readStatementKey(dependencies.database);
  if (known !== undefined) return known;
  await insertStatementKey(dependencies.database, newKey(dependencies));
  const made = await readStatementKey(dependencies.database);
  if (made === undefined) throw new Error('The key that statements are signed by was taken away.');
  return made;
}

async function putNewKey(dependencies: StatementKeysDependencies): Promise<StatementKeyRow> {
  const row = newKey(dependencies);
  await dependencies.database.transaction({ name: 'renew statement key' }, async (sql) => {
    await retireStatementKey(sql, row.created_at);
    await insertStatementKey(sql, row);
  });
  return row;
}

function newKey({ keyring, now }: StatementKeysDependencies): StatementKeyRow {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const id = randomUUID();
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const { masterKeyId, body } = sealWithMaster(keyring, pem, id);
  return {
    id,
    public_key: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    master_key_id: masterKeyId,
    private_key: body,
    created_at: now(),
    retired_at: null,
  };
}

function toPublicKey({ id, public_key, created_at, retired_at }: StatementKeyRow): PublicKey {
  return { id, algorithm: 'Ed25519', publicKey: public_key, createdAt: created_at, retiredAt: retired_at };
}

const pageSize = 200;

/** Brings the private halves under the current master key; it may be stopped and run again. */
export async function rotateStatementKeys(sql: Sql, keyring: Keyring): Promise<number> {
  for (let rotated = 0; ;) {
    const page = await readStatementKeysNotUnder(sql, keyring.currentMasterKeyId, pageSize);
    if (page.length === 0) return rotated;
    for (const { id, master_key_id: masterKeyId, private_key: body } of page) {
      const sealed = sealWithMaster(keyring, openWithMaster(keyring, { masterKeyId, body }, id), id);
      await resealStatementKey(sql, { id, master_key_id: sealed.masterKeyId, private_key: sealed.body });
    }
    rotated += page.length;
  }
}

/** Whether a private half is still under an older key. */
export async function hasOldStatementKeys(sql: Sql, masterKeyId: string): Promise<boolean> {
  return (await readStatementKeysNotUnder(sql, masterKeyId, 1)).length > 0;
}
