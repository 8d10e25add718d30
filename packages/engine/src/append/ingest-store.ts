import type { IdentityMove, NewIdentityRow } from '../identity/identity-rows.ts';
import type { HeadRow, LogRow, MemberPlace, MergeLogRow } from '../log/log-rows.ts';
import type { MemberKeyRow, SecretRow } from '../privacy/secret-rows.ts';
import type { OrderClaims, OrderNotes } from '../orders/order-store.ts';
import type { IdentityReads } from '../resolution/identity-reads.ts';

/**
 * What ingest needs of the system of record. What is asked for at once is carried out in the order in which it was asked for. Locks are taken in the order of these methods, and within each in the order of
 * the key, by every caller: messages, orders, new identities, keys and secrets of members, heads. Orders stand beside identities,
 * before them, because what is kept of a member depends on whose the order is. Existing identities are changed only under the
 * head of the shard of the member that holds them.
 */
export interface IngestStore {
  /** Runs `work` in one transaction; it may run again after a deadlock. What it throws rolls everything back. */
  transaction<T>(name: string, work: (transaction: IngestTransaction) => Promise<T>): Promise<T>;
  /** Every head, in shard order. */
  readAllHeads(): Promise<readonly HeadRow[]>;
}

export interface IngestTransaction extends IdentityReads, OrderClaims, OrderNotes {
  /** Which of these message keys are claimed, with the hash of the body each stands for. */
  readMessages(keys: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Claims message keys; answers the keys that were claimed before with the hash of the body they stand for. */
  claimMessages(claims: readonly MessageClaim[]): Promise<ReadonlyMap<string, number>>;
  /** Inserts sorted by hash; the number inserted falls short when somebody else was first. */
  insertIdentities(rows: readonly NewIdentityRow[]): Promise<number>;
  insertMembers(members: readonly MemberPlace[]): Promise<void>;
  readMemberKeys(members: readonly MemberPlace[]): Promise<readonly MemberKeyRow[]>;
  /** The number inserted falls short when somebody else was first. */
  insertMemberKeys(rows: readonly MemberKeyRow[]): Promise<number>;
  /** Sorted by place and name, one row each; the newest by `occurredAt` stays. */
  upsertSecrets(rows: readonly SecretRow[]): Promise<void>;
  /** Locks heads in shard order. `recordedAt` is lifted to the store's clock. */
  lockHeads(shards: readonly number[]): Promise<readonly HeadRow[]>;
  moveIdentities(moves: readonly IdentityMove[]): Promise<void>;
  /** Appends rows to the log and writes the heads. Like what comes after it, it need not be done before the transaction's end, which fails with it. */
  appendLog(rows: readonly LogRow[], heads: readonly HeadRow[]): Promise<void>;
  insertMergeLog(rows: readonly MergeLogRow[]): Promise<void>;
}

export interface MessageClaim {
  readonly key: string;
  readonly bodyHash: number;
}
