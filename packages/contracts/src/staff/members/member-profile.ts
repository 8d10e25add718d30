import { z } from 'zod';
import { identifier, instant, jsonValue, memberId, uuid } from '../../schemas/common.ts';
import { namedProduct } from './member-history.ts';
import { identityId } from '../../schemas/member-reference.ts';

export const maskedIdentity = z.object({
  id: identityId,
  type: identifier,
  /** Masked unless the answer is to a reveal. */
  value: z.string(),
  isMasked: z.boolean(),
  linkedAt: instant.nullable(),
});

export const attribute = z.object({
  name: z.string(),
  value: jsonValue,
  isPersonal: z.boolean(),
  updatedAt: instant.nullable(),
});

/** What became of a write to a locked attribute. */
export const attributeChange = z.object({
  attribute: z.string(),
  outcome: z
    .enum(['set', 'changed', 'overridden', 'refused'])
    .describe('The first value, a change, a change past the lock with a reason, or nothing: it kept its value'),
  before: jsonValue,
  value: jsonValue.describe('What was to stand there'),
  by: z.string().describe('The source of the fact, who passed the lock, or "merge"; empty of other commands'),
  reason: z.string(),
  at: instant,
  mayChangeAt: instant.nullable().describe('Of what was refused: from when on it may change'),
  reference: z.string().describe('The fact (source/message), the decision or the merge that brought it'),
});

export const attributeLog = z.object({
  locks: z
    .array(
      z.object({
        attribute: z.string(),
        changes: z.number().int(),
        every: z.enum(['month', 'quarter', 'half_year', 'year', 'ever']),
        isLocked: z.boolean().describe('It may not change now'),
        mayChangeAt: instant.nullable().describe('From when on it may, where that can be said'),
      }),
    )
    .describe('What the program locks'),
  items: z.array(attributeChange).describe('Newest first'),
});

export const memberProfile = z.object({
  id: memberId,
  label: z.string(),
  /** Something personal of her is damaged and cannot be read; nobody else is concerned. */
  isUnreadable: z.boolean(),
  status: z.enum(['live', 'absorbed', 'erased']),
  /** The member that took this one in; null unless absorbed. */
  mergedInto: memberId.nullable(),
  isSharedCard: z.boolean(),
  asOfAt: instant,
  /** True as of a past instant: identities, stores and personal values are then those known now, all else is of then. */
  isHistory: z.boolean(),
  joinedAt: instant,
  storeIds: z.array(z.string()),
  stores: z.array(z.object({ storeId: z.string(), name: z.string() })).describe('The same by name, or id'),
  /** Products of most of her purchases up to the instant, without cancelled ones, what was given back whole, and gifts. */
  favourites: z.array(namedProduct.extend({ orders: z.number().int(), quantity: z.number(), lastAt: instant })),
  /** As many as her timeline and her export have, at the as-of instant. */
  factsCount: z.number().int(),
  identities: z.array(maskedIdentity),
  attributes: z.array(attribute),
  tags: z.array(z.string()),
  consents: z.array(z.object({ topic: z.string(), isGranted: z.boolean(), updatedAt: instant.nullable() })),
  /** What staff wrote about her, newest first; what looks personal in it is hidden. */
  notes: z.array(z.object({ id: uuid, text: z.string(), by: z.string(), at: instant })),
  stages: z.array(
    z.object({
      lifecycle: identifier,
      stage: z.string(),
      since: instant.nullable(),
      isReactivated: z.boolean(),
      next: z.object({ stage: identifier, at: instant }).nullable(),
    }),
  ),
  metrics: z.array(z.object({ field: identifier, value: jsonValue })),
});
export type MemberProfile = z.output<typeof memberProfile>;
