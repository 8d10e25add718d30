import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facets } from '../facets/index.ts';
import { stageEntryRows } from '../facets/lifecycle/stages/entry-row.ts';
import { fiveStages, sixStages, aiplStages } from '../facets/lifecycle/stages/presets.ts';
import { dayMs } from '../kernel/base/instants.ts';
import type { FactStep } from '../kernel/steps/steps.ts';
import { paidProgram, startAt, testContext, testMemberId, testProgram } from '../testing/given.ts';
import { endAt, historyAndShuffle, live } from '../testing/histories.ts';
import { contentOf, createStoredMember, foldStored, rowsOf, wakeStored } from '../testing/stored-member.ts';
import type { StoredMember, StoreUse } from '../testing/stored-member.ts';

/** Live facts with delays: some come at once, some days later, several share an instant of recording. */
function delayed(facts: readonly FactStep[], delays: readonly number[]): readonly FactStep[] {
  const arrivals = facts.map((step, index) => ({
    ...step,
    recordedAt: step.occurredAt + (delays[index % delays.length] ?? 0),
    isBackfill: index % 5 === 4,
  }));
  arrivals.sort((a, b) => a.recordedAt - b.recordedAt);
  return arrivals.map((step, index) => ({ ...step, position: index + 1 }));
}

const delays = fc.array(fc.constantFrom(0, 0, 0, 1000, dayMs, 40 * dayMs, 200 * dayMs), { minLength: 1, maxLength: 8 });
const cuts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 10 });

/** Folds in batches of the given sizes; before some of them a wake worker comes by. */
function foldInBatches(steps: readonly FactStep[], sizes: readonly number[], use: StoreUse): StoredMember {
  const stored = createStoredMember(facets, testMemberId(1));
  let start = 0;
  for (let batch = 0; start < steps.length; batch += 1) {
    const size = sizes[batch % sizes.length] ?? 1;
    const steps_ = steps.slice(start, start + size);
    const nextAt = steps_[0]?.recordedAt ?? 0;
    if (batch % 2 === 1 && stored.position > 0) wakeStored(stored, nextAt, use);
    foldStored(stored, steps_, use);
    start += size;
  }
  wakeStored(stored, endAt, use);
  return stored;
}

const republished = testContext(
  testProgram(sixStages, 1),
  testProgram(fiveStages, 2, startAt + 200 * dayMs),
  testProgram(fiveStages, 3, startAt + 300 * dayMs),
  testProgram(aiplStages, 4, startAt + 500 * dayMs),
);

describe.each([
  ['six stages', testContext(testProgram(sixStages))],
  ['AIPL', testContext(testProgram(aiplStages))],
  ['a program that is published anew', republished],
  ['three lifecycles over paid orders', testContext(paidProgram())],
])('folding under %s', (_name, context) => {
  it('leaves the same bytes, rows and effects however it is cut into batches and wakes (E2)', () => {
    fc.assert(
      fc.property(historyAndShuffle({ maxLength: 30 }), delays, cuts, ({ facts }, lags, sizes) => {
        const steps = delayed(facts, lags);
        const whole = contentOf(foldInBatches(steps, [steps.length], { context }));
        expect(contentOf(foldInBatches(steps, sizes, { context }))).toEqual(whole);
        expect(contentOf(foldInBatches(steps, sizes, { context, takesHints: true }))).toEqual(whole);
        expect(contentOf(foldInBatches(steps, [1], { context }))).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  it('applies a step once, whatever is folded again (E1, E4)', () => {
    fc.assert(
      fc.property(historyAndShuffle(), ({ facts }) => {
        const steps = live(facts);
        const once = foldInBatches(steps, [steps.length], { context });
        const again = foldInBatches(steps, [steps.length], { context });
        foldStored(again, steps, { context });
        expect(contentOf(again)).toEqual(contentOf(once));
      }),
      { numRuns: 50 },
    );
  });

  it('names a recorded cause for every effect (E5)', () => {
    fc.assert(
      fc.property(historyAndShuffle(), delays, ({ facts }, lags) => {
        const steps = delayed(facts, lags);
        const stored = foldInBatches(steps, [3], { context });
        for (const { cause } of stored.derived) {
          if (cause.kind === 'fact')
            expect(steps.some((step) => step.position === cause.position && step.recordedAt === cause.at)).toBe(true);
          else expect(cause.position).toBe(0);
        }
        for (const entry of rowsOf(stored, stageEntryRows)) expect(entry.causeAt).toBeLessThanOrEqual(entry.recordedAt);
      }),
      { numRuns: 50 },
    );
  });
});
