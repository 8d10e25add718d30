import type { IdentityRow } from '../identity/identity-rows.ts';
import type { HeadRow, MemberPlace } from '../log/log-rows.ts';
import type { SegmentStore } from '../log/log-segments.ts';
import type { MemberKeyRow, SecretRow } from './secret-rows.ts';

/** What export, erasure and key rotation need of the system of record. */
export interface PrivacyStore extends SegmentStore {
  readIdentitiesOf(members: readonly MemberPlace[]): Promise<readonly IdentityRow[]>;
  readMemberKeys(members: readonly MemberPlace[]): Promise<readonly MemberKeyRow[]>;
  readSecrets(members: readonly MemberPlace[]): Promise<readonly SecretRow[]>;
  /** Facts of one log within (after, upTo], in order, at most `limit`. */
  readFacts(place: MemberPlace, range: FactRange): Promise<readonly StoredFact[]>;
  /** Quarantined bodies after `afterId`, in the order of the id. */
  readQuarantineAfter(afterId: string, limit: number): Promise<readonly SealedBody[]>;
  removeQuarantine(ids: readonly string[]): Promise<void>;
  /** Keys wrapped by another master key than this one. */
  readKeysNotUnder(masterKeyId: string, limit: number): Promise<readonly MemberKeyRow[]>;
  replaceKeys(rows: readonly MemberKeyRow[]): Promise<void>;
  readBodiesNotUnder(masterKeyId: string, limit: number): Promise<readonly SealedBody[]>;
  replaceBodies(rows: readonly SealedBody[]): Promise<void>;
  transaction<T>(name: string, work: (transaction: ErasureTransaction) => Promise<T>): Promise<T>;
}

/** One erasure. Locks: members by place, their orders, their keys and secrets, heads in shard order. */
export interface ErasureTransaction {
  /** Locks member rows; answers how many there are. */
  lockMembers(members: readonly MemberPlace[]): Promise<number>;
  /** Their orders have no owner any more: nothing leads from an order's number to them. */
  deleteOrders(members: readonly MemberPlace[]): Promise<void>;
  deleteSecrets(members: readonly MemberPlace[]): Promise<void>;
  lockHeads(shards: readonly number[]): Promise<readonly HeadRow[]>;
  deleteIdentities(members: readonly MemberPlace[]): Promise<void>;
  markErased(members: readonly MemberPlace[]): Promise<void>;
  advanceHeads(heads: readonly HeadRow[]): Promise<void>;
}

export interface FactRange {
  readonly after: number;
  readonly upTo: number | null;
  readonly limit: number;
}

export interface StoredFact {
  readonly position: number;
  readonly source: string;
  readonly messageId: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly channel: string;
  readonly storeId: string;
  readonly identities: readonly string[];
  /** JSON text. */
  readonly payload: string;
}

export interface SealedBody {
  readonly id: string;
  readonly masterKeyId: string;
  readonly body: Uint8Array;
}
