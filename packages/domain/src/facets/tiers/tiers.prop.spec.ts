import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldLog } from '../../fold/fold-log.ts';
import { dayMs } from '../../kernel/base/instants.ts';
import type { FactStep, LoggedStep } from '../../kernel/steps/steps.ts';
import { fact, startAt, testDays, testMemberId } from '../../testing/given.ts';
import { runCommand } from '../../testing/run-command.ts';
import {
  contentOf,
  createStoredMember,
  foldStored,
  rowsOf,
  storeWhole,
  wakeStored,
} from '../../testing/stored-member.ts';
import { facets } from '../index.ts';
import { tierDayRows, tierOrderRows, tierStandingRows } from './rules/rows.ts';
import { naiveLevel } from './testing/naive-ladder.ts';
import { levelOf, tierContext, tierSet } from './testing/tier-stories.ts';

const spanDays = 240;
const endsAt = startAt + 400 * dayMs;
const asks = [0, 10_000, 20_000, 40_000];
const names = ['basic', 'silver', 'gold', 'black'];
const levels = names.map((id, n) => levelOf(id, n === 0 ? [] : [['spend', asks[n] ?? 0]]));

/** Some orders, refunds of them, their cancellations and corrections, by the hour. */
const someFact = fc
  .record({
    hour: fc.integer({ min: 0, max: spanDays * 24 }),
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    amountMinor: fc.constantFrom(1, 5_000, 9_999, 10_000, 20_000, 45_000),
    refundId: fc.constantFrom('r1', 'r2'),
    type: fc.constantFrom(
      'order.placed',
      'order.placed',
      'order.placed',
      'order.placed',
      'order.updated',
      'order.refunded',
      'order.refunded',
      'order.cancelled',
      'member.registered',
    ),
  })
  .map(({ hour, id, amountMinor, refundId, type }) =>
    fact({ type, at: startAt + hour * (dayMs / 24), payload: { orderId: id, amountMinor, refundId } }),
  );

const facts = fc
  .array(someFact, { minLength: 1, maxLength: 20 })
  .map((all) =>
    all.toSorted((a, b) => a.occurredAt - b.occurredAt).map((step, n) => ({ ...step, messageId: `m${n}` })),
  );

const periods = [
  { kind: 'ever' },
  { kind: 'rolling', days: 30 },
  { kind: 'calendar', unit: 'month' },
  { kind: 'anniversary' },
  { kind: 'since_change' },
] as const;

/** Sets of every kind. */
const sets = fc
  .record({
    period: fc.constantFrom(...periods),
    atPeriodEnd: fc.constantFrom('keep', 'step_down_one', 're_assess'),
    validFor: fc.constantFrom(null, { length: { unit: 'days', count: 40 }, roundTo: 'month' }),
    grace: fc.constantFrom(null, { days: 10, roundTo: 'day' }),
    keepsAfterRefund: fc.boolean(),
    isLate: fc.boolean(),
  })
  .map(({ isLate, ...set }) => {
    const hasEnds = set.period.kind === 'calendar' || set.period.kind === 'anniversary';
    const needsLength = set.period.kind === 'rolling' && set.atPeriodEnd === 'step_down_one';
    const validFor = needsLength ? { length: { unit: 'days', count: 7 } } : set.validFor;
    return { ...set, validFor, upgrade: isLate && hasEnds ? 'period_end' : 'at_once' };
  });
const strictSets = sets.map((set) => ({ ...set, keepsAfterRefund: false }));

function inLog(steps: readonly FactStep[], recordedAt: (step: FactStep, n: number) => number): readonly FactStep[] {
  let latest = 0;
  return steps.map((step, n) => {
    latest = Math.max(latest + 1, recordedAt(step, n));
    return { ...step, position: n + 1, recordedAt: latest };
  });
}

const asTheyOccur = (steps: readonly FactStep[]) => inLog(steps, ({ occurredAt }) => occurredAt);

function storedOf(context: ReturnType<typeof tierContext>, steps: readonly LoggedStep[], until = endsAt) {
  const stored = createStoredMember(facets, testMemberId(1));
  for (const step of steps) foldStored(stored, [step], { context, takesHints: step.position % 2 === 0 });
  wakeStored(stored, until, { context });
  return stored;
}

/** What does not tell when it became known. */
function earnedIn(stored: ReturnType<typeof storedOf>) {
  const [row] = rowsOf(stored, tierStandingRows);
  const days = rowsOf(stored, tierDayRows).filter(({ value }) => value !== 0);
  const rest = row === undefined ? null : [row.level, row.validUntil, row.graceUntil, row.earnedLevel, row.earnedOn];
  return [rest, days.toSorted((a, b) => a.day - b.day || (a.metric < b.metric ? -1 : 1))];
}

/** All but what happened, which stays told. */
function heldBy(stored: ReturnType<typeof storedOf>) {
  const orders = rowsOf(stored, tierOrderRows).toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1));
  return [rowsOf(stored, tierStandingRows), orders, earnedIn(stored)];
}

const calls = [
  { name: 'assignTier', input: { level: 'gold', reason: 'r', until: startAt + 200 * dayMs } },
  { name: 'assignTier', input: { level: 'basic', reason: 'r', until: startAt + 300 * dayMs } },
  { name: 'endAssignment', input: { reason: 'r' } },
  { name: 'freezeTier', input: { reason: 'r', until: startAt + 260 * dayMs } },
  { name: 'unfreezeTier', input: { reason: 'r' } },
] as const;

describe('levels', () => {
  it('are the same folded step by step, woken at any time, and from the log alone (E2)', () => {
    const wakes = fc.array(fc.integer({ min: 0, max: 260 }), { maxLength: 6 });
    const acts = fc.array(fc.record({ call: fc.constantFrom(...calls), after: fc.nat({ max: 19 }) }), { maxLength: 4 });
    fc.assert(
      fc.property(sets, facts, fc.tuple(wakes, acts), (set, told, [wakenOn, decided]) => {
        const context = tierContext(tierSet({ ...set, levels }));
        const stored = createStoredMember(facets, testMemberId(1));
        const log: LoggedStep[] = [];
        const fold = (step: LoggedStep) => {
          log.push(step);
          foldStored(stored, [step], { context });
        };
        for (const [n, step] of told.entries()) {
          const before = log.at(-1)?.recordedAt ?? 0;
          fold({ ...step, position: log.length + 1, recordedAt: Math.max(before + 1, step.occurredAt) });
          for (const { call } of decided.filter(({ after }) => after === n)) {
            const recordedAt = (log.at(-1)?.recordedAt ?? 0) + 1;
            const input = { set: 'main', ...call.input };
            const made = runCommand(
              stored,
              { name: call.name, input, position: log.length + 1, recordedAt },
              { context },
            );
            if (made.kind === 'decision') fold(made);
          }
          const now = log.at(-1)?.recordedAt ?? 0;
          for (const day of wakenOn) {
            const instant = startAt + day * dayMs;
            const next = told[n + 1]?.occurredAt ?? endsAt;
            if (instant > now && instant < next) wakeStored(stored, instant, { context });
          }
        }
        wakeStored(stored, endsAt, { context });
        const [member] = foldLog(log, { facets, context, until: endsAt }).values();
        const replayed = contentOf(storeWhole(member ?? expect.fail('nobody was folded')));
        const live = contentOf(stored);
        expect([replayed.states, replayed.tables, replayed.due]).toEqual([live.states, live.tables, live.due]);
      }),
      { numRuns: 150 },
    );
  });

  it('do not depend on the order in which facts arrive, but where a set keeps them', () => {
    fc.assert(
      fc.property(
        strictSets,
        facts.chain((told) => fc.tuple(fc.constant(told), fc.shuffledSubarray(told, { minLength: told.length }))),
        (set, [told, other]) => {
          const context = tierContext(tierSet({ ...set, levels }));
          const importedAt = startAt + 300 * dayMs;
          const late = storedOf(
            context,
            inLog(other, (_, n) => importedAt + n),
          );
          expect(earnedIn(late)).toEqual(earnedIn(storedOf(context, asTheyOccur(told))));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are gone when all orders are given back, in any order (W4)', () => {
    fc.assert(
      fc.property(strictSets, facts, (set, told) => {
        const context = tierContext(tierSet({ ...set, levels }));
        const orders = new Set(told.map((step) => step.payload()['orderId']));
        const last = startAt + 250 * dayMs;
        const refunds = [...orders].map((orderId, n) =>
          fact({
            type: 'order.refunded',
            at: last + n,
            payload: { orderId: orderId ?? '', refundId: 'all' },
            messageId: `r${n}`,
          }),
        );
        const stored = storedOf(context, asTheyOccur([...told, ...refunds]), last + orders.size);
        expect(rowsOf(stored, tierOrderRows)).toEqual([]);
        expect(rowsOf(stored, tierDayRows).filter(({ value }) => value !== 0)).toEqual([]);
        expect(rowsOf(stored, tierStandingRows).map(({ level, graceUntil }) => [level, graceUntil])).toEqual([
          ['basic', null],
        ]);
      }),
      { numRuns: 150 },
    );
  });

  it('are what they were when a merge is taken back in which nothing happened', () => {
    fc.assert(
      fc.property(sets, facts, facts, (set, told, others) => {
        const context = tierContext(tierSet({ ...set, levels }));
        const log = asTheyOccur(told);
        const recordedAt = startAt + 260 * dayMs;
        const [alone, both] = [storedOf(context, log, recordedAt), storedOf(context, log, recordedAt)];
        const other = createStoredMember(facets, testMemberId(2));
        for (const step of asTheyOccur(others)) foldStored(other, [{ ...step, memberId: other.id }], { context });
        wakeStored(other, recordedAt, { context });
        const place = { shard: 0, memberId: both.id, mergeId: 'm' };
        const absorbed = { absorbedShard: 0, absorbedId: other.id, absorbedPosition: other.position };
        const position = log.length + 1;
        const merge = { kind: 'merge', ...place, ...absorbed, position, recordedAt } as const;
        foldStored(both, [merge], { context, others: new Map([[other.id, other]]) });
        const split = {
          kind: 'split',
          ...place,
          position: position + 1,
          recordedAt: recordedAt + 1,
          other: null,
        } as const;
        foldStored(both, [split], { context });
        expect(heldBy(both)).toEqual(heldBy(alone));
      }),
      { numRuns: 100 },
    );
  });

  it('of calendar months are those of a naive telling, day by day', () => {
    const ladders = fc.record({
      atPeriodEnd: fc.constantFrom('step_down_one' as const, 're_assess' as const),
      months: fc.integer({ min: 1, max: 3 }),
      graceDays: fc.constantFrom(0, 10, 45),
    });
    fc.assert(
      fc.property(ladders, facts, fc.integer({ min: 240, max: 390 }), (ladder, told, lastDay) => {
        const { atPeriodEnd, months, graceDays } = ladder;
        const grace = graceDays === 0 ? null : { days: graceDays };
        const period = { kind: 'calendar', unit: 'month' };
        const set = tierSet({ levels, period, atPeriodEnd, validFor: { periods: months }, grace });
        const stored = storedOf(tierContext(set), asTheyOccur(told), startAt + lastDay * dayMs);
        const from = testDays.dayOf(startAt);
        const orders = rowsOf(stored, tierOrderRows);
        const { place, endsOn } = naiveLevel({ ...ladder, asks }, orders, { from, until: from + lastDay });
        const [row] = rowsOf(stored, tierStandingRows);
        const end = endsOn === null ? null : testDays.startOf(endsOn);
        expect([row?.level, row?.validUntil]).toEqual([names[place], end]);
      }),
      { numRuns: 150 },
    );
  });

  it('of a rolling window are those that its sum reaches, on every day', () => {
    const context = tierContext(tierSet({ levels, period: { kind: 'rolling', days: 30 } }));
    fc.assert(
      fc.property(facts, fc.integer({ min: 240, max: 280 }), (told, lastDay) => {
        const stored = storedOf(context, asTheyOccur(told), startAt + lastDay * dayMs);
        const today = testDays.dayOf(startAt) + lastDay;
        const sum = rowsOf(stored, tierOrderRows)
          .filter(({ day }) => day > today - 30 && day <= today)
          .reduce((all, { netMinor }) => all + netMinor, 0);
        const [row] = rowsOf(stored, tierStandingRows);
        expect(row?.level).toBe(names[asks.findLastIndex((atLeast) => sum >= atLeast)]);
      }),
      { numRuns: 150 },
    );
  });
});
