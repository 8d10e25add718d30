import fc from 'fast-check';
import type { FactStep } from '../kernel/steps/steps.ts';
import { fact, startAt } from './given.ts';

const dayMs = 86_400_000;
/** Histories span about two years, so that every window of the presets ends within them. */
export const spanDays = 720;
/** After everything that a history holds, with every wake fired. */
export const endAt = startAt + (spanDays + 800) * dayMs;

/** Half of the instants fall on a lattice of half days, so that ties and window ends meet evidence. */
const instant = fc.oneof(
  fc.integer({ min: 0, max: spanDays * 2 }).map((halves) => startAt + (halves * dayMs) / 2),
  fc.integer({ min: 0, max: spanDays * dayMs }).map((ms) => startAt + ms),
);
const orderId = fc.constantFrom('o1', 'o2', 'o3', 'o4', 'o5', 'o6');
const amountMinor = fc.constantFrom(0, 100, 5000, 5001, 250_000);
const category = fc.constantFrom('', 'Skin/Serum', 'Hair');
const store = fc.constantFrom('', 's1');

const orderFact = fc
  .record({
    at: instant,
    id: orderId,
    amount: amountMinor,
    category,
    storeId: store,
    type: fc.constantFrom(
      'order.placed',
      'order.placed',
      'order.updated',
      'order.paid',
      'order.fulfilled',
      'order.cancelled',
    ),
  })
  .map(({ at, id, amount, category: path, storeId, type }) =>
    fact({
      type,
      at,
      storeId,
      payload: {
        orderId: id,
        amountMinor: amount,
        lines: path === '' ? [] : [{ productId: 'p', category: path, quantity: 2, amountMinor: amount }],
      },
    }),
  );
const refundFact = fc
  .record({ at: instant, id: orderId, refundId: fc.constantFrom('r1', 'r2'), amount: amountMinor })
  .map(({ at, id, refundId, amount }) =>
    fact({ type: 'order.refunded', at, payload: { orderId: id, refundId, amountMinor: amount } }),
  );
const activityFact = fc
  .record({
    at: instant,
    storeId: store,
    type: fc.constantFrom(
      'member.registered',
      'page.viewed',
      'page.viewed',
      'member.signed_in',
      'store.visited',
      'message.sent',
      'brand.unknown',
    ),
  })
  .map(({ at, storeId, type }) => fact({ type, at, storeId }));
const reviewFact = fc
  .record({ at: instant, rating: fc.constantFrom(1, 3.5, 5) })
  .map(({ at, rating }) => fact({ type: 'review.posted', at, payload: { rating } }));
const registerFact = fc
  .record({
    at: instant,
    name: fc.constantFrom('city', 'level'),
    value: fc.constantFrom('a', 'b', 3, null),
    type: fc.constantFrom('attributes.changed', 'tag.added', 'tag.removed', 'consent.changed'),
  })
  .map(({ at, name, value, type }) =>
    fact({ type, at, payload: { attributes: { [name]: value }, tag: name, topic: name, isGranted: value === 'a' } }),
  );

/** Facts of one member, each with a message of its own, in the order of their occurrence. */
export function histories(
  options: { readonly maxLength: number } = { maxLength: 24 },
): fc.Arbitrary<readonly FactStep[]> {
  const one = fc.oneof(
    { weight: 5, arbitrary: orderFact },
    { weight: 2, arbitrary: refundFact },
    { weight: 4, arbitrary: activityFact },
    { weight: 1, arbitrary: reviewFact },
    { weight: 1, arbitrary: registerFact },
  );
  return fc
    .array(one, { minLength: 1, maxLength: options.maxLength })
    .map((facts) =>
      facts.map((step, index) => ({ ...step, messageId: `m${index}` })).sort((a, b) => a.occurredAt - b.occurredAt),
    );
}

/** The same facts in another order, all recorded after the last of them happened. */
export function shuffled(facts: readonly FactStep[]): fc.Arbitrary<readonly FactStep[]> {
  return fc.shuffledSubarray([...facts], { minLength: facts.length, maxLength: facts.length });
}

export function historyAndShuffle(options?: {
  readonly maxLength: number;
}): fc.Arbitrary<{ readonly facts: readonly FactStep[]; readonly other: readonly FactStep[] }> {
  return histories(options).chain((facts) => shuffled(facts).map((other) => ({ facts, other })));
}

/** Recorded as they occur. */
export function live(facts: readonly FactStep[]): readonly FactStep[] {
  let recordedAt = 0;
  return facts.map((step, index) => {
    recordedAt = Math.max(recordedAt + 1, step.occurredAt);
    return { ...step, position: index + 1, recordedAt };
  });
}

/** Recorded long after, one a second, as an import does; every third is not marked as history. */
export function imported(facts: readonly FactStep[]): readonly FactStep[] {
  const importAt = startAt + (spanDays + 1) * dayMs;
  return facts.map((step, index) => ({
    ...step,
    position: index + 1,
    recordedAt: importAt + index * 1000,
    isBackfill: index % 3 !== 0,
  }));
}
