import type { Clip, LeftOut, WantedWhy } from '@perennial/domain';
import { z } from 'zod';
import { amountMinor, instant, localizedText, memberId, uuid } from '../../schemas/common.ts';
import { documents } from '../program/documents.ts';
import { units } from './wallet.ts';

/*
 * What an order would earn, by what is in force or by a draft. A basket says what the fact of an order says, in the currency of the program; what it says else would be of no
 * use to a rule, and is refused rather than passed over.
 */

/** Of one order, as for the facts of orders. */
const orderAmountMinorMax = 10_000_000_000;
const idLengthMax = 200;
const text = z.string().max(idLengthMax);
const name = text.min(1);
/** Lines of an order that the fold keeps; a sum over more would not be what is earned. */
const linesMax = 500;
const tendersMax = 20;
const amount = z.number().int().min(-orderAmountMinorMax).max(orderAmountMinorMax);

const line = z
  .strictObject({
    lineId: name.optional(),
    productId: name,
    category: text
      .optional()
      .describe('Path from general to special, separated by `/`; taken from the product catalogue when missing'),
    quantity: z.number().min(0).max(1e9).optional(),
    priceMinor: amount.optional(),
    amountMinor: amount.optional().describe('Of the whole line; price times quantity when missing'),
  })
  .refine((given) => given.amountMinor !== undefined || given.priceMinor !== undefined, {
    path: ['amountMinor'],
    message: 'amountMinor is required, or priceMinor',
  });

const tender = z.strictObject({ tender: name, amountMinor: z.number().int().min(0).max(orderAmountMinorMax) });

export const earnBasket = z
  .strictObject({
    amountMinor: z
      .number()
      .int()
      .min(0)
      .max(orderAmountMinorMax)
      .optional()
      .describe(
        'Of the whole order, after discounts, minor units of the currency of the program; the sum of the lines when missing',
      ),
    lines: z.array(line).max(linesMax).default([]),
    tenders: z
      .array(tender)
      .max(tendersMax)
      .default([])
      .describe('By what means it is paid, and how much by each: rules may leave some of them out of what counts'),
    channel: text.default(''),
    storeId: text.default(''),
    at: instant
      .optional()
      .describe(
        'When it is placed: not before now, and at most a year ahead, as far as is known today; now when absent',
      ),
    documents: documents
      .optional()
      .describe('Earn under these documents as if they came into force now. Needs `program.edit`, as `draftId` does'),
    draftId: uuid.optional().describe('Earn under the documents of this draft'),
  })
  .refine((given) => given.documents === undefined || given.draftId === undefined, {
    path: ['draftId'],
    message: 'either documents or draftId',
  })
  .refine((given) => given.amountMinor !== undefined || given.lines.length > 0, {
    path: ['amountMinor'],
    message: 'amountMinor is required, or lines',
  });

const leftOut = [
  'backfill',
  'schedule',
  'schedule_unknown',
  'before_opening',
  'what',
  'who',
] as const satisfies readonly LeftOut[];
const notMore = [
  'nothing_counts',
  'below_minimum',
  'outbid',
  'excluded',
] as const satisfies readonly WantedWhy['kind'][];
const limitKinds = ['cap', 'balance'] as const satisfies readonly Clip['kind'][];
type Cap = Extract<Clip, { readonly kind: 'cap' }>;
const limitScopes = ['member', 'wallet', 'rule'] as const satisfies readonly Cap['per'][];
const limitPeriods = ['day', 'week', 'month', 'year', 'ever'] as const satisfies readonly Cap['period'][];

const whyNotMore = z.object({
  kind: z
    .enum([...leftOut, ...notMore])
    .describe(
      '`schedule`: not at this time; `what`: not such an order; `who`: not such a member; `before_opening`: it is in the opening balance; `nothing_counts`: no line or amount counts; `below_minimum`; `outbid`, `excluded`: by the rule `by` of its group',
    ),
  missingMinor: amountMinor.nullable().describe('Below the minimum: how much more would have to count'),
  by: z.string().nullable().describe('The rule that stands before it'),
});

const lot = z.object({
  waitsFor: z.string().describe('`time`, `hand`, an event of the order; empty where the units can be spent at once'),
  startsAt: instant.nullable().describe('When they can be spent; null where that is not known'),
  cancelsAt: instant.nullable().describe('When they are given up, should what they wait for not come'),
  expiresAt: instant.nullable().describe('Null: never. Of what waits for something, as if it came at once'),
  isPutOff: z.boolean().describe('They expire with all others of the wallet, and every activity puts that off'),
});

const limit = z.object({
  kind: z.enum(limitKinds).describe('`cap`: so many in a period; `balance`: the most that may be in the wallet'),
  per: z
    .enum(limitScopes)
    .nullable()
    .describe('Whose units count: hers by the rule, hers into the wallet, or everybody’s by the rule'),
  period: z.enum(limitPeriods).nullable(),
  left: units.describe('What it leaves to this order'),
});

export const earnPreview = z.object({
  memberId: memberId.nullable().describe('Whose wallets it would go into; null: a new member'),
  asOfAt: instant,
  programVersion: z.number().int().describe('Of a draft the number that it would be given'),
  isDraft: z.boolean(),
  wallets: z.array(z.object({ wallet: z.string(), name: localizedText, decimals: z.number().int(), units })),
  rules: z
    .array(
      z.object({
        rule: z.string(),
        name: localizedText,
        wallet: z.string(),
        countedMinor: amountMinor.describe('Of the order what counts for the rule'),
        wanted: units.describe('Before limits'),
        units: units.describe('What the rule earns'),
        why: whyNotMore.nullable().describe('Why it earns nothing; null where it takes part'),
        lot: lot.nullable().describe('When they begin and end; null where it earns nothing'),
        limits: z.array(limit).describe('What held units back'),
      }),
    )
    .describe('Every rule over orders, in the order in which they are asked'),
});

export type EarnBasketSent = z.output<typeof earnBasket>;
export type EarnPreviewAnswer = z.output<typeof earnPreview>;
