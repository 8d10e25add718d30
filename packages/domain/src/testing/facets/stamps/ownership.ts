import type { Handler, Handlers, MergeCause, RefoldCause } from '../../../kernel/facet.ts';
import { Missing } from '../../../kernel/rows/needs.ts';
import type { AbsorbStep, EraseStep } from '../../../kernel/steps/steps.ts';
import { planOpen } from './handlers.ts';
import { stampCardRows } from './rows.ts';
import type { StampCardRow } from './rows.ts';
import { stampsCodec } from './state.ts';
import type { StampsState } from './state.ts';

/*
 * Whose the cards are, when two members turn out to be one, when that is taken back, and when a member is erased.
 */

/** The survivor goes on with the other's open cards; those that have ended stay where they were. */
const onMerge: Handler<StampsState, MergeCause<StampsState>, readonly StampCardRow[]> = {
  plan(_view, { cause }) {
    const taken = planOpen(cause.absorbed);
    return taken instanceof Missing ? new Missing([], [], taken.needs) : taken;
  },
  apply(view, taken, { cause: { absorbed } }) {
    const { state } = view;
    for (const row of taken) {
      state.opened += 1;
      view.rows(stampCardRows).put({ ...row, number: state.opened });
    }
    state.full += absorbed.state.full;
    state.nextExpiryAt = Math.min(state.nextExpiryAt, absorbed.state.nextExpiryAt);
    view.noteChange();
  },
};

/** Nothing falls due of her; what she has stays as it is, for the survivor to take and for the merge to be taken back. */
const onAbsorb: Handler<StampsState, AbsorbStep, null> = {
  plan: () => null,
  apply(view) {
    view.state.isClosed = true;
    view.noteChange();
  },
};

/** Her own steps tell all that she has. */
const onRefold: Handler<StampsState, RefoldCause<StampsState>, null> = {
  plan: () => null,
  apply(view, _plan, { cause: { own } }) {
    view.rows(stampCardRows).refill(own.rows(stampCardRows).rows());
    view.state = { ...own.state, isClosed: view.member.status !== 'live' };
    view.noteChange();
  },
};

const onErase: Handler<StampsState, EraseStep, null> = {
  plan: () => null,
  apply(view) {
    view.rows(stampCardRows).refill([]);
    view.state = stampsCodec.create();
    view.noteChange();
  },
};

export const ownershipHandlers: Handlers<StampsState> = {
  merge: onMerge,
  absorb: onAbsorb,
  refold: onRefold,
  erase: onErase,
};
