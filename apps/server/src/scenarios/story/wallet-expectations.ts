import { z } from 'zod';
import { strictObject } from './strict-object.ts';
import { json, time } from './words.ts';

/** What a step can expect of a wallet. Units are whole numbers; of lists that are asked for, everything is compared that an item names. */

const text = z.string();
const units = z.int();
const shares = z.array(z.tuple([units, units])).describe('[[lot, units], …]');

const lot = strictObject({
  lot: units.nullish().describe('1, 2, 3 … within the wallet'),
  units: units.nullish().describe('As they came in'),
  remaining: units.nullish(),
  held: units.nullish(),
  priority: units.nullish(),
  lotClass: text.nullish(),
  costMinor: units.nullish(),
  waitsFor: text
    .nullish()
    .describe('Empty where the units are available; else time, hand, order.paid or order.fulfilled'),
  source: text.nullish(),
  rule: text.nullish(),
  ending: text.nullish(),
  scope: json.nullish(),
  startsAt: time.nullish(),
  cancelsAt: time.nullish(),
  expiresAt: time.nullish(),
  endedAt: time.nullish(),
});

const entry = strictObject({
  entry: units.nullish().describe('1, 2, 3 … within the wallet'),
  kind: text.nullish(),
  units: units.nullish().describe('What came in; below 0 what went out'),
  balanceAfter: units.nullish(),
  from: text.nullish().describe('The account that is debited'),
  to: text.nullish().describe('The account that is credited'),
  at: time.nullish(),
  lots: shares.nullish(),
  reverses: units.nullish(),
  source: text.nullish(),
  rule: text.nullish(),
  reason: text.nullish(),
  programVersion: units.nullish(),
  cause: text.nullish(),
});

const hold = strictObject({
  hold: text.nullish(),
  units: units.nullish(),
  captured: units.nullish(),
  ending: text.nullish(),
  lots: shares.nullish(),
  expiresAt: time.nullish(),
  endedAt: time.nullish(),
});

const wallet = strictObject({
  available: units.nullish(),
  balance: units.nullish().describe('The sum of all entries'),
  pending: units.nullish(),
  held: units.nullish(),
  owed: units.nullish(),
  earned: units.nullish().describe('Ever, as the next three'),
  spent: units.nullish(),
  expired: units.nullish(),
  isBlocked: z.boolean().nullish(),
  openedAt: time.nullish(),
  expiresAt: time.nullish().describe('When all units expire together'),
  nextExpiry: strictObject({ at: time.nullish(), units: units.nullish() }).nullish(),
  lots: z.array(lot).nullish().describe('The open ones, by number'),
  endedLots: z.array(lot).nullish(),
  entries: z.array(entry).nullish().describe('Oldest first'),
  holds: z.array(hold).nullish().describe('Oldest first, also those that ended'),
});

export const walletsExpectation = z
  .record(z.string(), z.union([units, wallet, z.null()]))
  .describe('By wallet: what is available, or what is to be so of it');
