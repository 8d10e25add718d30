import { reject } from '../../../kernel/command.ts';
import { readId, readText } from '../../../kernel/documents/read-json.ts';
import { unitsMax } from '../documents/wallet-document.ts';
import { lotRows } from '../ledger/rows.ts';
import type { WalletOperation } from '../ledger/operations.ts';
import type { CompiledWallet } from '../rules/rules.ts';
import { expiryByRule, lacksForExpiry, plainTerms } from './lot-terms.ts';
import { readChange, readInstant, readParts, readReason } from './read-input.ts';
import { sharesThere } from './spending.ts';
import { accountIn, accountNeed, entryOf, isStop, lacks, walletCommand, walletIn } from './wallet-command.ts';
import type { Look, OfWallet, Planned, Seen } from './wallet-command.ts';

interface Adjustment extends OfWallet {
  readonly units: number;
  readonly reason: string;
  /** Undefined: as the wallet says; null: never. */
  readonly expiresAt: number | null | undefined;
  readonly secondPerson: string | null;
}

/** `{ wallet, units, reason, expiresAt?, secondPerson? }`: units come in or go out by hand. Who the second person is, the caller has made sure. */
export const adjustUnits = walletCommand<Adjustment>({
  name: 'adjustUnits',
  read: (input, spot) =>
    readParts(input, spot, {
      keys: ['wallet', 'units', 'reason', 'expiresAt', 'secondPerson'],
      read: (part) => ({
        wallet: part.text('wallet', readId),
        units: readChange(part, 'units'),
        reason: part.text('reason', readReason),
        expiresAt: part.isGiven('expiresAt') ? part.optional('expiresAt', readInstant) : undefined,
        secondPerson: part.optional('secondPerson', readText),
      }),
    }),
  plan(seen, input) {
    const { wallet, units, secondPerson } = input;
    const found = walletIn(seen, wallet);
    if (isStop(found)) return found;
    const { secondPersonAbove: above } = found.document;
    if (above !== null && Math.abs(units) > above && secondPerson === null)
      return reject('adjustment.second_person_needed', { above });
    return units > 0 ? addUnits(seen, input, found) : takeUnits(seen, input, found);
  },
});

function addUnits(seen: Seen, { wallet, units, reason, expiresAt }: Adjustment, found: CompiledWallet): Look<Planned> {
  const missing = lacks(seen, [accountNeed(wallet)]) ?? (expiresAt === undefined ? lacksForExpiry(seen, found) : null);
  if (missing !== null) return missing;
  const { recordedAt: startsAt } = seen.use;
  const endsAt = expiresAt === undefined ? expiryByRule(seen, found, startsAt) : expiresAt;
  if (endsAt !== null && endsAt <= startsAt) return reject('expiry.passed', { expiresAt: endsAt });
  const { posted, lots } = accountIn(seen, wallet);
  const balanceMax = found.document.balanceMax ?? unitsMax;
  if (posted + units > balanceMax) return reject('wallet.over_limit', { balanceMax });
  const terms = { ...plainTerms, startsAt, expiresAt: endsAt };
  const operation: WalletOperation = {
    op: 'credit',
    wallet,
    units,
    kind: 'adjust_up',
    from: 'adjustment',
    reason,
    terms,
  };
  return {
    operations: [operation],
    answer: (after) => ({ units, entry: entryOf(after, 'adjust_up'), lot: lots + 1 }),
  };
}

/** Whatever they may be spent on, and though nothing may be spent. */
function takeUnits(seen: Seen, { wallet, units, reason }: Adjustment, { document }: CompiledWallet): Look<Planned> {
  const missing = lacks(seen, [accountNeed(wallet), { by: 'all', kind: lotRows }]);
  if (missing !== null) return missing;
  const lots = sharesThere(seen, { wallet, units: -units, place: null }, document);
  if (isStop(lots)) return lots;
  const taken = { wallet, units: -units, kind: 'adjust_down', to: 'adjustment', ending: 'taken_back' } as const;
  return {
    operations: [{ op: 'debit', ...taken, reverses: null, reason, lots }],
    answer: (after) => ({ units, entry: entryOf(after, 'adjust_down') }),
  };
}
