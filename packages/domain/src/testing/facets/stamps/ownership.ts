import type { Handler, Handlers, MergeCause } from '../../../kernel/facet.ts';
import { ownStepsHandlers } from '../../../kernel/own-steps.ts';
import { Missing } from '../../../kernel/rows/needs.ts';
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

export const ownershipHandlers: Handlers<StampsState> = {
  merge: onMerge,
  ...ownStepsHandlers(stampsCodec, [stampCardRows]),
};
