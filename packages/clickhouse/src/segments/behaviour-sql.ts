import { propertiesOf, spanOf, summedMax, sumScale } from '@perennial/domain';
import type {
  AmountTest,
  Behaviour,
  BehaviourClause,
  CountTest,
  DayTable,
  FollowedTest,
  MomentTest,
  NumberOperator,
  RhythmTest,
} from '@perennial/domain';
import { conditionSql } from '../conditions/condition-sql.ts';
import type { ConditionSource } from '../conditions/source.ts';
import { jsonReader, valueSql } from '../conditions/value-sql.ts';

/** Where behaviours are asked: rows of what was done, grouped by who did it, with `done_at` and the columns of their properties. */
export interface BehaviourSourceSql extends ConditionSource {
  readonly days: DayTable;
}

const dayMs = 86_400_000;
/** Before everything: an instant that nothing happened at. */
const noInstant = '-9223372036854775808';

/**
 * What is asked of a behaviour as an aggregate over all that one member did: 1 or 0. Of who did nothing there is no row, so the caller
 * knows what is said of her.
 */
export function behaviourSql({ behaviour, test }: BehaviourClause, source: BehaviourSourceSql): string {
  const isMeant = meantSql(behaviour, source);
  switch (test.measure) {
    case 'count':
    case 'days':
    case 'orders':
      return countSql(test, isMeant, source);
    case 'sum':
    case 'average':
    case 'least':
    case 'greatest':
    case 'distinct':
      return amountSql(test, { behaviour, isMeant }, source);
    case 'first':
    case 'last':
      return momentSql(test, isMeant, source);
    case 'followed':
    case 'notFollowed':
      return followedSql(test, isMeant, source);
    case 'rhythm':
      return rhythmSql(test, isMeant, source);
  }
}

/** Of a row: whether it is one of the behaviour, in its window. */
function meantSql({ source: { ...kind }, where, window }: Behaviour, source: BehaviourSourceSql): string {
  const { binder } = source;
  const span = spanOf(window, source);
  const clauses = [`done_at >= ${binder.bind('Int64', span.from)}`, `done_at < ${binder.bind('Int64', span.to)}`];
  if (kind.kind === 'fact') clauses.unshift(`type = ${binder.bind('String', kind.type)}`);
  if (where !== null) clauses.push(conditionSql(where, source));
  return `(${clauses.join(' and ')})`;
}

function compared(actual: string, operator: NumberOperator, expected: string): string {
  return `(${actual} ${operator} ${expected})`;
}

function countSql({ measure, operator, value }: CountTest, isMeant: string, source: BehaviourSourceSql): string {
  const expected = source.binder.bind('Int64', value);
  switch (measure) {
    case 'count':
      return compared(`toInt64(countIf(${isMeant}))`, operator, expected);
    case 'days':
      return compared(`toInt64(uniqExactIf(${dayOfSql(source)}, ${isMeant}))`, operator, expected);
    case 'orders':
      return compared(`toInt64(uniqExactIf((space, order_id), ${isMeant}))`, operator, expected);
  }
}

/** The calendar day of `done_at` in the zone, by the domain's table: SQL knows no zones. */
function dayOfSql({ binder, days: { offsets } }: BehaviourSourceSql): string {
  const since = binder.bind(
    'Array(Int64)',
    offsets.map(({ fromAt }) => (Number.isFinite(fromAt) ? fromAt : -8_640_000_000_000_000)),
  );
  const ahead = binder.bind(
    'Array(Int64)',
    offsets.map(({ offsetMs }) => offsetMs),
  );
  return `floor((done_at + transform(roundDown(done_at, ${since}), ${since}, ${ahead}, toInt64(0))) / ${dayMs})`;
}

interface Meant {
  readonly behaviour: Behaviour;
  readonly isMeant: string;
}

function amountSql(test: AmountTest, { behaviour, isMeant }: Meant, source: BehaviourSourceSql): string {
  const field = propertiesOf(behaviour.source).find(test.property);
  const lens = field?.lens;
  if (field === undefined || lens === null || lens === undefined || 'texts' in lens) {
    throw new TypeError(`The lens does not have ${test.property}`);
  }
  if (test.measure === 'distinct') {
    const value =
      'payload' in lens ? distinctOf(jsonReader(lens, source)) : `toString(${valueSql(field, lens, source)})`;
    return compared(
      `toInt64(uniqExactIf(${value}, ${isMeant} and isNotNull(${value})))`,
      test.operator,
      source.binder.bind('Int64', test.value),
    );
  }
  const number = 'payload' in lens ? jsonReader(lens, source).number : valueSql(field, lens, source);
  return numberSql(test, { number, isMeant }, source);
}

/** A value as a text that no value of another type has; 0 and -0 are one. */
function distinctOf({ text, number, flag }: ReturnType<typeof jsonReader>): string {
  return `coalesce(concat('s', ${text}), concat('n', toString(${number} + 0)), concat('b', toString(${flag})))`;
}

function numberSql(
  { measure, operator, value }: AmountTest,
  { number, isMeant }: { readonly number: string; readonly isMeant: string },
  { binder }: BehaviourSourceSql,
): string {
  const summed = `if(abs(${number}) <= ${summedMax}, toInt128(floor(${number} * ${sumScale} + 0.5)), null)`;
  const expected = `toInt128(${binder.bind('Int64', Math.round(value * sumScale))})`;
  const sum = `ifNull(sumIf(${summed}, ${isMeant}), toInt128(0))`;
  const count = `countIf(${isMeant} and isNotNull(${summed}))`;
  switch (measure) {
    case 'average':
      return `(${count} > 0 and ${compared(sum, operator, `${expected} * ${count}`)})`;
    case 'least':
      return `ifNull(${compared(`minIf(${summed}, ${isMeant})`, operator, expected)}, false)`;
    case 'greatest':
      return `ifNull(${compared(`maxIf(${summed}, ${isMeant})`, operator, expected)}, false)`;
    default:
      return compared(sum, operator, expected);
  }
}

function momentSql({ measure, is, span }: MomentTest, isMeant: string, source: BehaviourSourceSql): string {
  const { from, to } = spanOf(span, source);
  const moment = `${measure === 'first' ? 'minIf' : 'maxIf'}(done_at, ${isMeant})`;
  const isIn = `(${moment} >= ${source.binder.bind('Int64', from)} and ${moment} < ${source.binder.bind('Int64', to)})`;
  return `(countIf(${isMeant}) > 0 and ${is === 'in' ? '' : 'not '}${isIn})`;
}

/**
 * All firsts and followers in the one order, each with the instant of the next follower behind it: found in one pass from the end, since the
 * nearest one is the one that comes in time if any does.
 */
function followedSql({ measure, by, withinMs }: FollowedTest, isMeant: string, source: BehaviourSourceSql): string {
  const isNext = meantSql({ ...by, window: null }, source);
  const within = source.binder.bind('Int64', withinMs);
  const row = `(done_at, recorded_at, source, message_id, toUInt8(${isMeant}), toUInt8(${isNext}))`;
  const rows = `arraySort(groupArrayIf(${row}, ${isMeant} or ${isNext}))`;
  const nexts = `arrayReverse(arrayFill(at -> at != ${noInstant}, arrayReverse(arrayMap(done -> if(done.6 = 1, done.1, ${noInstant}), ${rows}))))`;
  const behind = `arrayPopFront(arrayPushBack(${nexts}, ${noInstant}))`;
  const isFollowed = `(next != ${noInstant} and next <= done.1 + ${within})`;
  const holds =
    measure === 'followed'
      ? isFollowed
      : `(not ${isFollowed} and done.1 + ${within} < ${source.binder.bind('Int64', source.at)})`;
  return `arrayExists((done, next) -> done.5 = 1 and ${holds}, ${rows}, ${behind})`;
}

const bitLast = 63;

/** One bit a period, the last one first; what is older than all that can be asked about is one. */
function rhythmSql({ is, everyDays, times, quiet }: RhythmTest, isMeant: string, source: BehaviourSourceSql): string {
  const [at, length] = [source.binder.bind('Int64', source.at), source.binder.bind('Int64', everyDays * dayMs)];
  const period = `toUInt8(least(intDiv(${at} - done_at, ${length}), ${bitLast}))`;
  const periods = `groupBitOrIf(bitShiftLeft(toUInt64(1), ${period}), ${isMeant})`;
  const mask = (from: number, count: number): string => `toUInt64(${((1n << BigInt(count)) - 1n) << BigInt(from)})`;
  const busy = (from: number, count: number): string =>
    `bitAnd(${periods}, ${mask(from, count)}) = ${mask(from, count)}`;
  const calm = (from: number, count: number): string => `bitAnd(${periods}, ${mask(from, count)}) = 0`;
  switch (is) {
    case 'regular':
      return `(${busy(0, times)})`;
    case 'stopped':
      return `(${calm(0, quiet)} and ${busy(quiet, times)})`;
    case 'again':
      return `(${busy(0, 1)} and ${calm(1, quiet)} and bitAnd(${periods}, ${mask(quiet + 1, bitLast - quiet)}) != 0)`;
  }
}
