import type { MemberId, RowShape } from '@perennial/domain';
import type { IdentityRow } from '../identity/identity-rows.ts';
import type { HeadRow, LogRow, MemberPlace } from '../log/log-rows.ts';
import type { SegmentStore } from '../log/log-segments.ts';
import type { Forget } from './forget-personal.ts';
import type { MemberKeyRow, SecretRow } from './secret-rows.ts';
import type { MentionReason } from './whose-body.ts';

/** What export, erasure and key rotation need of the system of record. */
export interface PrivacyStore extends SegmentStore {
  /** Who a member is now: herself, or whoever took her in, and whoever took that one in. */
  currentPlace(member: MemberPlace): Promise<MemberPlace>;
  readIdentitiesOf(members: readonly MemberPlace[]): Promise<readonly IdentityRow[]>;
  readMemberKeys(members: readonly MemberPlace[]): Promise<readonly MemberKeyRow[]>;
  readSecrets(members: readonly MemberPlace[]): Promise<readonly SecretRow[]>;
  /** Facts of one log within (after, upTo], in order, at most `limit`. */
  readFacts(place: MemberPlace, range: FactRange): Promise<readonly StoredFact[]>;
  /** Decisions about a member in one log within (after, upTo], in order, at most `limit`. */
  readDecisions(place: MemberPlace, range: FactRange): Promise<readonly StoredDecision[]>;
  /** What the fold decided about one member as herself within (after, upTo] of the order in which it did, at most `limit`. */
  readDerivedFacts(place: MemberPlace, range: FactRange): Promise<readonly StoredDerivedFact[]>;
  /** All that the merge log has of these members, refused joins too, in the order in which it came about. */
  readMergeLog(members: readonly MemberPlace[]): Promise<readonly StoredMerge[]>;
  /** Rows that facets keep of these members, of every kind, those that hold no longer too: a page for each kind. */
  readRows(members: readonly MemberPlace[]): AsyncIterable<readonly StoredRow[]>;
  /** Quarantined bodies after `afterId`, in the order of the id. */
  readQuarantineAfter(afterId: string, limit: number): Promise<readonly QuarantinedBody[]>;
  removeQuarantine(ids: readonly string[]): Promise<void>;
  /** Puts them on the list of what somebody has to decide; one that stands there under this erasure is left as it is. */
  noteMentions(erasureId: string, mentions: readonly Mention[]): Promise<void>;
  /** Keys wrapped by another master key than this one. */
  readKeysNotUnder(masterKeyId: string, limit: number): Promise<readonly MemberKeyRow[]>;
  replaceKeys(rows: readonly MemberKeyRow[]): Promise<void>;
  readBodiesNotUnder(masterKeyId: string, limit: number): Promise<readonly SealedBody[]>;
  replaceBodies(rows: readonly SealedBody[]): Promise<void>;
  /** Runs `work` in one transaction; it may run again after a deadlock. What it throws rolls everything back. */
  transaction<T>(name: string, work: (transaction: ErasureTransaction) => Promise<T>): Promise<T>;
}

/** One erasure. Locks: what the merge log has of the members, members by place, their orders, their keys and secrets, heads in shard order. */
export interface ErasureTransaction extends SegmentStore {
  /** Locks merges and refusals in which one of these members takes part. */
  lockMerges(members: readonly MemberPlace[]): Promise<void>;
  /** Locks member rows; answers those who are not erased yet. */
  lockMembers(members: readonly MemberPlace[]): Promise<readonly MemberPlace[]>;
  /** Their orders have no owner any more: nothing leads from an order's number to them. */
  deleteOrders(members: readonly MemberPlace[]): Promise<void>;
  deleteSecrets(members: readonly MemberPlace[]): Promise<void>;
  /** Deletes values that still are those which were told then. */
  deleteSecretsTold(secrets: readonly SecretKey[]): Promise<void>;
  /** As they stand, without a lock. */
  readHeads(shards: readonly number[]): Promise<readonly HeadRow[]>;
  lockHeads(shards: readonly number[]): Promise<readonly HeadRow[]>;
  /** Whether somebody has absorbed this member and the merge stands. */
  isAbsorbed(member: MemberPlace): Promise<boolean>;
  deleteIdentities(members: readonly MemberPlace[]): Promise<void>;
  /** Deletes rows of every kind that keeps something personal. */
  deletePersonalRows(members: readonly MemberPlace[]): Promise<void>;
  /**
   * Takes what is personal out of a part of these members' own logs: payloads are forgotten, and message ids and blind indexes become
   * what the salt makes of them. The same salt gives the same ones. A part must not be erased twice.
   */
  eraseSteps(members: readonly MemberPlace[], rewriting: Rewriting): Promise<void>;
  /** The same of what was told of a member in another one's log; again does nothing. */
  eraseStepsOfGuest(stay: GuestStay, rewriting: Rewriting): Promise<void>;
  /** Message ids in their rows, what kept answers name of them, and why somebody acted on them. Their rows are locked. */
  eraseNames(members: readonly MemberPlace[], salt: Uint8Array): Promise<void>;
  /** What the merge log has of them, and what is on its way to them. Notes what the lens has to forget: the heads are locked. */
  endSteps(members: readonly MemberPlace[], salt: Uint8Array): Promise<void>;
  /** Takes refusals in which one of these members takes part off the list of what is tried again. */
  resolveRefusals(members: readonly MemberPlace[]): Promise<void>;
  markErased(members: readonly MemberPlace[]): Promise<void>;
  appendLog(rows: readonly LogRow[], heads: readonly HeadRow[]): Promise<void>;
}

/** How steps are rewritten, and which of the logs of their shards: all that is not said. */
export interface Rewriting {
  readonly salt: Uint8Array;
  readonly forget: Forget;
  /** Exclusive, by shard. */
  readonly after?: LogEnds;
  /** Inclusive. */
  readonly upTo?: LogEnds;
}

/** Positions by shard. */
export type LogEnds = ReadonlyMap<number, number>;

/** A personal value, by whose name it is kept under and when it was told. */
export type SecretKey = Omit<SecretRow, 'ciphertext' | 'nameMarks'>;

/** A merge that was taken back, as the log of its survivor has it. */
export interface GuestStay {
  readonly host: MemberPlace;
  /** Exclusive. */
  readonly after: number;
  readonly upTo: number;
  /** The guest's blind indexes. */
  readonly identities: readonly string[];
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

export interface StoredDecision {
  readonly position: number;
  readonly decisionId: string;
  readonly command: string;
  readonly recordedAt: number;
  /** See `decision-payload.ts`. */
  readonly payload: string;
}

export interface StoredDerivedFact {
  readonly position: number;
  readonly type: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly causeKind: string;
  readonly programVersion: number;
  /** JSON text. */
  readonly payload: string;
}

/** What the merge log says of a join, without the indexes that it moved. */
export interface StoredMerge {
  readonly mergeId: string;
  readonly status: 'merged' | 'undone' | 'refused' | 'resolved';
  readonly reason: string;
  readonly survivorId: MemberId;
  /** Null where an identity was to be linked. */
  readonly absorbedId: MemberId | null;
  readonly identityType: string;
  /** The fact that brought it about; of a command `commandSource` and who decided. */
  readonly causeSource: string;
  readonly causeMessageId: string;
  readonly recordedAt: number;
  readonly undoneAt: number | null;
  readonly undoneBy: string | null;
}

/** A row that a facet keeps of a member; personal values in it are references, never values. */
export interface StoredRow {
  readonly memberId: string;
  readonly table: string;
  readonly row: RowShape;
}

export interface SealedBody {
  readonly id: string;
  readonly masterKeyId: string;
  readonly body: Uint8Array;
}

export interface QuarantinedBody extends SealedBody {
  /** Whose word it is: telephone numbers without a country are dialled where the source is. */
  readonly source: string;
}

/** A quarantined fact that speaks of an erased member, and why it was not removed with her. */
export interface Mention {
  readonly quarantineId: string;
  readonly why: MentionReason;
}
