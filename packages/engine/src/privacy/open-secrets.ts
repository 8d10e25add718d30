import { type Keyring } from '../keys/keyring.ts';
import { decrypt, unwrapKey } from '../keys/sealing.ts';
import type { MemberPlace } from '../log/log-rows.ts';
import type { PrivacyStore } from './privacy-store.ts';
import { secretContext } from './secret-rows.ts';

export interface OpeningSecrets {
  readonly store: PrivacyStore;
  readonly keyring: Keyring;
  readonly skipsDamaged?: boolean;
}

export interface OpenedSecret {
  readonly memberId: string;
  readonly name: string;
  readonly value: string;
  readonly occurredAt: number;
}

/**
 * Everything personal of these members in clear, oldest first. Members whose key was destroyed have nothing to open. What is damaged and
 * does not open is passed over where `skipsDamaged` (an erasure ends it all the same), else it throws.
 */
export async function openSecrets(
  { store, keyring, skipsDamaged = false }: OpeningSecrets,
  members: readonly MemberPlace[],
): Promise<readonly OpenedSecret[]> {
  const [wrapped, secrets] = await Promise.all([store.readMemberKeys(members), store.readSecrets(members)]);
  const open = <T>(work: () => T): readonly T[] => {
    try {
      return [work()];
    } catch (error) {
      if (skipsDamaged) return [];
      throw error;
    }
  };
  const keys = new Map(
    wrapped.flatMap((row) => open(() => [row.id as string, unwrapKey(keyring, row, row.id)] as const)),
  );
  return secrets
    .flatMap((secret) => {
      const { id: memberId, name, ciphertext, occurredAt } = secret;
      const key = keys.get(memberId);
      if (key === undefined) return [];
      const values = open(() => decrypt(key, ciphertext, secretContext(memberId, name)).toString('utf8'));
      return values.map((value) => ({ memberId, name, value, occurredAt }));
    })
    .toSorted((one, other) => one.occurredAt - other.occurredAt);
}
