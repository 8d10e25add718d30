import { z } from 'zod';
import { amountMinor, instant, memberId } from '../../schemas/common.ts';

export const memberRow = z.object({
  id: memberId,
  /** Name or masked identity to show; never a full phone or e-mail. */
  label: z.string(),
  /** Something personal of her is damaged and cannot be read; nobody else is concerned. */
  isUnreadable: z.boolean(),
  stage: z.string(),
  stageSince: instant.nullable(),
  nextStage: z.string().nullable(),
  nextChangeAt: instant.nullable(),
  joinedAt: instant,
  firstOrderAt: instant.nullable(),
  lastOrderAt: instant.nullable(),
  orders: z.number().int(),
  spendMinor: amountMinor.describe('Net spend: what her orders sold for less refunds; the net sales of this member'),
  storeId: z.string(),
  /** As it is called now; its id where nobody has named it. */
  storeName: z.string(),
  channel: z.string(),
  tags: z.array(z.string()),
});
export type MemberRow = z.output<typeof memberRow>;
