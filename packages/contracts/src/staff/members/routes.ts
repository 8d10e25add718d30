import { z } from 'zod';
import {
  amountMinor,
  asOf,
  calendarDay,
  identifier,
  instant,
  jsonValue,
  memberId,
  page,
  paging,
  queryInteger,
  queryList,
  uuid,
} from '../../schemas/common.ts';
import { explanation } from './explanation.ts';
import { defineRoute } from '../../route/route.ts';

const minor = queryInteger(-1_000_000_000_000, 1_000_000_000_000);
const total = queryInteger(0, 1_000_000_000);

/** Everything a list of members can be narrowed by; all of them must hold. Amounts are minor units, days include both ends. */
const memberFilter = {
  lifecycle: identifier.optional(),
  asOf: asOf.optional(),
  stage: queryList(identifier).optional(),
  /** Moves: into `movedTo` out of `movedFrom` between the two days. Either stage may be absent. */
  movedFrom: identifier.optional(),
  movedTo: identifier.optional(),
  movedAfter: calendarDay.optional(),
  movedBefore: calendarDay.optional(),
  isReactivation: z.enum(['true', 'false']).optional(),
  /** Due to change within these days if nothing happens, into `nextStage` when given. */
  nextWithinDays: queryInteger(1, 400).optional(),
  nextStage: identifier.optional(),
  store: queryList(identifier).optional(),
  channel: queryList(identifier).optional(),
  tag: queryList(identifier).optional(),
  spendMin: minor.optional(),
  spendMax: minor.optional(),
  ordersMin: total.optional(),
  ordersMax: total.optional(),
  firstOrderAfter: calendarDay.optional(),
  firstOrderBefore: calendarDay.optional(),
  lastOrderAfter: calendarDay.optional(),
  lastOrderBefore: calendarDay.optional(),
  joinedAfter: calendarDay.optional(),
  joinedBefore: calendarDay.optional(),
};

export const memberSortFields = [
  'joinedAt',
  'firstOrderAt',
  'lastOrderAt',
  'orders',
  'spend',
  'stageSince',
  'nextChangeAt',
] as const;
const direction = z.enum(['asc', 'desc']);
const memberSort = {
  sort: z
    .enum(memberSortFields)
    .optional()
    .describe(
      '`lastOrderAt` when absent, as of a past instant `stageSince`: sorting by figures of then goes through all orders',
    ),
  direction: direction.default('desc'),
};

const memberRow = z.object({
  id: memberId,
  /** Name or masked identity to show; never a full phone or e-mail. */
  label: z.string(),
  stage: z.string(),
  stageSince: instant.nullable(),
  nextStage: z.string().nullable(),
  nextChangeAt: instant.nullable(),
  joinedAt: instant,
  firstOrderAt: instant.nullable(),
  lastOrderAt: instant.nullable(),
  orders: z.number().int(),
  spendMinor: amountMinor,
  storeId: z.string(),
  channel: z.string(),
  tags: z.array(z.string()),
});
export type MemberRow = z.output<typeof memberRow>;

const maskedIdentity = z.object({
  type: identifier,
  /** Masked unless the answer is to a reveal. */
  value: z.string(),
  isMasked: z.boolean(),
  linkedAt: instant.nullable(),
});

const attribute = z.object({
  name: z.string(),
  value: jsonValue,
  isPersonal: z.boolean(),
  updatedAt: instant.nullable(),
});

export const memberProfile = z.object({
  id: memberId,
  label: z.string(),
  status: z.enum(['live', 'absorbed', 'erased']),
  /** The member that took this one in; null unless absorbed. */
  mergedInto: memberId.nullable(),
  isSharedCard: z.boolean(),
  asOfAt: instant,
  /** True as of a past instant: identities, stores and personal values are then those known now, all else is of then. */
  isHistory: z.boolean(),
  joinedAt: instant,
  storeIds: z.array(z.string()),
  identities: z.array(maskedIdentity),
  attributes: z.array(attribute),
  tags: z.array(z.string()),
  consents: z.array(z.object({ topic: z.string(), isGranted: z.boolean(), updatedAt: instant.nullable() })),
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

const derived = z.object({
  type: z.string(),
  occurredAt: instant,
  recordedAt: instant,
  payload: jsonValue,
  causeKind: z.string(),
  programVersion: z.number().int(),
});
const timelineItem = z.object({
  id: identifier,
  /** `fact`: it happened. `wake`, `program`, `merge`, `split`, `refold`: time or a decision alone caused the effects. */
  kind: z.enum(['fact', 'wake', 'program', 'merge', 'split', 'refold']),
  type: z.string(),
  occurredAt: instant,
  recordedAt: instant,
  source: z.string(),
  channel: z.string(),
  storeId: z.string(),
  isBackfill: z.boolean(),
  payload: jsonValue,
  effects: z.array(derived),
});
export type TimelineItem = z.output<typeof timelineItem>;

const order = z.object({
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
});

const merge = z.object({
  id: identifier,
  at: instant,
  kind: z.enum(['merged', 'refused', 'undone']),
  survivorId: memberId.nullable(),
  absorbedId: memberId.nullable(),
  /** Type of the identity that joined them, and why, or why not. */
  identityType: z.string(),
  reason: z.string(),
  canUndo: z.boolean(),
});

const stageInterval = z.object({
  lifecycle: identifier,
  stage: identifier,
  fromStage: z.string(),
  from: instant,
  to: instant.nullable(),
  isReactivation: z.boolean(),
  causeKind: z.string(),
  /** The fact with which it was recorded; null when none was its cause. One that came late may have occurred at another instant. */
  causeType: z.string().nullable(),
  causeOccurredAt: instant.nullable(),
  causeAt: instant,
  programVersion: z.number().int(),
  isActed: z.boolean(),
});

const params = z.object({ memberId });
const tag = z.string().min(1).max(100);

export const membersRoutes = {
  search: defineRoute({
    method: 'GET',
    path: '/v1/members/search',
    access: 'members.read',
    summary: 'Find members by any identity: phone, e-mail, card, external or member id, or the last four digits',
    query: z.object({ q: z.string().min(3).max(200), limit: queryInteger(1, 50).default(10) }),
    response: z.object({ items: z.array(z.object({ member: memberRow, matched: z.string() })) }),
  }),
  list: defineRoute({
    method: 'GET',
    path: '/v1/members',
    access: 'members.read',
    summary: 'Members, filtered and sorted, page by page',
    query: z.object({ ...memberFilter, ...memberSort, ...paging }),
    response: page(memberRow).extend({
      count: z.number().int(),
      asOfAt: instant,
      /** True as of a past instant: then `nextStage` and `nextChangeAt` are what did come, as known now; all else is of then. */
      isHistory: z.boolean(),
      lagMilliseconds: z.number(),
    }),
  }),
  download: defineRoute({
    method: 'GET',
    path: '/v1/members.csv',
    access: 'members.download',
    format: 'csv',
    audit: 'members.downloaded',
    summary: 'The filtered members as CSV, without personal data, streamed',
    query: z.object({ ...memberFilter, ...memberSort }),
    response: undefined,
  }),
  get: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}',
    access: 'members.read',
    summary: 'Profile, masked identities, stages and metrics as of an instant',
    params,
    query: z.object({ asOf: asOf.optional() }),
    response: memberProfile,
  }),
  explain: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/explanation',
    access: 'members.read',
    summary: 'Why the member is in her stage, clause by clause, and what changes next',
    params,
    query: z.object({ asOf: asOf.optional() }),
    response: explanation,
  }),
  timeline: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/timeline',
    access: 'members.read',
    summary: 'Facts and what each caused, newest first',
    params,
    query: z.object({ ...paging, asOf: asOf.optional() }),
    response: page(timelineItem),
  }),
  stages: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/stages',
    access: 'members.read',
    summary: 'The stage timeline of the member, newest first',
    params,
    query: z.object({ ...paging, lifecycle: identifier.optional() }),
    response: page(stageInterval),
  }),
  orders: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/orders',
    access: 'members.read',
    summary: 'Orders of the member, newest first',
    params,
    query: z.object(paging),
    response: page(order),
  }),
  merges: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/merges',
    access: 'members.read',
    summary: 'Merges, refused links and undone merges',
    params,
    query: z.object(paging),
    response: page(merge),
  }),
  reveal: defineRoute({
    method: 'POST',
    path: '/v1/members/{memberId}/reveal',
    access: 'members.reveal',
    audit: 'member.revealed',
    summary: 'Identities and personal attributes in clear; every call is audited with its reason',
    params,
    body: z.object({ reason: z.string().min(3).max(500) }),
    response: z.object({ identities: z.array(maskedIdentity), attributes: z.array(attribute) }),
  }),
  addTag: defineRoute({
    method: 'PUT',
    path: '/v1/members/{memberId}/tags/{tag}',
    access: 'members.tag',
    audit: 'member.tag_added',
    summary: 'Tag a member',
    params: z.object({ memberId, tag }),
    response: z.object({ tags: z.array(z.string()) }),
  }),
  removeTag: defineRoute({
    method: 'DELETE',
    path: '/v1/members/{memberId}/tags/{tag}',
    access: 'members.tag',
    audit: 'member.tag_removed',
    summary: 'Take a tag off a member',
    params: z.object({ memberId, tag }),
    response: z.object({ tags: z.array(z.string()) }),
  }),
  undoMerge: defineRoute({
    method: 'POST',
    path: '/v1/members/{memberId}/merges/{mergeId}/undo',
    access: 'members.merge',
    audit: 'member.merge_undone',
    summary: 'Take a merge back',
    params: z.object({ memberId, mergeId: uuid }),
    body: z.object({ reason: z.string().min(3).max(500) }),
    response: z.object({ survivorId: memberId, splitId: memberId }),
  }),
  export: defineRoute({
    method: 'POST',
    path: '/v1/members/{memberId}/export',
    access: 'members.export',
    audit: 'member.exported',
    summary: 'Everything stored about the member, personal data in clear, as NDJSON for handing over',
    params,
    body: z.object({ reason: z.string().min(3).max(500) }),
    format: 'ndjson',
    response: undefined,
  }),
  erase: defineRoute({
    method: 'POST',
    path: '/v1/members/{memberId}/erase',
    access: 'members.erase',
    audit: 'member.erased',
    summary: 'Destroy the personal data of a member; pseudonymous facts stay in the totals',
    params,
    body: z.object({ reason: z.string().min(3).max(500), confirm: memberId.describe('The same member id again') }),
    response: z.object({
      identitiesErased: z.number().int(),
      secretsErased: z.number().int(),
      factsKept: z.number().int(),
    }),
  }),
} as const;
