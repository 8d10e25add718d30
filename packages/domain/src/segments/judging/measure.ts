import { dayMs } from '../../kernel/base/instants.ts';
import type { ConditionWorld } from '../../kernel/fields/world.ts';
import { compileCondition } from '../../conditions/compile-condition.ts';
import { fieldValueOf } from '../../conditions/field-value.ts';
import { invariant } from '../../kernel/base/invariant.ts';
import type { FieldValue } from '../../kernel/fields/field.ts';
import { spanOf } from '../language/behaviour-window.ts';
import type { Span } from '../language/behaviour-window.ts';
import { subjectOfDone } from '../language/done.ts';
import type { Done, DoneFact } from '../language/done.ts';
import { propertiesOf } from '../language/properties.ts';
import { summedMax, sumScale } from '../language/segment-node.ts';
import type {
  AmountTest,
  Behaviour,
  BehaviourClause,
  CountTest,
  FollowedTest,
  NumberOperator,
  RhythmTest,
} from '../language/segment-node.ts';
import type { SegmentPerson } from './person.ts';

export type BehaviourJudge = (person: SegmentPerson, at: number) => boolean;

export function testBehaviour({ behaviour, test }: BehaviourClause, world: ConditionWorld): BehaviourJudge {
  const find = compileBehaviour(behaviour, world);
  switch (test.measure) {
    case 'count':
    case 'days':
    case 'orders':
      return (person, at) => holds(BigInt(counted(test, find(person, at), world)), test.operator, BigInt(test.value));
    case 'sum':
    case 'average':
    case 'least':
    case 'greatest':
    case 'distinct':
      return amountJudge(test, behaviour, find);
    case 'first':
    case 'last':
      return (person, at) => {
        const instants = find(person, at).map((done) => done.at);
        if (instants.length === 0) return false;
        const moment = test.measure === 'first' ? Math.min(...instants) : Math.max(...instants);
        return isIn(spanOf(test.span, { at, days: world.days }), moment) === (test.is === 'in');
      };
    case 'followed':
    case 'notFollowed':
      return followedJudge(test, find, compileBehaviour({ ...test.by, window: null }, world));
    case 'rhythm':
      return (person, at) => isOfRhythm(test, find(person, at), at);
  }
}

export type DoneFinder = (person: SegmentPerson, at: number) => readonly Done[];

/** What she did of a behaviour in its window, facts in their order. */
export function compileBehaviour({ source, where, window }: Behaviour, world: ConditionWorld): DoneFinder {
  const condition = where === null ? null : compileCondition(where, world);
  return ({ facts, lines }, at) => {
    const span = spanOf(window, { at, days: world.days });
    const isMeant = (done: Done): boolean =>
      isIn(span, done.at) && (condition === null || condition.test(subjectOfDone(done), at));
    return source.kind === 'bought'
      ? lines.filter(isMeant)
      : facts.filter((fact) => fact.type === source.type && isMeant(fact));
  };
}

/**
 * The number or instant that a behaviour was judged by, to be shown: sums and averages as decimals, instants as epoch milliseconds; of what is
 * followed or has a rhythm how many were looked at. Null where there is none.
 */
export function measureOf(
  { behaviour, test }: BehaviourClause,
  found: readonly Done[],
  { at, world }: { readonly at: number; readonly world: ConditionWorld },
): number | null {
  switch (test.measure) {
    case 'count':
    case 'days':
    case 'orders':
      return counted(test, found, world);
    case 'first':
      return found.length === 0 ? null : Math.min(...found.map((done) => done.at));
    case 'last':
      return found.length === 0 ? null : Math.max(...found.map((done) => done.at));
    case 'followed':
    case 'notFollowed':
    case 'rhythm':
      return found.length;
    default:
      return shownAmount(test, readProperty(test, behaviour)(found, at));
  }
}

function shownAmount({ measure }: AmountTest, values: readonly FieldValue[]): number | null {
  if (measure === 'distinct') return distinctOf(values);
  const numbers = values.flatMap(toSummed).map((number) => Number(number) / sumScale);
  const sum = numbers.reduce((total, number) => total + number, 0);
  if (measure === 'sum') return sum;
  if (numbers.length === 0) return null;
  if (measure === 'average') return sum / numbers.length;
  return measure === 'least' ? Math.min(...numbers) : Math.max(...numbers);
}

function isIn({ from, to }: Span, at: number): boolean {
  return at >= from && at < to;
}

function counted({ measure }: CountTest, found: readonly Done[], world: ConditionWorld): number {
  switch (measure) {
    case 'count':
      return found.length;
    case 'days':
      return new Set(found.map((done) => world.days.dayOf(done.at))).size;
    case 'orders':
      return new Set(found.map((done) => (done.kind === 'line' ? `${done.space}\0${done.orderId}` : ''))).size;
  }
}

/** Whole numbers: what is counted, or amounts in ten-thousandths. */
function holds(actual: bigint, operator: NumberOperator, expected: bigint): boolean {
  switch (operator) {
    case '=':
      return actual === expected;
    case '!=':
      return actual !== expected;
    case '<':
      return actual < expected;
    case '<=':
      return actual <= expected;
    case '>':
      return actual > expected;
    case '>=':
      return actual >= expected;
  }
}

/** A number in ten-thousandths, halves up; none where it is not one that is summed. */
export function toSummed(value: FieldValue): readonly bigint[] {
  if (typeof value !== 'number' || Math.abs(value) > summedMax) return [];
  return [BigInt(Math.floor(value * sumScale + 0.5))];
}

function readProperty({ property }: AmountTest, { source }: Behaviour) {
  const field = propertiesOf(source).find(property);
  invariant(field !== undefined, `${property} was checked`);
  return (found: readonly Done[], at: number): readonly FieldValue[] =>
    found.map((done) => fieldValueOf(field, { subject: subjectOfDone(done), at }));
}

/** 1 and "1" are two values. */
function distinctOf(values: readonly FieldValue[]): number {
  return new Set(values.filter((value) => value !== null).map((value) => `${typeof value} ${value}`)).size;
}

function amountJudge(test: AmountTest, behaviour: Behaviour, find: DoneFinder): BehaviourJudge {
  const read = readProperty(test, behaviour);
  return (person, at) => {
    const values = read(find(person, at), at);
    if (test.measure === 'distinct') return holds(BigInt(distinctOf(values)), test.operator, BigInt(test.value));
    return holdsForNumbers(values.flatMap(toSummed), test);
  };
}

function holdsForNumbers(numbers: readonly bigint[], { measure, operator, value }: AmountTest): boolean {
  const expected = BigInt(Math.round(value * sumScale));
  const sum = numbers.reduce((total, number) => total + number, 0n);
  switch (measure) {
    case 'average':
      // Nothing is divided: an average of thirds compares exactly.
      return numbers.length > 0 && holds(sum, operator, expected * BigInt(numbers.length));
    case 'least':
      return (
        numbers.length > 0 &&
        holds(
          numbers.reduce((a, b) => (b < a ? b : a)),
          operator,
          expected,
        )
      );
    case 'greatest':
      return (
        numbers.length > 0 &&
        holds(
          numbers.reduce((a, b) => (b > a ? b : a)),
          operator,
          expected,
        )
      );
    default:
      return holds(sum, operator, expected);
  }
}

function followedJudge(
  { measure, withinMs }: FollowedTest,
  findFirst: DoneFinder,
  findNext: DoneFinder,
): BehaviourJudge {
  return (person, at) => {
    const place = new Map(person.facts.map((fact, index) => [fact, index]));
    const placeOf = (done: Done): number => place.get(done as DoneFact) ?? -1;
    const followers = findNext(person, at);
    return findFirst(person, at).some((first) => {
      const isFollowed = followers.some((next) => placeOf(next) > placeOf(first) && next.at <= first.at + withinMs);
      return measure === 'followed' ? isFollowed : !isFollowed && first.at + withinMs < at;
    });
  };
}

function isOfRhythm({ is, everyDays, times, quiet }: RhythmTest, found: readonly Done[], at: number): boolean {
  const periods = new Set(found.map((done) => Math.floor((at - done.at) / (everyDays * dayMs))));
  const some = (from: number, count: number): readonly boolean[] =>
    Array.from({ length: count }, (_, index) => periods.has(from + index));
  const isBusy = (from: number, count: number): boolean => some(from, count).every((has) => has);
  const isQuiet = (from: number, count: number): boolean => some(from, count).every((has) => !has);
  switch (is) {
    case 'regular':
      return isBusy(0, times);
    case 'stopped':
      return isQuiet(0, quiet) && isBusy(quiet, times);
    case 'again':
      return periods.has(0) && isQuiet(1, quiet) && [...periods].some((period) => period > quiet);
  }
}
