/**
 * A point in a member's world time, made from her evidence rows. Events of one instant are applied together, and the
 * stage is judged after the last of them, so their order among themselves is only a matter of determinism.
 */
export interface EvidenceEvent {
  readonly at: number;
  /** In the order of application within an instant. */
  readonly type: EvidenceEventType;
  /** Tie break between events of one instant and type. */
  readonly key: string;
  /** Index of a tracked kind, -1 for others; of `activity` events only. */
  readonly kindIndex: number;
  /** What the condition mask is tested against. */
  readonly bit: number;
  /** Purchase: its amount. Refund: what it gives back. Cancellation: what leaves the gross. */
  readonly amountMinor: number;
  /** Cancellation: what had been given back before. */
  readonly refundedMinor: number;
  /** Withdrawal: the instant of the purchase that is withdrawn. */
  readonly purchaseAt: number;
  readonly category: number;
}

export const evidenceEventTypes = {
  /** Something is known of the member at this instant. */
  seen: 0,
  activity: 1,
  registration: 2,
  purchase: 3,
  refund: 4,
  /** A purchase stops counting. */
  withdrawal: 5,
  /** The amounts of a cancelled order leave the sums. */
  cancellation: 6,
} as const;
export type EvidenceEventType = (typeof evidenceEventTypes)[keyof typeof evidenceEventTypes];

/** Bits of the dependency mask: tracked kind i is bit i. */
export const purchaseBit = 1 << 20;
export const registrationBit = 1 << 21;
/** A kind that no condition can name. */
export const untrackedBit = 0;

export function bitOfTracked(index: number): number {
  return index < 0 ? untrackedBit : 1 << index;
}

export function compareEvents(a: EvidenceEvent, b: EvidenceEvent): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.type !== b.type) return a.type - b.type;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

export function isSameEvent(a: EvidenceEvent, b: EvidenceEvent): boolean {
  return (
    a.at === b.at &&
    a.type === b.type &&
    a.key === b.key &&
    a.kindIndex === b.kindIndex &&
    a.amountMinor === b.amountMinor &&
    a.refundedMinor === b.refundedMinor &&
    a.purchaseAt === b.purchaseAt &&
    a.category === b.category
  );
}
