import type { EntryKind, HoldRow, LotRow, WalletKind } from '@perennial/domain';
import { z } from 'zod';
import { amountMinor, identifier, instant, localizedText, memberId } from '../../schemas/common.ts';

/*
 * What members have in their wallets. Units are whole numbers; `decimals` says where the point stands when they are shown.
 */

export const units = z.number().int();
/** Counts the entries and the lots of a wallet. */
export const sequence = z.number().int();
export const walletId = z.string().min(1).max(60).describe('Id of a wallet of the program');

export const entryKinds = [
  'earn',
  'take_back',
  'spend',
  'capture',
  'restore',
  'expire',
  'cancel',
  'void',
  'adjust_up',
  'adjust_down',
  'reinstate',
  'extend',
  'opening',
  'transfer_in',
  'transfer_out',
  'merge_in',
  'merge_debt',
  'unmerge_in',
  'unmerge_out',
  'forfeit',
] as const satisfies readonly EntryKind[];

export const lotEndings = [
  '',
  'spent',
  'expired',
  'taken_back',
  'cancelled',
  'voided',
  'transferred',
  'unmerged',
  'forfeited',
] as const satisfies readonly LotRow['ending'][];

export const holdEndings = [
  '',
  'captured',
  'released',
  'timed_out',
  'unmerged',
  'forfeited',
] as const satisfies readonly HoldRow['ending'][];

export const walletKinds = ['points', 'growth', 'stored_value', 'stamps'] as const satisfies readonly WalletKind[];

/** Units, and when something becomes of them. */
const dated = z.object({ units, at: instant });

/** Who is meant, and what became of her: of who was taken in by another, everything stands as it was at the end. */
export const walletOwner = {
  memberId,
  status: z.enum(['live', 'absorbed', 'erased']),
  mergedInto: memberId.nullable().describe('Who took her in: there her units are now'),
};

const named = {
  wallet: z.string(),
  name: localizedText.describe('As the program calls it; its id where the program has it no more'),
  decimals: z.number().int(),
};

export const walletBalance = z.object({
  ...named,
  kind: z.enum(walletKinds).nullable().describe('Null where the program has the wallet no more'),
  balance: units.describe('The sum of all entries'),
  available: units.describe('Can be spent now; below 0 while something is owed'),
  pending: units.describe('Not available yet'),
  pendingNext: z.array(dated).max(5).describe('The next instants at which time alone makes some of it available'),
  pendingOtherwise: units.describe('Of what is pending, what waits for an event or for a person'),
  held: units,
  owed: units.describe('Taken back beyond what was there: what comes in next pays it'),
  nextExpiry: dated.nullable().describe('What expires next, unless it is spent before'),
  isBlocked: z.boolean(),
  earned: units.describe('Ever'),
  spent: units.describe('Ever'),
  expired: units.describe('Ever'),
  openedAt: instant.nullable().describe('Orders placed before are in the opening balance'),
  value: z
    .object({ units, minor: amountMinor })
    .nullable()
    .describe('So many units are worth so many minor units of money'),
});

/** One lot and how much of it is meant. */
const share = z.object({ lot: sequence, units });

export const lotScope = z.object({
  stores: z.array(z.string()).optional(),
  channels: z.array(z.string()).optional(),
  categories: z.array(z.string()).optional(),
});

/** Where units come of. */
const origin = z.object({
  kind: z
    .string()
    .describe(
      '`order`, `fact`, `derived`, `decision`, `opening`, `transfer`, a kind of day such as `birthday`; empty where there is none',
    ),
  id: z
    .string()
    .describe('Its name: of an order its number space and number, of a fact its message, of a decision its id'),
});

/** The rule that gave units, as it was called in the version that it was applied under. */
const rule = z.object({ id: z.string(), name: localizedText, programVersion: z.number().int() });

export const walletLot = z.object({
  lot: sequence,
  units: units.describe('As they came in'),
  remaining: units,
  held: units,
  lost: units.describe('Of what is not there any more, what expired, was cancelled or voided'),
  state: z.enum(['pending', 'open', 'ended']),
  rank: z.number().int().nullable().describe('1: spent first. Null where nothing of it can be spent now'),
  priority: z.number().int(),
  issuedAt: instant,
  startsAt: instant,
  waitsFor: z
    .string()
    .describe('What it waits for: `time`, `hand`, an event of its order; empty where it is available'),
  cancelsAt: instant.nullable(),
  expiresAt: instant.nullable(),
  endedAt: instant.nullable(),
  ending: z.enum(lotEndings),
  lotClass: z.enum(['', 'principal', 'bonus']),
  scope: lotScope.nullable().describe('Where it may be spent; null: anywhere'),
  costMinor: amountMinor
    .nullable()
    .describe('What the units cost or are worth; null where nobody said, and for who may not see costs'),
  origin,
  rule: rule.nullable(),
  entry: sequence.describe('The entry by which it came'),
});

export const walletEntry = z.object({
  sequence,
  kind: z.enum(entryKinds),
  units: units.describe('What came in; below 0 what went out'),
  debit: z.string(),
  credit: z.string(),
  balanceAfter: units,
  at: instant,
  lots: z.array(share).describe('Into which the units went, or out of which they came'),
  owed: units.describe('Of the units, what no lot gave: it is owed from then on'),
  reverses: sequence.nullable(),
  reason: z.string(),
  origin,
  rule: rule.nullable(),
  programVersion: z.number().int(),
  cause: z
    .object({
      kind: z.string().describe('`fact`, `decision`, `wake`, `merge` …'),
      at: instant,
      id: identifier.nullable().describe('As the timeline numbers it; null where time alone was the cause'),
      type: z.string().describe('Type of the fact, or the command; empty where there is none'),
      occurredAt: instant.nullable(),
      by: z.string().describe('Who decided; empty where nobody did'),
    })
    .describe('With what it was recorded'),
  digest: z.string().describe('SHA-256 over this entry and the digest of the one before'),
});

export const walletHold = z.object({
  hold: z.string().describe('As the caller named it'),
  units,
  captured: units,
  openedAt: instant,
  expiresAt: instant,
  endedAt: instant.nullable(),
  ending: z.enum(holdEndings),
  lots: z.array(share),
});

export const walletsOfMember = z.object({ ...walletOwner, asOfAt: instant, wallets: z.array(walletBalance) });

/** A lot as it was at a past instant; its terms as they are now. */
const lotThen = z.object({
  lot: sequence,
  remaining: units,
  held: units,
  isPending: z.boolean(),
  startsAt: instant,
  expiresAt: instant.nullable(),
  origin,
  rule: rule.nullable(),
});

/** From the opening over entries to the balance: `opening.balance` and all movements sum to `closing.balance`. */
export const walletStatement = z.object({
  ...walletOwner,
  ...named,
  fromAt: instant.nullable(),
  asOfAt: instant,
  opening: z.object({ sequence, balance: units }),
  movements: z.array(z.object({ kind: z.enum(entryKinds), entries: z.number().int(), units })),
  closing: z.object({ sequence, balance: units, available: units, pending: units, held: units, owed: units }),
  lots: z.array(lotThen).describe('Open as of then: their `remaining` less what was owed is the balance'),
  items: z.array(walletEntry).describe('A page of the entries between, oldest first'),
  nextCursor: z.string().nullable(),
});

export type WalletBalance = z.output<typeof walletBalance>;
export type WalletLot = z.output<typeof walletLot>;
export type WalletEntry = z.output<typeof walletEntry>;
export type WalletHold = z.output<typeof walletHold>;
export type WalletStatement = z.output<typeof walletStatement>;
