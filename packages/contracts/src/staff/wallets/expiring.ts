import { z } from 'zod';
import { amountMinor, calendarDay, instant, known, localizedText } from '../../schemas/common.ts';
import type { RouteInput } from '../../route/route.ts';
import type { membersRoutes } from '../members/routes.ts';

const expiring = z.object({
  days: z.number().int().describe('Whole days from today to the last one that is looked at'),
  until: calendarDay.describe('Behind the last day that is looked at'),
  members: z.number().int(),
  units: z.number().int().describe('What is held is not among them'),
  valueMinor: amountMinor.nullable().describe('What the units are worth, rounded down; null where no worth is said'),
});

export const expiringUnits = z.object({
  asOfAt: instant,
  known: known.describe('Says of a list of members that it is to be by what this answer was counted by'),
  wallets: z
    .array(
      z.object({ wallet: z.string(), name: localizedText, decimals: z.number().int(), windows: z.array(expiring) }),
    )
    .describe('Of those of the program whose units expire'),
});

type MembersQuestion = NonNullable<RouteInput<(typeof membersRoutes)['list']>['query']>;

/** The question of the list of members that has just those of whom units of a wallet expire before a day. */
export function expiringDrill(
  { known: moment }: { readonly known: string },
  { wallet, until }: { readonly wallet: string; readonly until: string },
): MembersQuestion {
  const condition = { field: `wallet.${wallet}.expires`, operator: 'before', value: until };
  return { known: moment, condition: JSON.stringify(condition) };
}
