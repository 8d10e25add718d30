import type { FactPayload, FactValue } from '../../../kernel/base/payload.ts';
import { invariant } from '../../../kernel/base/invariant.ts';
import type { DecisionCause, Handler, View } from '../../../kernel/facet.ts';
import { Missing } from '../../../kernel/rows/needs.ts';
import { keyText } from '../../../kernel/rows/row-kind.ts';
import type { FactStep } from '../../../kernel/steps/steps.ts';
import { stampCardRows } from './rows.ts';
import type { StampCardRow } from './rows.ts';
import { prizeOf } from './rules.ts';
import type { StampsState } from './state.ts';

/*
 * What becomes of a card otherwise than by stamps and time: it is given for a prize before it is full, or to a friend, or its prize
 * comes back.
 */

type StampsView = View<StampsState>;

function textOf(value: FactValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The card that is named, whatever became of it. Null: there is none of hers. */
function cardNamedIn(view: StampsView, named: FactPayload): StampCardRow | null | Missing {
  const key = [textOf(named['card']), Number(named['number'])] as const;
  // What facts name may be no card at all.
  if (!Number.isInteger(key[1]) || Math.abs(key[1]) > 1_000_000) return null;
  const cards = view.rows(stampCardRows);
  if (!cards.isKnown(keyText(key))) return new Missing([{ by: 'key', kind: stampCardRows, keys: [key] }]);
  return cards.get(keyText(key));
}

/** A prize that comes back is there for others again. Null: none was given for this card, or it has come back already. */
export const onReturned: Handler<StampsState, FactStep, StampCardRow | null> = {
  types: ['prize.returned'],
  plan(view, { cause }) {
    const row = cardNamedIn(view, cause.payload());
    if (row === null || row instanceof Missing) return row;
    return row.ending === 'full' || row.ending === 'redeemed' ? row : null;
  },
  apply(view, row, use) {
    if (row === null) return;
    view.rows(stampCardRows).put({ ...row, ending: 'returned' });
    view.giveBack(prizeOf(row.card), 1, use);
  },
};

/** A card as a decision leaves it. */
interface Moved {
  readonly row: StampCardRow;
  /** She was given it just now. */
  readonly isNew: boolean;
}

/** What was decided: a card of hers is given for a prize or to a friend, or she is given one. Null: it is not hers any more. */
export const onDecided: Handler<StampsState, DecisionCause, Moved | null> = {
  plan(view, { cause: { part }, recordedAt }) {
    if (part['stamps'] !== undefined) return { row: cardGiven(view, part), isNew: true };
    const row = cardNamedIn(view, part);
    if (row === null || row instanceof Missing) return row;
    const ending = part['isGift'] === true ? 'given' : 'redeemed';
    return { row: { ...row, endedAt: recordedAt, ending }, isNew: false };
  },
  apply(view, moved, use) {
    if (moved === null) return;
    const { row, isNew } = moved;
    view.rows(stampCardRows).put(row);
    if (row.ending === 'redeemed') view.request({ type: 'prize.send', payload: { card: row.card } }, use);
    if (!isNew) return;
    view.state.opened = row.number;
    view.state.nextExpiryAt = Math.min(view.state.nextExpiryAt, row.expiresAt);
    view.noteChange();
  },
};

/** The friend's card goes on as one of hers. */
function cardGiven(view: StampsView, part: FactPayload): StampCardRow {
  const [stamps, openedAt, expiresAt] = [part['stamps'], part['openedAt'], part['expiresAt']].map(Number);
  invariant(stamps !== undefined && openedAt !== undefined && expiresAt !== undefined, 'a card that is given is whole');
  const number = view.state.opened + 1;
  return { card: textOf(part['card']), number, stamps, openedAt, expiresAt, endedAt: null, ending: '' };
}
