import { exportedOrderLines } from '../../../facets/lifecycle/index.ts';
import type { DerivedFact } from '../../../kernel/steps/cause.ts';
import type { DecisionCause, Handler, Handlers, MergeCause, Use, View, WakeCause } from '../../../kernel/facet.ts';
import { dayMs } from '../../../kernel/base/instants.ts';
import { ownStepsHandlers } from '../../../kernel/own-steps.ts';
import { Missing } from '../../../kernel/rows/needs.ts';
import { exportedStampCards } from '../stamps/rows.ts';
import { pastStreakRows } from './rows.ts';
import type { PastStreakRow } from './rows.ts';
import { streakCodec } from './state.ts';
import type { StreakState } from './state.ts';

/** `streak.json` */
export interface StreakRules {
  readonly graceDays: number;
}

/** Of a program without the document: that of an installation which had the facet added is one. */
export const noStreaks: StreakRules = { graceDays: 0 };

type StreakView = View<StreakState>;

const nothing = (): null => null;

/** Another stamp within the days of grace goes on with the streak. */
function lengthen(view: StreakView, by: number, { use, rules }: { use: Use; rules: StreakRules }): void {
  if (rules === noStreaks) return;
  const { state } = view;
  if (state.length === 0) state.startedAt = use.recordedAt;
  state.length += by;
  state.breaksAt = use.recordedAt + rules.graceDays * dayMs;
  view.noteChange();
}

function onStamped(rules: StreakRules): Handler<StreakState, DerivedFact, null> {
  return {
    types: ['stamp.added', 'stamp_card.filled'],
    plan: nothing,
    apply: (view, _plan, use) => lengthen(view, 1, { use, rules }),
  };
}

function onDecided(rules: StreakRules): Handler<StreakState, DecisionCause, null> {
  return {
    plan: nothing,
    apply: (view, _plan, use) => lengthen(view, Number(use.cause.part['extra']), { use, rules }),
  };
}

const foreignRows = [exportedStampCards, exportedOrderLines].map(({ kind }) => ({ by: 'all', kind }) as const);

/** Notes how she stood when it broke: cards that expire at the same instant have done so before. */
const onBreak: Handler<StreakState, WakeCause, PastStreakRow> = {
  plan(view, { cause: { at } }) {
    const [cards, lines] = [view.foreign(exportedStampCards), view.foreign(exportedOrderLines)];
    if (!cards.isWhole || !lines.isWhole) return new Missing(foreignRows);
    const { past, length, startedAt } = view.state;
    const openCards = cards.rows().filter(({ endedAt }) => endedAt === null).length;
    return { number: past + 1, length, startedAt, endedAt: at, openCards, linesBought: lines.rows().length };
  },
  apply(view, row, use) {
    view.rows(pastStreakRows).put(row);
    view.state = { ...streakCodec.create(), past: row.number };
    view.noteChange();
    view.tell({ type: 'streak.broken', occurredAt: row.endedAt, payload: { length: row.length } }, use);
  },
};

/** The longer of both goes on, as long as either would. */
const onMerge: Handler<StreakState, MergeCause<StreakState>, null> = {
  concerns: (_state, { absorbed }) => absorbed.state.length > 0,
  plan: nothing,
  apply(view, _plan, { cause: { absorbed } }) {
    const [own, other] = [view.state, absorbed.state];
    const { length, startedAt } = other.length > own.length ? other : own;
    const breaksAt = own.length === 0 ? other.breaksAt : Math.max(own.breaksAt, other.breaksAt);
    view.state = { ...own, length, startedAt, breaksAt };
    view.noteChange();
  },
};

export function streakHandlers(rules: StreakRules): Handlers<StreakState> {
  return {
    derived: [onStamped(rules)],
    decision: onDecided(rules),
    wake: onBreak,
    merge: onMerge,
    ...ownStepsHandlers(streakCodec, [pastStreakRows]),
  };
}
