import { z } from 'zod';
import { instant, localizedText, memberId } from '../../schemas/common.ts';
import { memberReference } from '../../schemas/member-reference.ts';
import { openedAt, openingLot, openingReference, unitsMax } from '../wallets/action.ts';
import { units, walletId } from '../wallets/wallet.ts';

/** What speaks of a lot alone; what is owed has none of it. */
const lotParts = ['startsAt', 'waits', 'expiresAt', 'lotClass', 'costMinor', 'priority', 'scope'] as const;

/**
 * One lot of what a member had in another system, or what she owed there: a line of the file. Lines of one member, wallet and reference are one
 * opening.
 */
export const openingRow = openingLot
  .extend({
    units: units
      .min(-unitsMax)
      .max(unitsMax)
      .refine((value) => value !== 0, 'other than 0')
      .describe('Below 0: what she owes, which has no terms of a lot'),
    member: memberReference,
    wallet: walletId,
    reference: openingReference,
    openedAt,
  })
  .superRefine((row, context) => {
    if (row.units > 0) return;
    for (const name of lotParts)
      if (row[name] !== undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'what is owed has no terms of a lot' });
  });
export type OpeningRow = z.output<typeof openingRow>;

const refusedOpening = z.object({
  row: z.number().int().describe('The first of its rows, from 1'),
  member: memberReference,
  wallet: z.string(),
  code: z.string(),
  title: localizedText,
});

/** Of one wallet. `there` and `comes` are what was found and what would be, or was, brought in. */
const openingSum = z.object({
  wallet: z.string(),
  units: units.describe('Of all rows'),
  total: units.nullable().describe('As it was given; null where none was'),
  members: z.number().int(),
  there: units.describe('Of them, what was brought in before under the same reference'),
  comes: units.describe('Of them, what comes in'),
});

const openingDifference = z.object({
  memberId,
  wallet: z.string(),
  reference: z.string(),
  balance: units.describe('Before'),
  there: units,
  comes: units,
});

export const rowsNew = z.number().int().describe('Of them, those that come in, or came in');
export const rowsThere = z.number().int().describe('Of them, those that had come in before');

export const openingsReport = z.object({
  isDryRun: z.boolean(),
  isTaken: z.boolean(),
  asOfAt: instant,
  rows: z.number().int(),
  rowsNew,
  rowsThere,
  sums: z.array(openingSum),
  differences: z.array(openingDifference).describe('One a member, wallet and reference: what is there, and what comes'),
  refused: z.array(refusedOpening),
});
export type OpeningsReport = z.output<typeof openingsReport>;
