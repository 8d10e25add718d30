import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { identifier, instant, jsonValue, memberId, paging } from '../../schemas/common.ts';

const tailFact = z.object({
  id: identifier,
  memberId: memberId.nullable(),
  source: z.string(),
  messageId: z.string(),
  type: z.string(),
  occurredAt: instant,
  recordedAt: instant,
  channel: z.string(),
  storeId: z.string(),
  isBackfill: z.boolean(),
  payload: jsonValue,
});
export type TailFact = z.output<typeof tailFact>;

export const factsRoutes = {
  tail: defineRoute({
    method: 'GET',
    path: '/v1/facts/tail',
    access: 'facts.read',
    callsPerMinuteMax: 240,
    summary: 'The newest facts; with a cursor, those since it. A fact may come twice: tell them apart by id',
    query: z.object({
      cursor: z.string().max(200).optional(),
      limit: paging.limit,
      source: identifier.optional(),
      type: identifier.optional(),
    }),
    /** Newest first; `cursor` is what to ask with next. */
    response: z.object({ items: z.array(tailFact), cursor: z.string(), factsPerSecond: z.number() }),
  }),
} as const;
