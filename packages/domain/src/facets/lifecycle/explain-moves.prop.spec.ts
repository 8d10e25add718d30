import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advanceTo } from '../../fold/advance.ts';
import { dayMs } from '../../kernel/base/instants.ts';
import type { Member } from '../../kernel/facet.ts';
import type { MergeStep } from '../../kernel/steps/steps.ts';
import { foldLog } from '../../fold/fold-log.ts';
import {
  daysLater,
  entriesIn,
  fact,
  foldFacts,
  inOrder,
  lifecycleOf,
  order,
  testContext,
  testMemberId,
  testProgram,
} from '../../testing/given.ts';
import { endAt, historyAndShuffle, live } from '../../testing/histories.ts';
import { facets } from '../index.ts';
import { explainMoves } from './explain-moves.ts';
import type { ExplainedMove } from './explain-moves.ts';
import { aiplStages, fiveStages, sixStages } from './stages/presets.ts';
import { computeTimeline } from './stages/timeline.ts';
import { eventsOfView } from './timeline/move-timeline.ts';
import { lifecycleRulesOf } from './timeline/rules.ts';

function said({ fromStage, stage, validFrom, cause }: ExplainedMove) {
  const by =
    cause.kind === 'evidence'
      ? 'what happened'
      : cause.turned.map(
          (rule) => `${rule.resolvedField} ${rule.operator} ${JSON.stringify(rule.resolved)} ${String(rule.isTrue)}`,
        );
  return [`${fromStage}>${stage}`, (validFrom - daysLater(0)) / dayMs, by];
}

describe.each([sixStages, fiveStages, aiplStages])('a move between stages', (lifecycle) => {
  const context = testContext(testProgram(lifecycle));

  it(`is time's if and only if she moves so without what happened at the instant (${lifecycle.name.en})`, () => {
    fc.assert(
      fc.property(historyAndShuffle(), ({ facts }) => {
        const work = foldFacts(live(facts), context);
        advanceTo(work, endAt, context);
        const moves = explainMoves(work, endAt, context);
        expect(moves.map(({ entry }) => entry)).toEqual(entriesIn(work));
        for (const move of moves) {
          const isTime = move.cause.kind === 'time';
          expect(movesWithout(work, move)).toBe(isTime);
          if (move.cause.kind === 'time') expect(move.cause.turned.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  /** Whether the automaton moves her so at the instant by what she is known for before it. */
  function movesWithout(work: Member, { validFrom, stage, fromStage }: ExplainedMove): boolean {
    const rules = lifecycleRulesOf(context.programs[0]!);
    const earlier = eventsOfView(lifecycleOf(work), rules).filter((event) => event.at < validFrom);
    const points = computeTimeline(rules, earlier, validFrom).tracks.flatMap((track) => track.points);
    return points.some(
      (point) => point.validFrom === validFrom && point.stage === stage && point.fromStage === fromStage,
    );
  }
});

describe('what made a move', () => {
  const context = testContext();

  it('is time at its own instant, whatever fact had it recorded', () => {
    const imported = order('a', 1, { recordedAt: daysLater(400), isBackfill: true });
    const moves = explainMoves(foldFacts([imported], context), daysLater(400), context);
    expect(moves.map(said)).toEqual([
      ['>new', 1, 'what happened'],
      ['new>active', 31, ['purchase.first within 30 false']],
      ['active>silent', 91, ['purchase.last within 90 false']],
      ['silent>dormant', 181, ['purchase.last within 180 false']],
      ['dormant>churned', 366, ['purchase.last within 365 false']],
    ]);
    expect(new Set(moves.map(({ entry }) => entry?.causeKind))).toEqual(new Set(['fact']));
  });

  it('is told of a past instant by what had happened by then', () => {
    const work = foldFacts([order('a', 1), order('b', 200)], context);
    expect(explainMoves(work, daysLater(100), context).map(said)).toEqual([
      ['>new', 1, 'what happened'],
      ['new>active', 31, ['purchase.first within 30 false']],
      ['active>silent', 91, ['purchase.last within 90 false']],
    ]);
  });

  it('stays what it was through a version and through a merge, which only have it recorded anew', () => {
    const two = testContext(testProgram(sixStages), testProgram(fiveStages, 2, daysLater(300)));
    const work = foldFacts([order('a', 1)], two);
    advanceTo(work, daysLater(300), two);
    const [first, ...others] = explainMoves(work, daysLater(300), two);
    expect([first?.cause.kind, first?.entry?.causeKind]).toEqual(['evidence', 'program']);
    expect(others.map(said)).toEqual([['activation>churn', 181, ['purchase.last within 180 false']]]);

    const merge: MergeStep = {
      kind: 'merge',
      shard: 0,
      position: 5,
      memberId: testMemberId(1),
      recordedAt: daysLater(150),
      absorbedShard: 1,
      absorbedId: testMemberId(2),
      absorbedPosition: 1,
      mergeId: 'm',
    };
    const [own] = inOrder([order('a', 1)]);
    const other = { ...order('b', 20, { member: 2 }), shard: 1, position: 1 };
    const survivor = foldLog([own!, merge, other], { facets, context, until: daysLater(150) }).get(testMemberId(1))!;
    expect(explainMoves(survivor, daysLater(150), context).map(said)).toEqual([
      ['>new', 1, 'what happened'],
      ['new>active', 20, 'what happened'],
      ['active>silent', 110, ['purchase.last within 90 false']],
    ]);
  });

  it('names every rule that turned, and none that did not', () => {
    const growth = testContext(testProgram(fiveStages));
    const work = foldFacts([order('a', 1), order('b', 11), order('c', 21)], growth);
    advanceTo(work, daysLater(200), growth);
    expect(explainMoves(work, daysLater(400), growth).map(said)).toEqual([
      ['>activation', 1, 'what happened'],
      ['activation>growth', 11, 'what happened'],
      ['growth>activation', 81, ['purchase.last within 60 false']],
      ['activation>churn', 201, ['purchase.last within 180 false']],
    ]);
    const twice = testContext(testProgram(aiplStages));
    const rare = foldFacts([order('a', 1), order('b', 11), order('c', 21)], twice);
    expect(explainMoves(rare, daysLater(400), twice).map(said).at(-2)).toEqual([
      'loyalty>purchase',
      366,
      ['metric.purchases_365d >= 3 false'],
    ]);
  });

  it('is nothing of a member who has none', () => {
    expect(explainMoves(foldFacts([], context), daysLater(5), context)).toEqual([]);
    const seen = foldFacts([fact({ type: 'page.viewed', at: daysLater(1) })], context);
    expect(explainMoves(seen, daysLater(0.5), context)).toEqual([]);
  });
});
