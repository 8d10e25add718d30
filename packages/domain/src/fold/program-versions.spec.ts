import { describe, expect, it } from 'vitest';
import { fiveStages, sixStages } from '../facets/lifecycle/stages/presets.ts';
import { reachOf, registered, storeFacts } from '../testing/folded.ts';
import { daysLater, entriesIn, foldFacts, order, testContext, testProgram, timelineOf } from '../testing/given.ts';
import { needsOfWake } from '../testing/stored-member.ts';
import { advanceTo } from './advance.ts';

describe('a new program version', () => {
  const programs = testContext(
    testProgram(sixStages, 1),
    testProgram(fiveStages, 2, daysLater(40)),
    testProgram(fiveStages, 3, daysLater(50)),
  );

  it('judges the timeline anew at its instant, and is recorded as the cause', () => {
    const work = foldFacts([registered, order('a', 1)], programs);
    advanceTo(work, daysLater(60), programs);
    expect(timelineOf(work)).toEqual(['acquisition@0', 'activation@1']);
    expect(work.programVersion).toBe(3);
    expect(entriesIn(work)[0]).toMatchObject({
      programVersion: 2,
      causeKind: 'program',
      causeAt: daysLater(40),
      isActed: false,
    });
    expect(work.wakeAt).toBe(daysLater(181));
  });

  it('asks for everything only when it folds members to another timeline', () => {
    const stored = storeFacts([registered, order('a', 1)], programs);
    const needs = (instant: number) => reachOf(needsOfWake(stored, instant, { context: programs }));
    expect(needs(daysLater(39))).toBe('nothing');
    expect(needs(daysLater(40))).toBe('everything');
    stored.programVersion = 2;
    expect(needs(daysLater(60))).toBe('nothing');
    expect(programs.eagerVersion).toBe(2);
  });
});
