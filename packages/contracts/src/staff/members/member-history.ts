import { z } from 'zod';
import { amountMinor, identifier, instant, jsonValue, memberId } from '../../schemas/common.ts';
import { moveCause } from './move-cause.ts';

export const namedProduct = z.object({ productId: z.string(), name: z.string() });

const derived = z.object({
  type: z.string(),
  occurredAt: instant,
  recordedAt: instant,
  payload: jsonValue,
  cause: moveCause,
  causeKind: z.string().describe('With what it was recorded'),
  programVersion: z.number().int(),
});
export const timelineItem = z.object({
  id: identifier,
  /**
   * `fact`: it happened. `decision`: somebody decided it; `type` is the command, `payload` what was to be done. `wake`: time
   * alone caused the effects, at its own instant. `program`, `merge`, `split`, `refold`: the effects follow from what is not kept in her
   * log any more, as it was judged then.
   */
  kind: z.enum(['fact', 'decision', 'wake', 'program', 'merge', 'split', 'refold']),
  type: z.string(),
  occurredAt: instant,
  recordedAt: instant,
  source: z.string(),
  channel: z.string(),
  storeId: z.string(),
  isBackfill: z.boolean(),
  by: z.string().describe('Who decided; empty where nobody did, or where it was not kept yet'),
  payload: jsonValue,
  effects: z.array(derived),
});
export type TimelineItem = z.output<typeof timelineItem>;

/** The same with names of what it speaks of. */
export const namedTimelineItem = timelineItem.extend({
  /** As the store is called now; its id where nobody has named it. */
  storeName: z.string(),
  /** Products that the fact speaks of: as it calls them itself, else as the catalogue does, else by their ids. */
  products: z.array(namedProduct),
});

export const order = z.object({
  orderId: z.string(),
  placedAt: instant.nullable(),
  paidAt: instant.nullable(),
  fulfilledAt: instant.nullable(),
  cancelledAt: instant.nullable(),
  amountMinor,
  refundedMinor: amountMinor,
  itemCount: z.number().int(),
  category: z.string(),
  channel: z.string(),
  storeId: z.string(),
  /** As it is called now; its id where nobody has named it. */
  storeName: z.string(),
  /** What was bought, the largest amount first, and no more than twenty lines: `itemCount` has all. */
  lines: z.array(namedProduct.extend({ quantity: z.number(), amountMinor })),
});

export const merge = z.object({
  id: identifier,
  at: instant,
  kind: z.enum(['merged', 'refused', 'undone']),
  survivorId: memberId.nullable(),
  absorbedId: memberId.nullable(),
  /** Type of the identity that joined them, or would have; empty where it was not one. */
  identityType: z.string(),
  /**
   * Of a merge `strong`, `anonymous_history` or `staff`. Of a refusal `limit`: one of them would hold too many of a type; `kept_apart`:
   * an earlier merge of the two was undone; `released`: the identity was taken off one of them.
   */
  reason: z.string(),
  canUndo: z.boolean(),
});

export const stageInterval = z.object({
  lifecycle: identifier,
  stage: identifier,
  fromStage: z.string(),
  from: instant,
  to: instant.nullable(),
  isReactivation: z.boolean(),
  cause: moveCause.nullable().describe('What made it; null while it is being judged anew'),
  causeKind: z.string(),
  /** The fact with which it was recorded; null when none was its cause. One that came late may have occurred at another instant. */
  causeType: z.string().nullable(),
  causeOccurredAt: instant.nullable(),
  causeAt: instant,
  programVersion: z.number().int(),
  isActed: z.boolean(),
});
