import { z } from 'zod';
import { amountMinor, asOf, calendarDay, identifier, instant, known, queryInteger } from '../../schemas/common.ts';
import { defineRoute } from '../../route/route.ts';

const lifecycle = identifier.optional().describe('Lifecycle id; the first of the program when absent');
const bucket = z.enum(['day', 'week', 'month']);
const count = z.number().int();
const asOfQuery = z.object({ lifecycle, asOf: asOf.optional() });
/** Both days included, in the program's zone; at most 400 buckets are answered. */
const period = { lifecycle, from: calendarDay, to: calendarDay, asOf: asOf.optional() };

const held = known.describe('Says of a list of members that it is to be by what this answer was counted by');
/** What every comparison of the page is made with: the one baseline. */
const compared = z.object({
  from: calendarDay,
  to: calendarDay,
  untilAt: instant.describe(
    'Facts before it count; within the last day where the day that it is compared with is not over',
  ),
});
const comparedWith = z
  .object({ before: compared, lastYear: compared })
  .describe('As many days just before, and the same days of the year before');
/** A week or month of a series, from `on`. */
const span = {
  on: calendarDay,
  lastOn: calendarDay.describe('Its last day'),
  isPartial: z.boolean().describe('True where the week or month is only partly in the period, or not over yet'),
};
const bucketEnd = { ...span, asOf: asOf.describe('What `asOf` of a list says for the end of this bucket') };

const stageCount = z.object({ stage: identifier, count });
/** Net sales are gross sales less refunds, of members and of orders of nobody known; see the glossary. */
const sales = z.object({
  membersGrossMinor: amountMinor.describe('Gross sales: orders that stand, by the instant of purchase'),
  membersRefundsMinor: amountMinor.describe('Refunds of orders, by the instant of refund'),
  membersNetMinor: amountMinor.describe('Net sales: gross sales less refunds'),
  anonymousGrossMinor: amountMinor,
  anonymousRefundsMinor: amountMinor,
  anonymousNetMinor: amountMinor,
  unknownRefundsMinor: amountMinor.describe('Given back of orders that were never told: in no other sum'),
  membersOrders: count,
  anonymousOrders: count,
  buyers: count,
});

export const overviewRoutes = {
  stages: defineRoute({
    method: 'GET',
    path: '/v1/overview/stages',
    access: 'overview.read',
    summary: 'Members by stage as of an instant, one period before, and one year before',
    query: asOfQuery.extend({ periodDays: queryInteger(1, 400).default(30) }),
    response: z.object({
      asOfAt: instant,
      known: held,
      lifecycle: identifier,
      membersCount: count,
      stages: z.array(z.object({ stage: identifier, count, countBefore: count, countLastYear: count })),
      beforeAt: instant,
      lastYearAt: instant,
      compared: comparedWith,
      lagMilliseconds: z.number(),
    }),
  }),
  series: defineRoute({
    method: 'GET',
    path: '/v1/overview/series',
    access: 'overview.read',
    summary: 'Members by stage at the end of each day, week or month',
    query: z.object({ ...period, bucket: bucket.default('month') }),
    response: z.object({
      asOfAt: instant,
      known: held,
      lifecycle: identifier,
      points: z.array(z.object({ ...bucketEnd, at: instant, stages: z.array(stageCount) })),
    }),
  }),
  flows: defineRoute({
    method: 'GET',
    path: '/v1/overview/flows',
    access: 'overview.read',
    summary: 'Moves between stages within a period, and where members stood at its two ends',
    query: z.object(period),
    response: z.object({
      known: held,
      asOfAt: instant,
      lifecycle: identifier,
      from: calendarDay,
      to: calendarDay,
      fromAt: instant,
      toAt: instant,
      /** Each transition counts. `from` is empty for a first entry. */
      moves: z.array(z.object({ from: z.string(), to: identifier, members: count, transitions: count })),
      /** Stage at the start (empty: not yet a member) against stage at the end; each member counts once. */
      net: z.array(z.object({ from: z.string(), to: identifier, members: count })),
    }),
  }),
  movements: defineRoute({
    method: 'GET',
    path: '/v1/overview/movements',
    access: 'overview.read',
    summary: 'New, reactivated, cooling and lost members in each day, week or month',
    query: z.object({ ...period, bucket: bucket.default('month') }),
    response: z.object({
      asOfAt: instant,
      known: held,
      lifecycle: identifier,
      points: z.array(z.object({ ...bucketEnd, added: count, reactivated: count, cooled: count, lost: count })),
    }),
  }),
  upcoming: defineRoute({
    method: 'GET',
    path: '/v1/overview/upcoming',
    access: 'overview.read',
    summary: 'Who changes stage in the next days if nothing happens, by stage from and to, and by day',
    query: asOfQuery.extend({ days: queryInteger(1, 120).default(30) }),
    response: z.object({
      asOfAt: instant,
      /** True for an as-of in the past: then these are the changes that did come, as known now. */
      isHistory: z.boolean(),
      known: held,
      lifecycle: identifier,
      /** Behind the last day that is looked at. */
      until: calendarDay,
      from: calendarDay,
      changes: z.array(z.object({ from: identifier, to: identifier, members: count })),
      days: z.array(z.object({ on: calendarDay, from: identifier, to: identifier, members: count })),
    }),
  }),
  sales: defineRoute({
    method: 'GET',
    path: '/v1/overview/sales',
    access: 'overview.read',
    summary: 'Sales of members and anonymous sales in a period, the period before, and the same one last year',
    query: z.object({ ...period, bucket: bucket.default('month') }),
    response: z.object({
      asOfAt: instant,
      compared: comparedWith,
      total: sales,
      before: sales,
      lastYear: sales,
      points: z.array(sales.extend(span)),
    }),
  }),
} as const;
