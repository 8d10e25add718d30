import type { Member } from '@perennial/domain';
import { writeSecrets } from '../../append/member-writes.ts';
import type { Keyring } from '../../keys/keyring.ts';
import type { LiftedSecret } from '../../privacy/lift-personal.ts';
import type { CommandTransaction } from './command-store.ts';

/** Personal values of what was decided about a member. */
export interface DecidedSecrets {
  readonly member: Member;
  readonly secrets: readonly LiftedSecret[];
}

/** Keeps personal values of what was decided. False when somebody else made a member's key first. */
export async function keepSecrets(
  transaction: CommandTransaction,
  decided: readonly DecidedSecrets[],
  use: { readonly keyring: Keyring; readonly shardCount: number; readonly at: number },
): Promise<boolean> {
  const secrets = decided.flatMap((one) =>
    [...new Map(one.secrets.map((secret) => [secret.name, secret])).values()].map((secret) => ({
      ...secret,
      memberId: one.member.id,
      occurredAt: use.at,
    })),
  );
  return secrets.length === 0 || writeSecrets(transaction, { secrets, created: new Set() }, use);
}
