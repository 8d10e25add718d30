import type { EraseStep } from './steps/steps.ts';
import type { StateCodec } from './base/state-codec.ts';
import type { Handler, Handlers, RefoldCause } from './facet.ts';
import type { AnyRowKind } from './rows/row-kind.ts';

/**
 * How a facet answers that is nothing but what a member's own steps make of it: folded anew she has what they say, and erased she has
 * nothing. `codec` is null where the facet has no state.
 */
export function ownStepsHandlers<State>(
  codec: StateCodec<State> | null,
  rowKinds: readonly AnyRowKind[],
): Required<Pick<Handlers<State>, 'refold' | 'erase'>> {
  const refold: Handler<State, RefoldCause<State>, null> = {
    plan: () => null,
    apply(view, _plan, { cause: { own } }) {
      for (const kind of rowKinds) view.rows(kind).refill(own.rows(kind).rows());
      if (codec === null) return;
      view.state = own.state;
      view.noteChange();
    },
  };
  const erase: Handler<State, EraseStep, null> = {
    plan: () => null,
    apply(view) {
      for (const kind of rowKinds) view.rows(kind).refill([]);
      if (codec === null) return;
      view.state = codec.create();
      view.noteChange();
    },
  };
  return { refold, erase };
}
