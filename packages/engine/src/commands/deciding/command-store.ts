import type { LoggedStep, Member, MemberId } from '@perennial/domain';
import type { FoldReads, FoldTransaction, MemberKey } from '../../fold/fold-store.ts';
import type { MemberPlace } from '../../log/log-rows.ts';
import type { SegmentStore } from '../../log/log-segments.ts';
import type { SecretTransaction } from '../../append/member-writes.ts';
import type { JoinTransaction } from '../../merges/join-members.ts';
import type { MergeTransaction } from '../../merges/merge-store.ts';
import type { UndoTransaction } from '../../merges/undo-merge.ts';
import type { Block } from './identity-block.ts';

/** What commands need of the system of record. */
export interface CommandStore {
  /** Runs `work` in one transaction; it may run again after a deadlock. What it throws rolls everything back. */
  transaction<T>(name: string, work: (transaction: CommandTransaction) => Promise<T>): Promise<T>;
}

/** The keyed hashes of caller and key, and of what was sent. */
export interface ClaimRow {
  readonly id: string;
  readonly bodyHash: number;
}

export interface StoredCommand {
  readonly bodyHash: number;
  /** JSON text. */
  readonly answer: string;
}

export interface AnswerToKeep {
  readonly id: string;
  readonly answer: string;
  /** Whom it names something of that is to go when she is erased. */
  readonly personalOf?: MemberPlace | undefined;
}

/** What the audit log says of a command: written with what it did, so that both are durable at once. */
export interface AuditEntry {
  /** When it was asked for, epoch milliseconds. */
  readonly at: number;
  readonly actorKind: 'user' | 'key' | 'member' | 'device' | 'command_line' | 'system' | 'nobody';
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly reason: string;
  readonly requestId: string;
  readonly outcome: 'done' | 'refused' | 'failed';
}

/** The store's clock, and the newest program version as of then. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly programVersion: number;
}

/** What came between a member's last step that was folded and the locked head of her shard. */
export interface Look {
  /** Whose logs have grown. */
  readonly grown: ReadonlySet<MemberId>;
  readonly programVersion: number;
}

/** What acts on single identities write. */
export interface IdentityActs {
  /** Forgets the value of an identity of these members. */
  deleteIdentitySecrets(members: readonly MemberPlace[], hash: string): Promise<void>;
  /** Under the head of the shard of whoever holds it. */
  deleteIdentity(hash: string): Promise<void>;
  insertReleased(
    members: readonly MemberPlace[],
    released: { readonly hash: string; readonly at: number },
  ): Promise<void>;
  insertBlock(block: Block, at: number): Promise<void>;
  deleteBlock(hash: string): Promise<void>;
  /** Merges that were refused between members whom this identity would have joined are not tried again. */
  resolveRefusalsBy(hash: string): Promise<void>;
}

/**
 * One transaction of commands. What is asked for at once is done in the order in which it is asked for, and sent together where the
 * store can: a command whose every question waited for the answer before would take twice as long. Locks are taken in
 * this order, within each in the order of the key: claims, the merge that is taken back, members, resources, keys and secrets of members,
 * heads, outputs.
 */
export interface CommandTransaction
  extends
    FoldReads,
    JoinTransaction,
    UndoTransaction,
    IdentityActs,
    SegmentStore,
    SecretTransaction,
    Pick<MergeTransaction, 'lockMerge' | 'currentPlace' | 'insertIdentities'>,
    Pick<FoldTransaction, 'parkedOf' | 'take' | 'giveBack' | 'write'> {
  /** Claims ids, sorted and distinct; answers those that were claimed before. Waits for whoever is claiming one of them. */
  claim(rows: readonly ClaimRow[]): Promise<ReadonlyMap<string, StoredCommand>>;
  /** Keeps the answers of commands that this transaction has claimed. */
  storeAnswers(answers: readonly AnswerToKeep[]): Promise<void>;
  /** Lets go what this transaction has claimed, for commands that were not carried out. */
  release(ids: readonly string[]): Promise<void>;
  /** Adds to the audit log, in the order given. */
  writeAudit(entries: readonly AuditEntry[]): Promise<void>;
  /** Every step of these members' own logs that is not folded yet, in order. */
  readUnfoldedSteps(keys: readonly MemberKey[]): Promise<readonly LoggedStep[]>;
  readMoment(): Promise<Moment>;
  /** Under the locked heads of their shards. */
  look(members: readonly Member[]): Promise<Look>;
}
