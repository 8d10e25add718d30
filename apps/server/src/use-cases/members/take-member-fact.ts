import { randomUUID } from 'node:crypto';
import type { FactPayload, IdentityPolicies } from '@perennial/domain';
import { bodyHash, currentHashKey, messageKey } from '@perennial/engine';
import type { AppendFacts, BlindIdentity, Keyring } from '@perennial/engine';
import { readIdentitiesOfMembers } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import type { MemberPlace } from '../kernel/member-place.ts';
import { keyOf } from './find-member.ts';

export interface TakeMemberFactOptions {
  readonly sql: Sql;
  readonly keyring: Keyring;
  readonly policies: IdentityPolicies;
  readonly append: AppendFacts;
  readonly now: () => number;
}

export interface MemberFact {
  readonly type: string;
  readonly payload: FactPayload;
}

/** Source of what people do in the console. */
const consoleSource = 'console';

/**
 * Puts a fact about a member who is already known into her log, addressed by the identities that she holds. Returns once it
 * is durable; false for a member without any identity, to whom nothing can be addressed.
 */
export type TakeMemberFact = (member: MemberPlace, fact: MemberFact) => Promise<boolean>;

export function createTakeMemberFact(options: TakeMemberFactOptions): TakeMemberFact {
  return async (member, fact) => {
    const rows = await readIdentitiesOfMembers(options.sql, [keyOf(member)]);
    const identities = rows.map((row) => toBlind(row, options.policies)).toSorted((a, b) => a.priority - b.priority);
    if (identities.length === 0) return false;
    const messageId = randomUUID();
    const payload = JSON.stringify(fact.payload);
    const [verdict] = await options.append([
      {
        source: consoleSource,
        messageId,
        messageKey: messageKey(options.keyring, consoleSource, messageId),
        bodyHash: bodyHash(currentHashKey(options.keyring), payload),
        type: fact.type,
        occurredAt: options.now(),
        isBackfill: false,
        channel: '',
        storeId: '',
        identities: identities.slice(0, 1),
        payload,
        secrets: [],
      },
    ]);
    return verdict?.kind === 'accepted';
  };
}

/** What stands for an identity that is linked already: its value is not needed, and stays sealed. */
function toBlind(row: { readonly type: string; readonly hash: string }, policies: IdentityPolicies): BlindIdentity {
  const { priority, strength } = policies(row.type);
  return { type: row.type, value: '', hash: row.hash, tailHash: null, priority, isStrong: strength === 'strong' };
}
