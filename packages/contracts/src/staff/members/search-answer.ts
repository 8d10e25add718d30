import { z } from 'zod';
import { memberRow } from './member-row.ts';

/** Whom a search found, each member once and by what says most of her. */
export const searchAnswer = z.object({
  items: z.array(
    z.object({
      member: memberRow,
      matched: z
        .string()
        .describe('`name`, `whole_name`, `order`, `member_id`, `last_four`, else the type of the identity that it is'),
      maskedName: z.string().describe('Of a name that was found, its first character; else empty'),
    }),
  ),
  namesWaiting: z
    .number()
    .int()
    .describe('Personal values of before an upgrade that are not looked at for names yet; who has them is found later'),
});

/** Whom a search within a list found; `searched` of them all had their names looked at. */
export const listSearchAnswer = z.object({
  items: z.array(z.object({ member: memberRow, maskedName: z.string() })),
  searched: z.number().int(),
});
