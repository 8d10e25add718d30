import { keyFingerprints, rotateMasterKey } from '@perennial/engine';
import type { Keyring, PrivacyStore } from '@perennial/engine';
import { noteKeyFingerprints } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { hasOldFactorSecrets, rotateFactorSecrets } from '../access/factors/rotate-secrets.ts';
import { hasOldWebhookSecrets, rotateWebhookSecrets } from '../webhooks/webhook-secrets.ts';
import { hasOldStatementKeys, rotateStatementKeys } from '../wallets/statements/statement-keys.ts';
import { readLiveWorkers } from '@perennial/postgres/reading';

/** The ring of keys as it is kept. */
export interface KeyringPort {
  /** True when the keys are not kept here, and only read. */
  readonly isGiven: boolean;
  readonly current: Keyring;
  /** Makes a key of the kind and puts it before the others; its id. */
  add(kind: 'master' | 'hash'): string;
  /** The ring with what was added. */
  open(): Keyring;
}

export interface RotateKeysPorts {
  readonly database: Database;
  readonly store: PrivacyStore;
  /** True beside a server, which has the keys in memory. */
  readonly isGuest: boolean;
  readonly keyring: KeyringPort;
  readonly now: () => number;
}

export type Rotated =
  | { readonly kind: 'hash'; readonly id: string }
  | {
      readonly kind: 'master';
      readonly id: string;
      readonly keys: number;
      readonly bodies: number;
      readonly factors: number;
      readonly webhooks: number;
      readonly statements: number;
    }
  | { readonly kind: 'refused'; readonly because: 'running' | 'keys_given' };

const workerSeenMsMax = 10_000;

/**
 * Takes a new key into use: for identities from now on (hash), or by which every member key, quarantined fact, authenticator's secret, webhook's secret and key of
 * statements is wrapped anew (master), going on where it was cut off. Refused beside other processes: one that goes on with the old keys would not open
 * what the new one seals, and would make identities under the old one.
 */
export async function rotateKeys(ports: RotateKeysPorts, kind: 'master' | 'hash'): Promise<Rotated> {
  const { database, isGuest, now } = ports;
  if (isGuest || (await readLiveWorkers(database, now() - workerSeenMsMax)) > 0)
    return { kind: 'refused', because: 'running' };
  return kind === 'hash' ? rotateHash(ports) : rotateMaster(ports);
}

async function rotateHash({ database, keyring }: RotateKeysPorts): Promise<Rotated> {
  if (keyring.isGiven) return { kind: 'refused', because: 'keys_given' };
  const id = keyring.add('hash');
  await noteKeyFingerprints(database, keyFingerprints(keyring.open()));
  return { kind: 'hash', id };
}

async function rotateMaster({ database, store, keyring }: RotateKeysPorts): Promise<Rotated> {
  const { currentMasterKeyId: current } = keyring.current;
  const isCutOff =
    (await store.readKeysNotUnder(current, 1)).length + (await store.readBodiesNotUnder(current, 1)).length > 0 ||
    (await hasOldFactorSecrets(database, current)) ||
    (await hasOldWebhookSecrets(database, current)) ||
    (await hasOldStatementKeys(database, current));
  if (!isCutOff && !keyring.isGiven) keyring.add('master');
  const next = keyring.open();
  // Before anything is wrapped by it, so that nothing is under a key that nobody knows of.
  await noteKeyFingerprints(database, keyFingerprints(next));
  const { keys, bodies } = await rotateMasterKey(store, next);
  const factors = await rotateFactorSecrets(database, next);
  const webhooks = await rotateWebhookSecrets(database, next);
  const statements = await rotateStatementKeys(database, next);
  return { kind: 'master', id: next.currentMasterKeyId, keys, bodies, factors, webhooks, statements };
}
