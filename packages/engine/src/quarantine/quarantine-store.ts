import type { Mention } from '../privacy/privacy-store.ts';

export type QuarantineStatus = 'waiting' | 'replayed' | 'dismissed';

/** A fact that could not be taken, as the store holds it: its body is sealed. */
export interface QuarantineRow {
  readonly id: string;
  readonly source: string;
  readonly messageId: string;
  readonly type: string;
  readonly code: string;
  readonly reason: string;
  readonly masterKeyId: string;
  readonly body: Uint8Array;
  readonly bodyHash: number;
  readonly isBackfill: boolean;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly status: QuarantineStatus;
  readonly resolvedAt: number | null;
  readonly resolvedBy: string | null;
}

export type NewQuarantineRow = Omit<QuarantineRow, 'status' | 'resolvedAt' | 'resolvedBy'>;

export interface QuarantineQuery {
  readonly status: QuarantineStatus;
  readonly source?: string | undefined;
  readonly type?: string | undefined;
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  /** Only rows that had come in by then, epoch milliseconds. */
  readonly receivedUntil?: number | undefined;
  /** Rows older than this one, in the order newest first. */
  readonly before?: { readonly receivedAt: number; readonly id: string } | undefined;
  readonly limit: number;
}

export type QuarantineFilter = Omit<QuarantineQuery, 'status' | 'before' | 'limit'>;

/** Where a replay of many stands: everything up to this row was tried. */
export interface QuarantinePlace {
  readonly receivedAt: number;
  readonly id: string;
}

export interface WaitingQuery extends QuarantineFilter {
  /** Rows newer than this one, oldest first. */
  readonly after: QuarantinePlace;
  /** Rows that came in up to then, epoch milliseconds. */
  readonly untilAt: number;
  readonly limit: number;
}

/** Facts that wait for one and the same reason. */
export interface QuarantineReason {
  readonly code: string;
  readonly reason: string;
  readonly count: number;
  /** When the first of them came in, epoch milliseconds. */
  readonly oldestAt: number;
  /** When the last one did: later ones are not among those counted. */
  readonly newestAt: number;
}

export type MentionDecision = 'deleted' | 'kept';

/** A quarantined fact that speaks of an erased member, and on which somebody has to decide. */
export interface OpenMention extends Mention {
  readonly erasureId: string;
  readonly source: string;
  readonly type: string;
  readonly foundAt: number;
  readonly receivedAt: number;
}

export interface QuarantineStore {
  /** Keeps rows; one that waits already under the same source, message and body is left as it is, also when two add it at once. */
  add(rows: readonly NewQuarantineRow[]): Promise<void>;
  /** Newest first, without bodies. */
  list(query: QuarantineQuery): Promise<readonly Omit<QuarantineRow, 'body'>[]>;
  count(query: Omit<QuarantineQuery, 'before' | 'limit'>): Promise<number>;
  /** Oldest first; those that there are. */
  read(ids: readonly string[]): Promise<readonly QuarantineRow[]>;
  /** Those that wait, oldest first, with their bodies. */
  readWaiting(query: WaitingQuery): Promise<readonly QuarantineRow[]>;
  /** How many of them wait. */
  countWaiting(query: Omit<WaitingQuery, 'limit'>): Promise<number>;
  /** Why facts wait, the most frequent reason first. */
  reasons(limit: number): Promise<readonly QuarantineReason[]>;
  /** Only rows that still wait; answers how many were. Of two who resolve one at once, one does. */
  resolve(
    ids: readonly string[],
    outcome: { readonly status: 'replayed' | 'dismissed'; readonly by: string; readonly note: string },
  ): Promise<number>;
  /** Only of a row that still waits. */
  replaceBody(row: Pick<QuarantineRow, 'id' | 'masterKeyId' | 'body' | 'bodyHash' | 'code' | 'reason'>): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** What speaks of erased members and nobody has decided on, newest first. */
  listMentions(limit: number): Promise<readonly OpenMention[]>;
  /** Closes those that are open, and with `deleted` forgets their bodies too, both or neither; answers how many facts they were. */
  decideMentions(
    ids: readonly string[],
    outcome: { readonly decision: MentionDecision; readonly by: string },
  ): Promise<number>;
}
