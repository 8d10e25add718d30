import { ask, reject } from '../../../kernel/command.ts';
import type { Rejection } from '../../../kernel/command.ts';
import type { Command, View } from '../../../kernel/facet.ts';
import { Missing } from '../../../kernel/rows/needs.ts';
import { at, readId, readObject } from '../../../kernel/documents/read-json.ts';
import { compareCards, exportedStampCards } from '../stamps/rows.ts';
import type { StampCardRow } from '../stamps/rows.ts';
import { prizeOf } from '../stamps/rules.ts';
import type { StreakState } from './state.ts';

interface RedeemStamps {
  readonly card: string;
}

/** The card that is given, or why none can be. */
function cardOf(view: View<StreakState>, { card }: RedeemStamps): StampCardRow | Rejection | Missing {
  const cards = view.foreign(exportedStampCards);
  if (!cards.isPrefixKnown(card)) return new Missing([{ by: 'prefix', kind: exportedStampCards.kind, keys: [[card]] }]);
  const open = cards.rowsUnder([card]).filter(({ endedAt }) => endedAt === null);
  return open.toSorted(compareCards)[0] ?? reject('stamp_card.none_open', { card });
}

/** Gives an open card for a prize before it is full, which also counts as a stamp of the streak. */
export const redeemStamps: Command<RedeemStamps, StreakState> = {
  name: 'redeemStamps',
  isKeyRequired: true,
  read(input, spot) {
    const card = readId(readObject(input, spot, ['card'])?.['card'], at(spot, 'card'));
    return card === null ? null : { card };
  },
  decide({ own }, input) {
    const card = cardOf(own, input);
    if (card instanceof Missing || 'kind' in card) return card;
    return ask([{ resource: prizeOf(input.card), asked: 1 }]);
  },
  conclude({ own }, input, granted) {
    const card = cardOf(own, input);
    if (card instanceof Missing) return reject('stamp_card.none_open', { card: input.card });
    if ('kind' in card) return card;
    if ((granted.get(prizeOf(input.card)) ?? 0) < 1) return reject('prize.none_left', { card: input.card });
    const { number, stamps } = card;
    const parts = { stamps: { card: input.card, number }, streak: { extra: 1 } };
    return { kind: 'decision', parts, answer: { card: input.card, stamps } };
  },
};
