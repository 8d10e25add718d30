import { readId } from '../../../kernel/documents/read-json.ts';
import { readPlace, readParts, readReason, someUnits } from './read-input.ts';
import { pairsOf, sharesToGive } from './spending.ts';
import { entryOf, isStop, walletCommand } from './wallet-command.ts';

/** `{ wallet, units, reason?, place? }`: units are spent, in the order that the wallet says. */
export const redeemUnits = walletCommand({
  name: 'redeemUnits',
  read: (input, spot) =>
    readParts(input, spot, {
      keys: ['wallet', 'units', 'reason', 'place'],
      read: (part) => ({
        wallet: part.text('wallet', readId),
        units: part.number('units', someUnits),
        reason: part.optional('reason', readReason) ?? '',
        place: readPlace(part),
      }),
    }),
  plan(seen, input) {
    const lots = sharesToGive(seen, input);
    if (isStop(lots)) return lots;
    const { wallet, units, reason } = input;
    const spent = { wallet, units, kind: 'spend', to: 'redemption', ending: 'spent', reverses: null } as const;
    return {
      operations: [{ op: 'debit', ...spent, reason, lots }],
      answer: (after) => ({ units, entry: entryOf(after, 'spend'), lots: pairsOf(lots) }),
    };
  },
});
