import { z } from 'zod';
import { instant, localizedText, memberId } from '../../schemas/common.ts';
import { memberReference } from '../../schemas/member-reference.ts';
import { openedAt, openingLot, openingReference } from '../wallets/action.ts';
import { units, walletId } from '../wallets/wallet.ts';

/** One lot of what a member had in another system: a line of the file. Lines of one member, wallet and reference are one opening. */
export const openingRow = openingLot.extend({
  member: memberReference,
  wallet: walletId,
  reference: openingReference,
  openedAt,
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

export const openingsReport = z.object({
  isDryRun: z.boolean(),
  isTaken: z.boolean(),
  asOfAt: instant,
  rows: z.number().int(),
  sums: z.array(openingSum),
  differences: z.array(openingDifference).describe('One a member, wallet and reference: what is there, and what comes'),
  refused: z.array(refusedOpening),
});
export type OpeningsReport = z.output<typeof openingsReport>;
