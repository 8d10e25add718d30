import { type Keyring } from '../keys/keyring.ts';
import { decrypt, unwrapKey } from '../keys/sealing.ts';
import type { MemberPlace } from '../log/log-rows.ts';
import type { PrivacyStore } from './privacy-store.ts';
import { secretContext } from './secret-rows.ts';

export interface OpenedSecret {
  readonly memberId: string;
  readonly name: string;
  readonly value: string;
  readonly occurredAt: number;
}

/** Everything personal of these members in clear, oldest first. Members whose key was destroyed have nothing to open. */
export async function openSecrets(
  store: PrivacyStore,
  keyring: Keyring,
  members: readonly MemberPlace[],
): Promise<readonly OpenedSecret[]> {
  const [wrapped, secrets] = await Promise.all([store.readMemberKeys(members), store.readSecrets(members)]);
  const keys = new Map<string, Uint8Array>(wrapped.map((row) => [row.id, unwrapKey(keyring, row, row.id)]));
  return secrets
    .flatMap((secret) => {
      const key = keys.get(secret.id);
      if (key === undefined) return [];
      const value = decrypt(key, secret.ciphertext, secretContext(secret.id, secret.name)).toString('utf8');
      return [{ memberId: secret.id, name: secret.name, value, occurredAt: secret.occurredAt }];
    })
    .toSorted((one, other) => one.occurredAt - other.occurredAt);
}
