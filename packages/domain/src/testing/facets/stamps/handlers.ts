import type { Handler, Handlers, Use, VersionCause, View, WakeCause } from '../../../kernel/facet.ts';
import { dayMs, notByTime } from '../../../kernel/base/instants.ts';
import { Missing } from '../../../kernel/rows/needs.ts';
import type { Take } from '../../../kernel/rows/needs.ts';
import type { FactValue } from '../../../kernel/base/payload.ts';
import type { FactStep } from '../../../kernel/steps/steps.ts';
import { onDecided, onReturned } from './after-stamping.ts';
import { openOf } from './open-cards.ts';
import { stampCardRows } from './rows.ts';
import type { StampCardRow } from './rows.ts';
import { prizeOf } from './rules.ts';
import type { StampCard, StampsRules } from './rules.ts';
import type { StampsState } from './state.ts';

export type StampsView = View<StampsState>;

const allOpen = new Missing([{ by: 'all', kind: stampCardRows }]);

/** A plan of handlers that go through all open cards. */
export function planOpen(view: StampsView): readonly StampCardRow[] | Missing {
  const cards = view.rows(stampCardRows);
  return cards.isWhole ? openOf(cards.rows()) : allOpen;
}

export function earliestExpiry(cards: readonly StampCardRow[]): number {
  return cards.reduce((earliest, { expiresAt }) => Math.min(earliest, expiresAt), notByTime);
}

function textOf(value: FactValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The card as the stamp leaves it, and the prize that is taken for one that is full. */
interface Stamped {
  readonly row: StampCardRow;
  readonly prize: Take | null;
}

function onStamp(rules: StampsRules): Handler<StampsState, FactStep, Stamped | null> {
  const cardOf = (step: FactStep) => rules.get(textOf(step.payload()['card']));
  const needOf = ({ id }: StampCard) => ({ by: 'prefix', kind: stampCardRows, keys: [[id]] }) as const;
  return {
    types: ['stamp.given'],
    hint(step, hints) {
      const card = cardOf(step);
      if (card !== undefined) hints.add(needOf(card));
    },
    plan(view, { cause, recordedAt }) {
      const card = cardOf(cause);
      if (card === undefined) return null;
      if (!view.rows(stampCardRows).isPrefixKnown(card.id)) return new Missing([needOf(card)]);
      const row = stamp(view, card, recordedAt);
      if (row.stamps < card.stampsNeeded) return { row, prize: null };
      const prize = { resource: prizeOf(card.id), asked: 1 };
      return view.member.granted?.has(prize.resource) === true ? { row, prize } : new Missing([], [prize]);
    },
    apply(view, stamped, use) {
      if (stamped === null) return;
      const { row, prize } = stamped;
      view.state.opened = Math.max(view.state.opened, row.number);
      view.state.nextExpiryAt = Math.min(view.state.nextExpiryAt, row.expiresAt);
      view.noteChange();
      if (prize !== null) fill(view, row, { prize, use });
      else {
        view.rows(stampCardRows).put(row);
        const payload = { card: row.card, stamps: row.stamps };
        view.tell({ type: 'stamp.added', occurredAt: use.recordedAt, payload }, use);
      }
    },
  };
}

function stamp(view: StampsView, { id, validDays }: StampCard, at: number): StampCardRow {
  const [open] = openOf(view.rows(stampCardRows).rowsUnder([id]));
  if (open !== undefined) return { ...open, stamps: open.stamps + 1 };
  const ends = { expiresAt: at + validDays * dayMs, endedAt: null, ending: '' } as const;
  return { card: id, number: view.state.opened + 1, stamps: 1, openedAt: at, ...ends };
}

function fill(view: StampsView, row: StampCardRow, { prize, use }: { prize: Take; use: Use }): void {
  const { card } = row;
  const hasPrize = view.spend(prize, use) > 0;
  view.rows(stampCardRows).put({ ...row, endedAt: use.recordedAt, ending: hasPrize ? 'full' : 'missed' });
  view.state.full += 1;
  view.tell({ type: 'stamp_card.filled', occurredAt: use.recordedAt, payload: { card, hasPrize } }, use);
  if (hasPrize) view.request({ type: 'prize.send', payload: { card } }, use);
}

const onExpiry: Handler<StampsState, WakeCause, readonly StampCardRow[]> = {
  plan: planOpen,
  apply(view, open, use) {
    const { at } = use.cause;
    for (const row of open.filter(({ expiresAt }) => expiresAt <= at)) {
      view.rows(stampCardRows).put({ ...row, endedAt: at, ending: 'expired' });
      view.tell({ type: 'stamp_card.expired', occurredAt: at, payload: { card: row.card } }, use);
    }
    view.state.nextExpiryAt = earliestExpiry(open.filter(({ expiresAt }) => expiresAt > at));
    view.noteChange();
  },
};

/** Open cards are valid as long as the version says, from when they were opened. */
function onVersion(rules: StampsRules): Handler<StampsState, VersionCause, readonly StampCardRow[]> {
  const validUntil = ({ card, openedAt, expiresAt }: StampCardRow) => {
    const known = rules.get(card);
    return known === undefined ? expiresAt : openedAt + known.validDays * dayMs;
  };
  return {
    concerns: ({ opened }) => opened > 0,
    plan: planOpen,
    apply(view, open) {
      const judged = open.map((row) => ({ ...row, expiresAt: validUntil(row) }));
      for (const row of judged) view.rows(stampCardRows).put(row);
      view.state.nextExpiryAt = earliestExpiry(judged);
      view.noteChange();
    },
  };
}

export function cardHandlers(rules: StampsRules): Handlers<StampsState> {
  return { fact: [onStamp(rules), onReturned], decision: onDecided, wake: onExpiry, version: onVersion(rules) };
}
