import type { MemberId } from '@perennial/domain';

/**
 * What ingest needs of the system of record. Locks are taken in the order of these methods, and within each in the order of
 * the key, by every caller: messages, new identities, keys and secrets of members, heads. Existing identities are changed only
 * under the head of the shard of the member that holds them.
 */
export interface IngestStore {
  /** Runs `work` in one transaction; it may run again after a deadlock. What it throws rolls everything back. */
  transaction<T>(name: string, work: (transaction: IngestTransaction) => Promise<T>): Promise<T>;
  /** Every head, in shard order. */
  readAllHeads(): Promise<readonly HeadRow[]>;
}

export interface IngestTransaction {
  /** Claims message keys; answers the keys that were claimed before with the hash of the body they stand for. */
  claimMessages(claims: readonly MessageClaim[]): Promise<ReadonlyMap<string, number>>;
  readIdentities(hashes: readonly string[]): Promise<readonly IdentityRow[]>;
  readIdentitiesOf(members: readonly MemberPlace[]): Promise<readonly IdentityRow[]>;
  /** Undone merges between any two of these members, as pairs of ids. */
  readKeptApart(members: readonly MemberId[]): Promise<readonly (readonly [MemberId, MemberId])[]>;
  readHeads(shards: readonly number[]): Promise<readonly HeadRow[]>;
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
  /** Appends rows to the log and writes the heads. */
  appendLog(rows: readonly LogRow[], heads: readonly HeadRow[]): Promise<void>;
  insertMergeLog(rows: readonly MergeLogRow[]): Promise<void>;
}

export interface MemberPlace {
  readonly shard: number;
  readonly id: MemberId;
}

export interface MessageClaim {
  readonly key: string;
  readonly bodyHash: number;
}

export interface IdentityRow {
  readonly hash: string;
  readonly type: string;
  readonly memberId: MemberId;
}

export interface NewIdentityRow extends IdentityRow {
  readonly shard: number;
  readonly tailHash: string | null;
  readonly hashKeyId: number;
}

export interface IdentityMove {
  readonly hash: string;
  readonly to: MemberPlace;
}

export interface MemberKeyRow extends MemberPlace {
  readonly masterKeyId: string;
  readonly wrappedKey: Uint8Array;
}

export interface SecretRow extends MemberPlace {
  readonly name: string;
  readonly ciphertext: Uint8Array;
  readonly occurredAt: number;
}

/** The end of a shard's log. `mergeCount` and `linkCount`: see migrations 0001 and 0010. */
export interface HeadRow {
  readonly shard: number;
  readonly position: number;
  readonly recordedAt: number;
  readonly mergeCount: number;
  readonly linkCount: number;
}

/** Codes of `fact.kind`. */
export const logKinds = { fact: 0, merge: 1, absorb: 2, split: 3, decision: 4, erase: 5 } as const;
export type LogKind = (typeof logKinds)[keyof typeof logKinds];

/** A row of the log. `payload` of kinds other than fact: see `step-payload.ts`. */
export interface LogRow {
  readonly shard: number;
  readonly position: number;
  readonly kind: LogKind;
  readonly memberId: MemberId | null;
  readonly source: string;
  readonly messageId: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly isBackfill: boolean;
  readonly channel: string;
  readonly storeId: string;
  /** Strongest first. */
  readonly identities: readonly string[];
  readonly payload: string;
}

export interface MergeLogRow {
  readonly mergeId: string;
  readonly status: 'merged' | 'refused';
  readonly reason: string;
  readonly survivor: MemberPlace;
  readonly survivorPosition: number | null;
  readonly absorbed: MemberPlace | null;
  readonly absorbedPosition: number | null;
  readonly identities: readonly string[];
  readonly identityType: string;
  readonly causeSource: string;
  readonly causeMessageId: string;
  readonly recordedAt: number;
}
