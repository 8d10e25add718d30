import { keptOf, knownFacts } from '@perennial/contracts/ingest';
import {
  applyStep,
  compileProgram,
  createDayTable,
  createDefaultProgram,
  createFoldContext,
  createMember,
  dayMs,
  facets,
  noProperties,
  openView,
  sixStages,
} from '@perennial/domain';
import type { FactPayload, FactStep, Member, MemberId } from '@perennial/domain';
import { createForget } from '@perennial/engine';
import fc from 'fast-check';
import { expect, it } from 'vitest';

/**
 * Whoever was one for a while with somebody who is erased now stays, and is folded from the facts of both: what her stages were made of
 * must be read the same from what an erasure leaves (invariant E2).
 */
const forget = createForget(keptOf(noProperties));
const days = createDayTable('Asia/Shanghai');
const program = compileProgram(createDefaultProgram(sixStages), { version: 1, effectiveAt: 0 }, { days, facets });
const context = createFoldContext({ programs: [program], days });
const startAt = Date.UTC(2025, 0, 1);

const text = fc.constantFrom('zoe', '13912340100', 'o-1', 'Skin/Serum', 'CNY', '');
const number = fc.constantFrom(0, -1, 1, 4.5, 1999, 1_000_000, 13_912_340_100, 2 ** 40);
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const id = fc.constantFrom('o-1', 'o-2', '13912340100', 13_912_340_100, 7);
const line = fc.record(
  {
    productId: id,
    lineId: id,
    name: text,
    category: text,
    quantity: number,
    amountMinor: number,
    unitPriceMinor: number,
    engraving: text,
  },
  { requiredKeys: [] },
);
const payload = fc.record(
  {
    orderId: id,
    refundId: id,
    amountMinor: number,
    currency: text,
    lines: fc.oneof(fc.array(line, { maxLength: 3 }), scalar),
    lineIds: fc.array(id, { maxLength: 2 }),
    rating: number,
    productId: id,
    category: text,
    text,
    url: text,
    tag: text,
    topic: text,
    isGranted: fc.boolean(),
    attributes: fc.dictionary(text, scalar, { maxKeys: 3 }),
    wish: scalar,
    score: number,
  },
  { requiredKeys: [] },
);
const told = fc.record({
  type: fc.constantFrom(...Object.keys(knownFacts), 'gift.wrapped'),
  payload,
  day: fc.nat(700),
});

function fold(
  facts: readonly { readonly type: string; readonly day: number; readonly payload: FactPayload }[],
): Member {
  const member = createMember(facets, '00000000-0000-7000-8000-000000000001' as MemberId, 0);
  for (const [n, { type, day, payload: body }] of facts.entries()) {
    const at = startAt + day * dayMs + n;
    const step: FactStep = {
      kind: 'fact',
      shard: 0,
      position: n + 1,
      memberId: member.id,
      source: 'shop',
      messageId: `m-${n}`,
      type,
      occurredAt: at,
      recordedAt: startAt + 800 * dayMs + n,
      isBackfill: false,
      channel: 'web',
      storeId: '',
      payload: () => body,
    };
    expect(applyStep(member, step, { context })).toBeNull();
  }
  return member;
}

/** Everything of the facets that judge the past: bytes and rows. */
function judged(member: Member): readonly string[] {
  return facets.list
    .filter(({ name }) => name !== 'registers')
    .flatMap((facet) => [
      facet.keeps === null ? '' : facet.codec.encode(openView(member, facet).state).toHex(),
      ...facets.rowKinds
        .filter((one) => one.facet === facet)
        .flatMap(({ kind }) =>
          openView(member, facet)
            .setOf(kind)
            .rows()
            .map((row) => JSON.stringify(row)),
        ),
    ]);
}

it('leaves in facts what activity and stages are made of', () => {
  fc.assert(
    fc.property(fc.array(told, { minLength: 1, maxLength: 12 }), (facts) => {
      const left = facts.map((one) => ({
        ...one,
        payload: JSON.parse(forget.ofFact(one.type, JSON.stringify(one.payload))) as FactPayload,
      }));
      expect(judged(fold(left))).toEqual(judged(fold(facts as never)));
    }),
    { numRuns: 1_000 },
  );
});
