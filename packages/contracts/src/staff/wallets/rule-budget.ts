import { z } from 'zod';
import { amountMinor, localizedText } from '../../schemas/common.ts';
import { units } from './wallet.ts';

/** What a rule may give to all members together. It is counted from its first publication on, and given back by refunds. */
export const ruleBudget = z.object({
  rule: z.string(),
  name: localizedText,
  wallet: z.string(),
  decimals: z.number().int(),
  units: units.describe('What there is in all: the limit, or what the budget pays for, whichever is less'),
  used: units,
  left: units,
  overrun: units.describe('By how much more was granted than there is: after a budget was lowered'),
  budgetMinor: amountMinor.nullable().describe('Null where the rule has no budget in money'),
  usedMinor: amountMinor.nullable().describe('What was used, at the cost that the rule states'),
});
