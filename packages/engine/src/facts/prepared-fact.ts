import type { LeftOutIdentity, MemberId } from '@perennial/domain';
import type { BlindIdentity } from '../identity/blinding.ts';
import type { LiftedSecret } from '../privacy/lift-personal.ts';

/** A fact that passed its schema, with its personal data lifted out and its identities blinded: ready for the log. */
export interface PreparedFact {
  readonly source: string;
  readonly messageId: string;
  /** What the message is claimed under: 128 keyed bits over source and message id, UUID text. */
  readonly messageKey: string;
  /** What it may have been claimed under before ids were keyed; absent in installations that hold no such message. */
  readonly unkeyedMessageKey?: string;
  /** 48 bits over what was sent. */
  readonly bodyHash: number;
  /** The same under older hash keys that are still known, by which a repeat of an old message is recognised; absent when there is one key. */
  readonly olderBodyHashes?: readonly number[];
  readonly type: string;
  /** Epoch milliseconds. */
  readonly occurredAt: number;
  readonly isBackfill: boolean;
  readonly channel: string;
  readonly storeId: string;
  /** Strongest first, each once. */
  readonly identities: readonly BlindIdentity[];
  /** JSON text; personal values are references `{"$secret": name}`. */
  readonly payload: string;
  readonly secrets: readonly LiftedSecret[];
  /** Identities that it is taken without; absent when all were read. */
  readonly leftOut?: readonly LeftOutIdentity[];
  /** The order that it is about; absent when it is about none, or its order has no number. */
  readonly order?: PreparedOrder;
}

/** What an order is claimed under: 128 keyed bits over number space and number each, UUID text. */
export interface PreparedOrder {
  /** That of the space in which the number counts; of a source that shares its numbers, then that of the source by itself. */
  readonly keys: readonly [string, ...string[]];
  /** Those of the other sources of the space, under which the order may have been claimed before they shared numbers. */
  readonly otherKeys: readonly string[];
}

export type AppendVerdict =
  | { readonly kind: 'accepted'; readonly memberId: MemberId | null; readonly shard: number; readonly position: number }
  /** The same body is in the log under this source and message id. */
  | { readonly kind: 'duplicate' }
  /** Another body is. */
  | { readonly kind: 'conflict' };

/** A message that was logged under an older hash key is recognised by that key. */
export function isSameBody(fact: PreparedFact, loggedHash: number): boolean {
  return fact.bodyHash === loggedHash || fact.olderBodyHashes?.includes(loggedHash) === true;
}
