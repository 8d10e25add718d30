import { z } from 'zod';
import { asOf, calendarDay, identifier, queryInteger, queryJson, queryList } from '../../schemas/common.ts';

const minor = queryInteger(-1_000_000_000_000, 1_000_000_000_000);
const total = queryInteger(0, 1_000_000_000);

/** What an address carries safely: a condition of some thirty rules. */
const conditionLengthMax = 6_000;

/**
 * Everything a list of members can be narrowed by; all of them must hold. `condition` takes any fields of the catalogue that lists
 * know; the others are older names for some of them, and moves, which no field says. Amounts are minor units, days include both ends.
 */
export const memberFilter = {
  lifecycle: identifier.optional(),
  asOf: asOf.optional(),
  condition: queryJson(conditionLengthMax)
    .optional()
    .describe(
      'A condition as JSON, over fields that lists know (`GET /v1/program/fields`): `{"field":"purchase.count","operator":">=","value":3}`',
    ),
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
export const memberSort = {
  sort: z
    .enum(memberSortFields)
    .optional()
    .describe(
      '`lastOrderAt` when absent, as of a past instant `stageSince`: sorting by figures of then goes through all orders',
    ),
  direction: direction.default('desc'),
};
