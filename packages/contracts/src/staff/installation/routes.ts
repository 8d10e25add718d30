import { z } from 'zod';
import { calendarDay, instant } from '../../schemas/common.ts';
import { defineRoute } from '../../route/route.ts';

const installation = z.object({
  version: z.string(),
  zone: z.string().describe('IANA zone of calendar days'),
  currency: z.string().describe('ISO 4217'),
  /** Decimal digits of the minor unit: 2 for CNY, 0 for JPY. */
  currencyDigits: z.number().int(),
  phoneCountry: z
    .string()
    .describe("Where telephone numbers without a country are dialled, ISO 3166-1; '' where they have to name it"),
  shardCount: z.number().int().describe('Shards that members are spread over; fixed at installation'),
  isDemo: z.boolean().describe('Its members are made up: nothing of one’s own belongs among them'),
  membersCount: z.number().int(),
  factsCount: z.number().int(),
  firstFactAt: instant.nullable(),
  lastFactAt: instant.nullable(),
  /** As-of days worth offering: the last day of the data, of each import, and today. Newest first. */
  asOfSuggestions: z.array(
    z.object({ on: calendarDay, reason: z.enum(['today', 'last_fact', 'import']), label: z.string() }),
  ),
  foldLag: z.object({ steps: z.number().int(), milliseconds: z.number() }),
  lensLag: z.object({ facts: z.number().int(), milliseconds: z.number() }),
  programVersion: z.number().int(),
  publication: z
    .object({
      version: z.number().int(),
      publishedAt: instant,
      done: z.number().int().describe('Members who have been brought under the version'),
      total: z.number().int(),
    })
    .nullable()
    .describe('The version that is being applied: until it is through, figures mix it with the one before; else null'),
  deliveryPause: z
    .object({ reason: z.enum(['restored']), pausedAt: instant })
    .nullable()
    .describe('Since when, and why, nothing is handed to anybody outside; null where it may be'),
});
export type Installation = z.output<typeof installation>;

export const installationRoutes = {
  get: defineRoute({
    method: 'GET',
    path: '/v1/installation',
    access: 'signed-in',
    summary: 'Zone, currency, span of the data, suggested as-of days, lags',
    response: installation,
  }),
  resumeDelivery: defineRoute({
    method: 'POST',
    path: '/v1/delivery/resume',
    access: 'delivery.resume',
    audit: 'delivery.resumed',
    isOpenToKeys: false,
    summary: 'Let messages go out again, which a restore has paused',
    response: z.object({ wasPaused: z.boolean() }),
  }),
} as const;
