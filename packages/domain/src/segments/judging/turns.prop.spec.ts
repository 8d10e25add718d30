import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, notByTime } from '../../kernel/base/instants.ts';
import { createProblemList } from '../../kernel/documents/document-problem.ts';
import type { FactValue } from '../../kernel/base/payload.ts';
import type { ConditionWorld } from '../../kernel/fields/world.ts';
import { createFieldCatalogue } from '../../conditions/field-catalogue.ts';
import { createDayTable } from '../../kernel/base/day-table.ts';
import { checkSegment } from '../language/check-segment.ts';
import { compareDone } from '../language/done.ts';
import type { DoneFact } from '../language/done.ts';
import type { SegmentNode } from '../language/segment-node.ts';
import { compileCandidates, nextTurnAt } from './candidates.ts';
import { compileSegment } from './judge.ts';
import type { SegmentPerson } from './person.ts';

/** Havana has two midnights on 1 November 2026, half a day after this. */
const at = Date.parse('2026-10-31T16:00:00Z');
const world: ConditionWorld = {
  days: createDayTable('America/Havana'),
  ownGapMs: () => dayMs,
  cycleDays: () => null,
  rhythmMask: 0,
};
const members = { catalogue: createFieldCatalogue([], () => undefined), purpose: 'list' } as const;

function check(value: FactValue): SegmentNode {
  const problems = createProblemList();
  const node = checkSegment(value, { path: '', problems }, { members });
  if (node === null) throw new Error(JSON.stringify(problems.problems));
  return node;
}

const window = fc.constantFrom<FactValue>(
  null,
  { window: 'days', days: 3 },
  { window: 'days', days: 30, until: 7 },
  { window: 'calendarDays', days: 2 },
  { window: 'this', unit: 'month' },
  { window: 'previous', unit: 'week' },
  { window: 'dates', from: '2026-10-20' },
);
const span = window.map((one) => one ?? { window: 'calendarDays', days: 1 });
const operator = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
const did = { did: 'fact', type: 'seen' };
const rule: fc.Arbitrary<FactValue> = fc
  .oneof(
    fc.record({ window, operator, value: fc.nat(3), measure: fc.constantFrom('count', 'days') }),
    fc.record({ window, span, is: fc.constantFrom('in', 'notIn'), measure: fc.constantFrom('first', 'last') }),
    fc.record({
      window,
      measure: fc.constantFrom('followed', 'notFollowed'),
      by: fc.constant({ did: 'fact', type: 'bought' }),
      within: fc.constantFrom({ days: 1 }, { hours: 5 }),
    }),
    fc.record({
      measure: fc.constant('rhythm'),
      is: fc.constantFrom('regular', 'stopped', 'again'),
      everyDays: fc.constantFrom(2, 7),
      times: fc.integer({ min: 1, max: 3 }),
      quiet: fc.integer({ min: 1, max: 2 }),
    }),
  )
  .map((test) => ({ ...did, ...test }));
const condition = fc.oneof(
  rule,
  fc.record({
    combinator: fc.constantFrom('and', 'or'),
    not: fc.boolean(),
    rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
  }),
);
const fact = fc.record({
  type: fc.constantFrom('seen', 'seen', 'bought'),
  ago: fc.oneof(
    fc.integer({ min: 0, max: 40 }).map((days) => days * dayMs),
    fc.integer({ min: 0, max: 40 * dayMs }),
  ),
});

function personOf(facts: readonly { readonly type: string; readonly ago: number }[]): SegmentPerson {
  const done = facts.map(({ type, ago }, index): DoneFact => ({
    kind: 'fact',
    type,
    at: at - ago,
    recordedAt: at,
    source: 'web',
    messageId: String(index),
    channel: '',
    storeId: '',
    payload: {},
  }));
  return { memberId: '', subject: { parts: [] }, facts: done.toSorted(compareDone), lines: [] };
}

describe('the instant at which time alone turns a verdict', () => {
  it('is the first one at which it is another, and none is kept back', () => {
    fc.assert(
      fc.property(condition, fc.array(fact, { maxLength: 8 }), (value, facts) => {
        const node = check(value);
        const person = personOf(facts);
        const judge = compileSegment(node, world);
        const verdict = judge(person, at);
        const turn = nextTurnAt(judge, compileCandidates(node, world), { person, at });
        const until = turn === notByTime ? at + 120 * dayMs : turn;
        for (let instant = at; instant < until; instant += 9 * 3_600_000)
          expect(judge(person, instant), `${JSON.stringify(value)} at ${new Date(instant).toISOString()}`).toBe(
            verdict,
          );
        if (turn === notByTime) return;
        expect(judge(person, turn - 1)).toBe(verdict);
        expect(judge(person, turn)).toBe(!verdict);
      }),
      { numRuns: 150 },
    );
  });
});
