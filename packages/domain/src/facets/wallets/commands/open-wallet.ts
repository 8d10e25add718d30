import { reject } from '../../../kernel/command.ts';
import type { Rejection } from '../../../kernel/command.ts';
import type { FactValue } from '../../../kernel/base/payload.ts';
import { at, readChoice, readId, readList } from '../../../kernel/documents/read-json.ts';
import type { Spot } from '../../../kernel/documents/read-json.ts';
import { keyText } from '../../../kernel/rows/row-kind.ts';
import type { Missing } from '../../../kernel/rows/needs.ts';
import { readScope } from '../earning/documents/read-rule-parts.ts';
import { readInteger } from '../documents/read-parts.ts';
import { unitsMax } from '../documents/wallet-document.ts';
import type { LotScope } from '../documents/wallet-document.ts';
import type { WalletOperation } from '../ledger/operations.ts';
import { openingRows } from '../ledger/rows.ts';
import type { LotShare } from '../ledger/rows.ts';
import type { CompiledWallet } from '../rules/rules.ts';
import { expiryByRule, lacksForExpiry, plainTerms } from './lot-terms.ts';
import { readCallersName, readInstant, readParts, readSomeUnits, someUnits } from './read-input.ts';
import { accountIn, accountNeed, isStop, lacks, walletCommand, walletIn } from './wallet-command.ts';
import type { OfWallet, Seen } from './wallet-command.ts';

/** As many as a balance of one member is likely to consist of, by far. */
export const openingLotsMax = 200;
const waits = ['time', 'hand'] as const;
const lotClasses = ['principal', 'bonus'] as const;
const priorityRange = { min: -1000, max: 1000 } as const;
const lotKeys = ['units', 'startsAt', 'waits', 'expiresAt', 'lotClass', 'costMinor', 'priority', 'scope'] as const;

interface OpeningLot {
  readonly units: number;
  readonly startsAt: number | null;
  readonly waits: (typeof waits)[number] | null;
  /** Undefined: as the wallet says; null: never. */
  readonly expiresAt: number | null | undefined;
  readonly lotClass: (typeof lotClasses)[number] | null;
  readonly costMinor: number | null;
  readonly priority: number | null;
  readonly scope: LotScope | null;
}

interface OpenWallet extends OfWallet {
  readonly openedAt: number;
  readonly reference: string;
  readonly lots: readonly OpeningLot[];
  readonly owed: number | null;
}

/**
 * `{ wallet, openedAt, reference, lots, owed? }`: what a member brings with her from elsewhere, once a reference, and what she owes there. Orders
 * placed before `openedAt` are in it and earn nothing.
 */
export const openWallet = walletCommand<OpenWallet>({
  name: 'openWallet',
  read: (input, spot) =>
    readParts(input, spot, {
      keys: ['wallet', 'openedAt', 'reference', 'lots', 'owed'],
      read: (part) => ({
        wallet: part.text('wallet', readId),
        openedAt: part.instant('openedAt'),
        reference: part.text('reference', readCallersName),
        lots: readList(part.value('lots'), part.spot('lots'), openingLotsMax).flatMap(
          (lot, n) => readLot(lot, at(part.spot('lots'), n)) ?? [],
        ),
        owed: part.optional('owed', readSomeUnits),
      }),
    }),
  plan(seen, input) {
    const { wallet, openedAt, reference } = input;
    const found = walletIn(seen, wallet);
    if (isStop(found)) return found;
    const missing = lacks(seen, [accountNeed(wallet)]) ?? lacksForExpiry(seen, found);
    if (missing !== null) return missing;
    const refused = refusedOf(seen, input, found);
    if (refused !== null) return refused;
    const { lots: before, openedAt: openedBefore } = accountIn(seen, wallet);
    const credits = input.lots.map((lot) => credited(seen, { lot, opening: input, found }));
    const passed = credits.find(({ terms: { expiresAt } }) => expiresAt !== null && expiresAt <= seen.use.recordedAt);
    if (passed !== undefined) return reject('expiry.passed', { expiresAt: passed.terms.expiresAt });
    const lots = credits.map(({ units }, n): LotShare => [before + n + 1, units]);
    const units = unitsOf(input);
    return {
      // What was placed before either of two openings is in one of them.
      operations: [
        ...credits,
        ...owing(input),
        { op: 'account', wallet, openedAt: Math.max(openedAt, openedBefore ?? 0), reason: reference },
      ],
      answer: () => ({ reference, units, lots }),
    };
  },
});

function unitsOf({ lots, owed }: Pick<OpenWallet, 'lots' | 'owed'>): number {
  return lots.reduce((sum, { units }) => sum + units, 0) - (owed ?? 0);
}

/** Behind the lots, so that what is available of them pays it, as it would have there; no lot is named for it, so the rest is owed. */
function owing({ wallet, owed, reference: reason }: OpenWallet): readonly WalletOperation[] {
  if (owed === null) return [];
  const moved = { kind: 'opening', to: 'opening', lots: [], ending: 'taken_back', reverses: null } as const;
  return [{ op: 'debit', wallet, units: owed, ...moved, reason }];
}

function readLot(value: FactValue, spot: Spot): OpeningLot | null {
  return readParts(value, spot, {
    keys: lotKeys,
    read: (part) => ({
      units: part.number('units', someUnits),
      startsAt: part.optional('startsAt', readInstant),
      waits: part.optional('waits', (given, there) => readChoice(given, there, waits)),
      expiresAt: part.isGiven('expiresAt') ? part.optional('expiresAt', readInstant) : undefined,
      lotClass: part.optional('lotClass', (given, there) => readChoice(given, there, lotClasses)),
      costMinor: part.optional('costMinor', (given, there) => readInteger(given, there, { min: 0, max: unitsMax })),
      priority: part.optional('priority', (given, there) => readInteger(given, there, priorityRange)),
      scope: part.optional('scope', readScope),
    }),
  });
}

function refusedOf(seen: Seen, input: OpenWallet, found: CompiledWallet) {
  const { wallet, openedAt, reference } = input;
  const isOpened = isKnown(seen, wallet, reference);
  if (isOpened !== false) return isOpened;
  if (openedAt > seen.use.recordedAt) return reject('opening.not_yet', { openedAt });
  const balanceMax = found.document.balanceMax ?? unitsMax;
  const units = accountIn(seen, wallet).posted + unitsOf(input);
  return units > balanceMax ? reject('wallet.over_limit', { balanceMax }) : null;
}

/** Also by somebody who turned out to be her, whatever became of the lots. */
function isKnown(seen: Seen, wallet: string, reference: string): Rejection | Missing | false {
  const missing = lacks(seen, [{ by: 'key', kind: openingRows, keys: [[wallet, reference]] }]);
  if (missing !== null) return missing;
  const isThere = seen.own.rows(openingRows).get(keyText([wallet, reference])) !== null;
  return isThere && reject('wallet.opened', { wallet, reference });
}

type Credited = Extract<WalletOperation, { op: 'credit' }>;

function credited(
  seen: Seen,
  { lot, opening, found }: { readonly lot: OpeningLot; readonly opening: OpenWallet; readonly found: CompiledWallet },
): Credited {
  const { wallet, openedAt, reference: reason } = opening;
  const startsAt = lot.startsAt ?? openedAt;
  const terms = {
    ...plainTerms,
    startsAt,
    waitsFor: lot.waits === 'hand' ? 'hand' : startsAt > seen.use.recordedAt ? 'time' : '',
    expiresAt: lot.expiresAt === undefined ? expiryByRule(seen, found, startsAt) : lot.expiresAt,
    lotClass: lot.lotClass ?? '',
    costMinor: lot.costMinor,
    priority: lot.priority ?? plainTerms.priority,
    scope: lot.scope === null ? plainTerms.scope : JSON.stringify(lot.scope),
  } as const;
  return { op: 'credit', wallet, units: lot.units, kind: 'opening', from: 'opening', source: 'opening', reason, terms };
}
