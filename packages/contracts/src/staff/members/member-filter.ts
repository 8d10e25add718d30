import { z } from 'zod';
import { asOf, calendarDay, identifier, known, queryJson } from '../../schemas/common.ts';

/** What an address carries safely: a condition of some thirty rules. */
export const conditionLengthMax = 6_000;

/**
 * Everything a list of members can be narrowed by; all of them must hold. `condition` takes any fields of the catalogue that lists
 * know; beside it there are moves alone, which no field says. Days include both ends.
 */
export const memberFilter = {
  lifecycle: identifier
    .optional()
    .describe('The lifecycle whose stages are shown, and whose moves are meant: the first when absent'),
  asOf: asOf.optional(),
  known: known
    .optional()
    .describe(
      '`known` of the answer that a figure came with: whoever it counted is listed, whatever came in since. Kept for a day',
    ),
  condition: queryJson(conditionLengthMax)
    .optional()
    .describe(
      'A condition as JSON, over fields that lists know (`GET /v1/program/fields`): `{"field":"purchase.count","operator":">=","value":3}`',
    ),
  segment: z.uuid().optional().describe('Who is in this saved segment (`GET /v1/segments`), by its newest version'),
  who: queryJson(conditionLengthMax)
    .optional()
    .describe('Who would be in a segment of this condition, as `POST /v1/segments/preview` takes it'),
  movedFrom: identifier
    .optional()
    .describe('Moved out of this stage between the two days; `none` for the first stage of all'),
  movedTo: identifier.optional().describe('Moved into this stage between the two days'),
  movedAfter: calendarDay.optional(),
  movedBefore: calendarDay.optional(),
  movedBetween: z
    .enum(['moves', 'ends'])
    .optional()
    .describe(
      '`moves`, when absent: any move within the period. `ends`: from the stage just before the period to the stage at its end, as net flows count',
    ),
  movedAs: z
    .enum(['added', 'reactivated', 'cooled', 'lost'])
    .optional()
    .describe('Moved so within the period, as the movements of the overview count'),
  isReactivation: z.enum(['true', 'false']).optional().describe('Moved back from a cooling or lost stage, or not'),
};

/**
 * The query of a list: a parameter that it does not know is refused, because a list that is narrowed by less than was asked for
 * looks like a right answer.
 */
export function listQuery<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `Unknown: ${issue.keys.join(', ').slice(0, 200)}. Members are narrowed by "condition", over the fields of GET /v1/program/fields`
        : undefined,
  });
}

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
