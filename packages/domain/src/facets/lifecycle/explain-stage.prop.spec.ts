import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldLog } from '../../fold/fold-log.ts';
import { advanceTo } from '../../fold/advance.ts';
import type { FoldContext } from '../../kernel/program.ts';
import { dayMs } from '../../kernel/base/instants.ts';
import { createFoldContext } from '../../kernel/program.ts';
import type { LoggedStep, MergeStep } from '../../kernel/steps/steps.ts';
import { compileProgram } from '../../program/compile-program.ts';
import {
  activityOf,
  daysLater,
  entriesIn,
  fact,
  foldFacts,
  inOrder,
  order,
  startAt,
  testContext,
  testDays,
  testMemberId,
  testProgram,
  timelineOf,
} from '../../testing/given.ts';
import { endAt, historyAndShuffle, live, spanDays } from '../../testing/histories.ts';
import { createStoredMember, foldStored, openStored } from '../../testing/stored-member.ts';
import { createDefaultProgram, toDocument } from '../default-program.ts';
import { facets } from '../index.ts';
import { explainMoves } from './explain-moves.ts';
import { explainStage } from './explain-stage.ts';
import { memberAsOf } from './member-as-of.ts';
import { lifecycleRulesOf } from './timeline/rules.ts';
import type { CompiledLifecycle } from './stages/compile-lifecycle.ts';
import { aiplStages, fiveStages, sixStages } from './stages/presets.ts';
import { stageByState } from '../../testing/stage-by-state.ts';

const instants = fc.integer({ min: 0, max: spanDays * 2 }).map((halves) => startAt + (halves * dayMs) / 2);

function mainLifecycle({ programs }: FoldContext): CompiledLifecycle {
  return lifecycleRulesOf(programs[0]!).lifecycles[0]!;
}

describe.each([sixStages, fiveStages, aiplStages])('“why is she here?”', (lifecycle) => {
  const context = testContext(testProgram(lifecycle));

  it(`agrees with the timeline at every instant, past and to come (${lifecycle.name.en})`, () => {
    fc.assert(
      fc.property(historyAndShuffle(), instants, ({ facts }, at) => {
        const work = foldFacts(live(facts), context);
        advanceTo(work, endAt, context);
        const [told] = explainStage(work, at, context);
        const entry = entriesIn(work).findLast((one) => one.validFrom <= at);
        if (entry === undefined || told === undefined) {
          expect([entry, told]).toEqual([undefined, undefined]);
          return;
        }
        expect(told).toMatchObject({ stage: entry.stage, since: entry.validFrom });
        expect(explainMoves(work, at, context).at(-1)).toMatchObject({ stage: entry.stage, entry });
        expect(told.stages.find((stage) => stage.isTrue)?.stage).toBe(entry.stage);
        const next = entriesIn(work).find((one) => one.validFrom > at);
        const isEvidenceFirst = facts.some((step) => step.occurredAt > at && step.occurredAt <= (told.next?.at ?? 0));
        if (told.next !== null && !isEvidenceFirst)
          expect(next).toMatchObject({ stage: told.next.stage, validFrom: told.next.at });
      }),
      { numRuns: 150 },
    );
  });

  it(`is previewed for everybody by state alone (${lifecycle.name.en})`, () => {
    fc.assert(
      fc.property(historyAndShuffle(), ({ facts }) => {
        const work = foldFacts(live(facts), context);
        for (const at of [activityOf(work).foldedUntil, endAt]) {
          const stage = stageByState(mainLifecycle(context), activityOf(work), at);
          expect(stage).toBe(memberAsOf(work, at, context).lifecycle.standings[0]?.stage);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('an explanation', () => {
  it('shows each stage in the order of precedence with what it saw and when it will turn', () => {
    const context = testContext();
    const work = foldFacts(
      [fact({ type: 'member.registered', at: daysLater(0) }), order('a', 1), order('b', 40)],
      context,
    );
    const [told] = explainStage(work, daysLater(50), context);
    expect(told).toMatchObject({
      lifecycle: 'main',
      stage: 'active',
      since: daysLater(31),
      next: { stage: 'silent', at: daysLater(130) },
    });
    expect(told?.stages.map(({ stage, isTrue }) => [stage, isTrue])).toEqual([
      ['potential', false],
      ['new', false],
      ['active', true],
      ['silent', true],
      ['dormant', true],
      ['churned', true],
    ]);
    expect(told?.stages[2]?.clause).toMatchObject({
      field: 'recency.last',
      resolvedField: 'purchase.last',
      actual: daysLater(40),
      resolved: 90,
      flipsAt: daysLater(130),
    });
    expect(told?.stages[5]?.clause).toBeNull();
  });

  it('has nothing to say of somebody of whom nothing is known, nor before she was known', () => {
    const context = testContext();
    expect(explainStage(foldFacts([], context), daysLater(5), context)).toEqual([]);
    expect(explainStage(foldFacts([order('a', 1)], context), daysLater(0.5), context)).toEqual([]);
    expect(stageByState(mainLifecycle(context), activityOf(foldFacts([], context)), daysLater(5))).toBeNull();
  });

  it('needs the evidence for the past, and says so', () => {
    const context = testContext();
    const stored = createStoredMember(facets, testMemberId(1));
    foldStored(stored, inOrder([order('a', 1), order('b', 40)]), { context });
    const work = openStored(stored);
    expect(explainStage(work, daysLater(220), context)[0]?.stage).toBe('dormant');
    expect(() => explainStage(work, daysLater(20), context)).toThrow('evidence');
  });
});

describe('several lifecycles at once', () => {
  const documents = {
    ...createDefaultProgram(sixStages),
    'lifecycles/growth.json': toDocument({ ...fiveStages, id: 'growth' }),
    'lifecycles/aipl.json': toDocument({ ...aiplStages, id: 'aipl' }),
  };
  const context = createFoldContext({
    programs: [compileProgram(documents, { version: 1, effectiveAt: 0 }, { days: testDays, facets })],
    days: testDays,
  });

  it('each have their own timeline, and the nearest change wakes the member', () => {
    const work = foldFacts([order('a', 1), order('b', 40), fact({ type: 'page.viewed', at: daysLater(41) })], context);
    expect(timelineOf(work, 'main')).toEqual(['new@1', 'active@31']);
    expect(timelineOf(work, 'growth')).toEqual(['activation@1', 'growth@40']);
    expect(timelineOf(work, 'aipl')).toEqual(['purchase@1']);
    expect(work.wakeAt).toBe(daysLater(130));
    expect(
      explainStage(work, daysLater(41), context)
        .map((told) => told.lifecycle)
        .sort(),
    ).toEqual(['aipl', 'growth', 'main']);
  });
});

describe('folding whole logs in memory', () => {
  it('folds the absorbed member first, wherever her steps stand', () => {
    const context = testContext();
    const merge: MergeStep = {
      kind: 'merge',
      shard: 0,
      position: 5,
      memberId: testMemberId(1),
      recordedAt: daysLater(30),
      absorbedShard: 1,
      absorbedId: testMemberId(2),
      absorbedPosition: 1,
      mergeId: 'm',
    };
    const [first] = inOrder([order('a', 1)]);
    const other = { ...order('b', 20, { member: 2 }), shard: 1, position: 1 };
    const works = foldLog([first!, merge, other], { facets, context, until: daysLater(120) });
    expect(timelineOf(works.get(testMemberId(1))!)).toEqual(['new@1', 'active@20', 'silent@110']);
  });

  it('takes the absorbed member as she was at her tombstone, though her log goes on after the merge was taken back', () => {
    const context = testContext();
    const [shard, mergeId, recordedAt] = [0, 'm', daysLater(30)] as const;
    const place = { shard, mergeId, recordedAt };
    const [survivorId, absorbedId] = [testMemberId(1), testMemberId(2)];
    const absorbed = { ...place, memberId: absorbedId };
    const other = { ...order('b', 20, { member: 2 }), position: 1 };
    const log = [
      other,
      { kind: 'absorb', ...absorbed, position: 2, survivorShard: 0, survivorId },
      { kind: 'split', ...absorbed, position: 5, other: null },
      { ...order('c', 40, { member: 2 }), position: 6 },
      { kind: 'merge', ...place, memberId: survivorId, position: 3, absorbedShard: 0, absorbedId, absorbedPosition: 2 },
    ] as const satisfies readonly LoggedStep[];
    const folded = foldLog(log, { facets, context, until: daysLater(45) });
    expect(timelineOf(folded.get(survivorId)!)).toEqual(['new@20']);
    expect(timelineOf(folded.get(absorbedId)!)).toEqual(['new@20', 'active@40']);
  });

  it('refuses a circle of merges', () => {
    const merge = (from: number, to: number): MergeStep => ({
      kind: 'merge',
      shard: 0,
      position: from,
      memberId: testMemberId(to),
      recordedAt: daysLater(1),
      absorbedShard: 0,
      absorbedId: testMemberId(from),
      absorbedPosition: 9,
      mergeId: 'm',
    });
    expect(() => foldLog([merge(1, 2), merge(2, 1)], { facets, context: testContext(), until: 0 })).toThrow('circle');
  });
});
