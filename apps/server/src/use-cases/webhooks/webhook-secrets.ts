import { invariant } from '@perennial/domain';
import { openWithMaster, sealWithMaster } from '@perennial/engine';
import type { Keyring } from '@perennial/engine';
import { readWebhookSecretsNotUnder, resealWebhookSecrets } from '@perennial/postgres/webhooks';
import type { WebhookSecretRow } from '@perennial/postgres/webhooks';
import type { Sql } from '@perennial/postgres';
import type { Sending } from './ports.ts';

/** Letters of a secret that may be seen, behind its prefix: enough to tell two apart, of forty-three. */
const hintLetters = 4;

export interface SealedSecret {
  readonly master_key_id: string;
  readonly secret: Buffer;
  readonly secret_hint: string;
}

/** A secret as it is kept. A copy in the row of another webhook does not open. */
export function sealSecret(keyring: Keyring, webhookId: string, secret: string): SealedSecret {
  const { masterKeyId, body } = sealWithMaster(keyring, secret, webhookId);
  const prefix = secret.indexOf('_') + 1;
  return { master_key_id: masterKeyId, secret: body, secret_hint: `${secret.slice(0, prefix + hintLetters)}…` };
}

/** The keys that a message is signed by now, the newest first: while one rotates there are two. */
export function signingKeys(
  keyring: Keyring,
  row: WebhookSecretRow,
  { now, readSecret }: Pick<Sending, 'readSecret'> & { readonly now: number },
): readonly Uint8Array[] {
  const texts = [openWithMaster(keyring, { masterKeyId: row.master_key_id, body: row.secret }, row.id)];
  const old = oldSealed(row);
  if (old !== null && (row.old_secret_until ?? 0) > now) texts.push(openWithMaster(keyring, old, row.id));
  return texts.map((text) => {
    const key = readSecret(text);
    invariant(key !== null, 'only secrets are sealed as secrets of webhooks');
    return key;
  });
}

function oldSealed({ old_master_key_id: masterKeyId, old_secret: body }: WebhookSecretRow) {
  return masterKeyId === null || body === null ? null : { masterKeyId, body };
}

const pageSize = 200;

/** Brings the secrets of webhooks under the current master key; it may be stopped and run again. */
export async function rotateWebhookSecrets(sql: Sql, keyring: Keyring): Promise<number> {
  for (let rotated = 0; ;) {
    const page = await readWebhookSecretsNotUnder(sql, keyring.currentMasterKeyId, pageSize);
    if (page.length === 0) return rotated;
    for (const row of page) await resealWebhookSecrets(sql, reseal(keyring, row));
    rotated += page.length;
  }
}

function reseal(keyring: Keyring, row: WebhookSecretRow) {
  const again = (sealed: { readonly masterKeyId: string; readonly body: Uint8Array }) =>
    sealWithMaster(keyring, openWithMaster(keyring, sealed, row.id), row.id);
  const { masterKeyId, body } = again({ masterKeyId: row.master_key_id, body: row.secret });
  const old = oldSealed(row);
  const oldAgain = old === null ? null : again(old);
  return {
    id: row.id,
    master_key_id: masterKeyId,
    secret: body,
    old_master_key_id: oldAgain?.masterKeyId ?? null,
    old_secret: oldAgain?.body ?? null,
  };
}

/** Whether a secret is still under an older key. */
export async function hasOldWebhookSecrets(sql: Sql, masterKeyId: string): Promise<boolean> {
  return (await readWebhookSecretsNotUnder(sql, masterKeyId, 1)).length > 0;
}
