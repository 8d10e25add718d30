import type { Cause, FactValue, MemberId } from '@perennial/domain';

/** An event of a member as the fold asked for it to be told, in the order of its shard. */
export interface OutboxEvent {
  readonly shard: number;
  /** Dense and increasing per shard. */
  readonly position: number;
  readonly memberId: MemberId;
  readonly type: string;
  /** Epoch milliseconds, both. */
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly cause: Cause;
  /** JSON text. */
  readonly payload: string;
}

/** Somebody outside who is told of events. */
export interface Receiver {
  readonly id: string;
  readonly types: readonly string[];
  /** Of the member; null: whoever an event concerns. */
  readonly condition: FactValue;
  readonly perSecondMax: number;
  /** `gone`: it said that it is no more. Nothing is delivered but to active ones; events wait. */
  readonly state: 'active' | 'paused' | 'gone';
  /** Counts its changes. */
  readonly revision: number;
}

/** An event that is to be told to a receiver. */
export interface NewDelivery {
  readonly receiverId: string;
  readonly event: OutboxEvent;
  /** Why it is not delivered and waits for somebody to decide; null: it is. */
  readonly heldBack: string | null;
}

/** One that waits, with what is to be told. */
export interface DueDelivery {
  readonly receiverId: string;
  readonly attempts: number;
  /** Epoch milliseconds. */
  readonly nextAt: number;
  /** It was tried or given up before: its instant was put off, and may hide later ones of the member that were told meanwhile. */
  readonly wasTried: boolean;
  readonly event: OutboxEvent;
}

/** The place of a delivery among those that wait: the sooner goes first. */
export interface DuePlace {
  readonly nextAt: number;
  readonly shard: number;
  readonly position: number;
}

export interface DueQuery {
  readonly receiverId: string;
  readonly shards: readonly number[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly after: DuePlace;
  readonly limit: number;
}

/** What became of an attempt. */
export interface Settled {
  readonly receiverId: string;
  readonly shard: number;
  readonly position: number;
  readonly state: 'waiting' | 'delivered' | 'dead';
  readonly attempts: number;
  /** Epoch milliseconds. */
  readonly nextAt: number;
  readonly at: number;
  /** HTTP status or the like; null when there was no answer. */
  readonly status: number | null;
  /** Why it failed; null when it did not. */
  readonly code: string | null;
  readonly ms: number;
}

/** How a receiver stands. */
export interface ReceiverNote {
  readonly deliveredAt?: number;
  readonly failure?: { readonly at: number; readonly code: string };
  /** Null: it does not rest any more. */
  readonly restsUntil?: number | null;
  readonly isGone?: true;
}

/** Whom each of some events is to be told to. */
export type MatchEvents = (
  receivers: readonly Receiver[],
  events: readonly OutboxEvent[],
) => Promise<readonly NewDelivery[]>;

export interface FannedOut {
  /** Events that were passed. */
  readonly events: number;
  readonly deliveries: number;
  /** There may be more. */
  readonly isFull: boolean;
}

/** Where events wait, and who is told of them. */
export interface DeliveryStore {
  receivers(): Promise<readonly Receiver[]>;
  /**
   * Passes events of these shards, about `limit`, in the order of each shard: writes down whom each is to be told to, in one
   * transaction with how far it came. Receivers are read after the events, so that who subscribed before an event was written is told
   * of it. Shards whose turn another process has are left out.
   */
  fanOut(
    shards: readonly number[],
    use: { readonly limit: number; readonly nextAt: number; readonly match: MatchEvents },
  ): Promise<FannedOut>;
  /**
   * What is due of a receiver after a place, in order. A delivery is due only when no earlier one of the same member waits for a later
   * instant than its own, so that those of a member keep their order.
   */
  readDue(query: DueQuery): Promise<readonly DueDelivery[]>;
  /** Writes what became of attempts; one that somebody has sent again, or that is no more, stays as it is. */
  settle(settled: readonly Settled[]): Promise<void>;
  noteReceiver(id: string, note: ReceiverNote): Promise<void>;
  /** Removes what was settled, and events that nobody waits for, from before these instants; at most `limit`, and says how many. */
  forget(before: { readonly delivered: number; readonly dead: number }, limit: number): Promise<number>;
}
