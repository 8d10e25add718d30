import { z } from 'zod';
import { amountMinor, instant, memberId } from '../../schemas/common.ts';
import { lotScope, sequence, units } from './wallet.ts';

/*
 * What is done to wallets, part by part: the routes of one command take their parts out of here, and so does the call for many members.
 */

/** Greatest movement that a call may ask for; far below what integers hold exactly. */
export const unitsMax = 1_000_000_000_000;
export const unitsAsked = z.number().int().min(1).max(unitsMax);
const place = z
  .object({
    storeId: z.string().min(1).max(200).optional(),
    channel: z.string().min(1).max(60).optional(),
    categories: z.array(z.string().min(1).max(200)).max(100).optional(),
  })
  .describe('What they are spent on: lots for certain stores, channels or categories are used where these fit');
/** A code, so that no personal text comes into a ledger that nothing is ever taken out of. */
export const reasonCode = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/u, 'a code: lower-case letters, digits and _, such as goodwill')
  .describe('A code, such as `goodwill`');
/** As a caller names something of his own; it stays when a member is erased, so that it is not any text. */
export const callersName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/#-]{0,63}$/u, '1 to 64 letters, digits or one of . _ : / # -');
export const holdName = callersName.describe('Your own name for it, such as the number of the order');
const lotsMax = 200;

export const redeem = z.object({ units: unitsAsked, reason: reasonCode.optional(), place: place.optional() });
export const hold = z.object({
  units: unitsAsked,
  hold: holdName,
  minutes: z.number().int().min(1).max(43_200).describe('It is released by itself after so many'),
  place: place.optional(),
});
export const capture = z.object({
  units: z
    .number()
    .int()
    .min(0)
    .max(unitsMax)
    .optional()
    .describe('All of it when absent; the rest is free again. 0 releases it'),
});
export const adjust = z.object({
  units: z
    .number()
    .int()
    .min(-unitsMax)
    .max(unitsMax)
    .refine((value) => value !== 0, 'other than 0')
    .describe('Below 0 takes units away'),
  reason: reasonCode,
  expiresAt: instant
    .nullable()
    .optional()
    .describe('Of units that come in: null is never; as the program says when absent'),
});
export const reasoned = z.object({ reason: reasonCode });
export const extend = z.object({ expiresAt: instant.nullable().describe('Null: never'), reason: reasonCode });
export const reinstate = z.object({ units: unitsAsked.optional(), expiresAt: instant, reason: reasonCode });
export const reverse = z.object({ units: unitsAsked.optional(), reason: reasonCode });
export const openedAt = instant.describe('Orders placed before are in it, and earn nothing');
export const openingReference = callersName.describe('Once a wallet and reference');
export const openingLot = z.object({
  units: unitsAsked,
  startsAt: instant.optional(),
  waits: z.enum(['time', 'hand']).optional(),
  expiresAt: instant.nullable().optional().describe('Null: never; as the wallet says when absent'),
  lotClass: z.enum(['principal', 'bonus']).optional(),
  costMinor: amountMinor.min(0).optional(),
  priority: z.number().int().min(-1_000).max(1_000).optional(),
  scope: lotScope.optional().describe('Where alone it may be spent; anywhere when absent'),
});
export const opening = z.object({
  openedAt,
  reference: openingReference,
  lots: z.array(openingLot).max(lotsMax),
  owed: unitsAsked
    .optional()
    .describe('What she owes there: the lots pay it as far as they are available, and it is owed beyond'),
});

const lots = z.array(z.tuple([sequence, units])).describe('[[lot, units], …]');

/** What a command answers. Balances are those after it; what a command does not speak of is absent. */
export const walletAnswer = z.object({
  memberId: memberId.describe('To whom it was done: the survivor, where she was merged'),
  wallet: z.string(),
  balance: units.optional(),
  available: units.optional(),
  units: units.optional(),
  entry: sequence.optional(),
  reference: z.string().optional(),
  lot: sequence.optional(),
  lots: lots.optional(),
  hold: z.string().optional(),
  captured: units.optional(),
  freed: units.optional(),
  expiresAt: instant.nullable().optional(),
  isBlocked: z.boolean().optional(),
});
export type WalletAnswer = z.output<typeof walletAnswer>;
