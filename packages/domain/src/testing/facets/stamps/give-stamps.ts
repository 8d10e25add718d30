import { missingOfOther, noAsks, reject } from '../../../kernel/command.ts';
import type { Rejection } from '../../../kernel/command.ts';
import type { PairCommand, View } from '../../../kernel/facet.ts';
import { at, readId, readObject } from '../../../kernel/documents/read-json.ts';
import { Missing } from '../../../kernel/rows/needs.ts';
import { openOf } from './open-cards.ts';
import { stampCardRows } from './rows.ts';
import type { StampCardRow } from './rows.ts';
import type { StampsState } from './state.ts';

interface GiveStamps {
  readonly card: string;
}

/** The open card of a kind. Null: there is none. */
function openCardOf(view: View<StampsState>, card: string): StampCardRow | null | Missing {
  const cards = view.rows(stampCardRows);
  if (!cards.isPrefixKnown(card)) return new Missing([{ by: 'prefix', kind: stampCardRows, keys: [[card]] }]);
  return openOf(cards.rowsUnder([card]))[0] ?? null;
}

/** The card that is given, or why none can be. */
function cardToGive(
  { own, other }: { readonly own: View<StampsState>; readonly other: { readonly own: View<StampsState> } },
  { card }: GiveStamps,
): StampCardRow | Rejection | Missing {
  const given = openCardOf(own, card);
  const friends = openCardOf(other.own, card);
  if (given instanceof Missing) return given;
  if (friends instanceof Missing) return missingOfOther(friends.needs);
  if (given === null) return reject('stamp_card.none_open', { card });
  return friends === null ? given : reject('stamp_card.friend_has_one', { card });
}

/** Gives an open card to a friend who has none of the kind: with its stamps, and for as long as it would have been valid. */
export const giveStamps: PairCommand<GiveStamps, StampsState> = {
  name: 'giveStamps',
  isKeyRequired: true,
  read(input, spot) {
    const card = readId(readObject(input, spot, ['card'])?.['card'], at(spot, 'card'));
    return card === null ? null : { card };
  },
  decide(both, input) {
    const card = cardToGive(both, input);
    return card instanceof Missing || 'kind' in card ? card : noAsks;
  },
  conclude(both, input) {
    const given = cardToGive(both, input);
    if (given instanceof Missing) return reject('stamp_card.none_open', { card: input.card });
    if ('kind' in given) return given;
    const { card, number, stamps, openedAt, expiresAt } = given;
    const parts = { stamps: { card, number, isGift: true } };
    const otherParts = { stamps: { card, stamps, openedAt, expiresAt } };
    return { kind: 'pair decision', parts, otherParts, answer: { card, stamps } };
  },
};
