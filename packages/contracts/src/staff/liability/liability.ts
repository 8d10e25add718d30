import type { BookAccount } from '@perennial/domain/models';
import { z } from 'zod';
import { amountMinor, instant, localizedText } from '../../schemas/common.ts';
import { units, walletKinds } from '../wallets/wallet.ts';

/*
 * What is owed to members for the units of one wallet, over all of them. Units and amounts are whole numbers; months are those of the
 * program's zone, `YYYY-MM`.
 */

const monthLengths = 7;
/** As far as units expire, and no farther than dates are told. */
export const month = z
  .string()
  .length(monthLengths)
  .regex(/^(?:19[7-9]\d|20\d{2})-(?:0[1-9]|1[0-2])$/u, 'a month such as 2026-01')
  .describe('A calendar month in the zone of the program: 2026-01');

export const bookAccounts = [
  'revenue_sales',
  'contract_liability',
  'revenue_points',
] as const satisfies readonly BookAccount[];

const money = amountMinor.nullable().describe('Null where the program does not say what the units are worth');
const share = z.number().min(0).max(1);

const outstandingMonth = z.object({
  month: month.nullable().describe('In which they expire; null: never'),
  units,
  waiting: units.describe('Of them, not available yet'),
  held: units.describe('Of them, held for something that is under way'),
  valueMinor: money,
  costMinor: amountMinor.nullable().describe('What their lots say that they cost; null for who may not see costs'),
});

const flowMonth = z.object({
  month,
  isOver: z.boolean(),
  issued: units.describe('Earned, granted by hand, and brought from elsewhere'),
  opened: units.describe('Of them, brought from elsewhere'),
  redeemed: units.describe('Less what was given back'),
  expired: units,
  takenBack: units.describe('By refunds and by hand, cancelled and voided'),
  reinstated: units.describe('Had expired, and were given back'),
});

const interval = z.object({ low: z.number(), high: z.number() });

const breakage = z.object({
  through: month.describe('The last month that is over: what came later is not in it'),
  openUnits: units.describe('Of cohorts whose past is known'),
  expectedUnits: z.number().describe('Of these, expected never to be redeemed'),
  interval: interval.describe('95 in 100 of such expectations'),
  valueMinor: money,
  beyondUnits: z.number().describe('Expected to outlive all that was seen: taken to be redeemed'),
  withoutPastUnits: units.describe('Brought from elsewhere: nothing is known of their like'),
});

const cohort = z.object({
  month,
  issued: units.describe('Less what was taken back'),
  redeemed: z.array(units).describe('In the month of issue, the one after, and so on'),
  expired: z.array(units).describe('Likewise'),
});

const revenueMonth = z.object({
  month,
  isOver: z.boolean(),
  salesMinor: amountMinor.describe('Of orders that brought units, less refunds'),
  deferredMinor: amountMinor.describe('Of these sales, the part of the units: put off'),
  revenueMinor: amountMinor.describe('Earned in the month'),
  liabilityMinor: amountMinor.describe('Still owed at its end'),
});

const batch = z.object({
  month,
  salesMinor: amountMinor,
  issued: units,
  redeemed: units,
  expected: units.describe('Expected ever to be redeemed, those that were included'),
  share: share.describe('Of the units, the share that is expected to be redeemed'),
  basis: z.enum(['hand', 'past']).describe('Whether somebody said it, or the past of the wallet'),
  deferredMinor: amountMinor,
  recognisedMinor: amountMinor,
  liabilityMinor: amountMinor,
});

export const bookLine = z.object({
  month,
  isOver: z.boolean(),
  entry: z.string().describe('Both lines of an entry bear the same name'),
  account: z.enum(bookAccounts),
  debitMinor: amountMinor,
  creditMinor: amountMinor,
});

export const estimateYear = z.number().int().min(1970).max(2099);

export const estimate = z.object({
  issueYear: estimateYear.describe('Of the units that were issued in it'),
  fromMonth: month.describe('What is expected at the end of this month and of later ones'),
  share: share.nullable().describe('Redeemed sooner or later; null: as the past of the wallet says'),
});
const estimateSet = estimate.extend({ setAt: instant, setBy: z.string() });

export const liability = z.object({
  wallet: z.string(),
  name: localizedText,
  kind: z.enum(walletKinds).nullable(),
  decimals: z.number().int(),
  value: z.object({ units, minor: amountMinor }).nullable(),
  currency: z.string(),
  zone: z.string(),
  from: month,
  to: month,
  asOfAt: instant
    .nullable()
    .describe('All that happened before is counted; null while it is being counted for the first time'),
  counting: z.object({ shards: z.number().int(), counted: z.number().int() }),
  accounts: z.number().int().describe('Living members who have, or had, any'),
  outstanding: z.object({
    units,
    owed: units.describe('Taken back beyond what was there: what these members earn next pays it'),
    valueMinor: money,
    months: z.array(outstandingMonth),
  }),
  months: z.array(flowMonth),
  differenceUnits: units.describe(
    'What was issued less what became of it, less what is outstanding and not owed: 0 while every unit is accounted for',
  ),
  breakage,
  cohorts: z.array(cohort).describe('By month of issue, followed through the last month that is over'),
  revenue: z
    .object({
      openingMinor: amountMinor.describe('Owed before the first month'),
      months: z.array(revenueMonth),
      batches: z.array(batch).describe('By month of the sales, as of the last month'),
      entries: z.array(bookLine),
    })
    .nullable()
    .describe('By IFRS 15, relative stand-alone prices; null where the program does not say what the units are worth'),
  estimates: z.array(estimateSet).describe('In the order in which they were set'),
});
export type Liability = z.output<typeof liability>;
