import type { FactValue } from '../../kernel/base/payload.ts';
import { dayMs } from '../../kernel/base/instants.ts';
import { at, readChoice, readNumber, readObject, readText, tell } from '../../kernel/documents/read-json.ts';
import type { JsonObject, Spot } from '../../kernel/documents/read-json.ts';
import { checkCondition } from '../../conditions/check-condition.ts';
import { windowDaysMax } from '../../conditions/condition.ts';
import type { ConditionNode } from '../../conditions/condition.ts';
import { checkBehaviourWindow } from './behaviour-window.ts';
import type { BehaviourWindow } from './behaviour-window.ts';
import { propertiesOf } from './properties.ts';
import { numberOperators, rhythmPeriodsMax, sumDigits } from './segment-node.ts';
import type {
  Behaviour,
  BehaviourClause,
  BehaviourSource,
  BehaviourTest,
  FollowedTest,
  MomentTest,
  RhythmTest,
} from './segment-node.ts';

const measures = {
  plain: ['count', 'days', 'orders'],
  amount: ['sum', 'average', 'least', 'greatest', 'distinct'],
  moment: ['first', 'last'],
  followed: ['followed', 'notFollowed'],
  rhythm: ['rhythm'],
} as const;
const sourceKeys = ['did', 'type', 'where'];
const behaviourKeys = [...sourceKeys, 'window', 'measure', 'id'];
const testKeys = {
  plain: ['operator', 'value'],
  amount: ['of', 'operator', 'value'],
  moment: ['is', 'span'],
  followed: ['by', 'within'],
  rhythm: ['is', 'everyDays', 'times', 'quiet'],
} as const;

type Group = keyof typeof measures;

function groupOf(measure: string): Group {
  const groups = Object.keys(measures) as Group[];
  return groups.find((group) => (measures[group] as readonly string[]).includes(measure)) ?? 'plain';
}

/** A behaviour of a document with what is asked of it; null after telling what is wrong. */
export function checkBehaviour(value: JsonObject, spot: Spot): BehaviourClause | null {
  const all = Object.values(measures).flat();
  const measure = readChoice(value['measure'], at(spot, 'measure'), all);
  const source = readSource(value, spot);
  if (measure === null || source === null) return null;
  readObject(value, spot, [...behaviourKeys, ...testKeys[groupOf(measure)]]);
  const behaviour = readBehaviour(value, source, spot);
  const test = readTest(measure, { value, source, spot });
  if (behaviour === null || test === null) return null;
  if (test.measure === 'rhythm' && behaviour.window !== null) {
    tell(at(spot, 'window'), 'segment.rhythm_has_periods', 'A rhythm is asked of its own periods: it takes no window.');
    return null;
  }
  return { kind: 'behaviour', behaviour, test };
}

const typeLengthMax = 100;

function readSource(value: JsonObject, spot: Spot): BehaviourSource | null {
  const did = readChoice(value['did'], at(spot, 'did'), ['fact', 'bought']);
  if (did === null) return null;
  if (did === 'bought') {
    if (value['type'] !== undefined) tell(at(spot, 'type'), 'document.unknown_key', 'What was bought has no type.');
    return { kind: 'bought' };
  }
  const type = readText(value['type'], at(spot, 'type'), typeLengthMax);
  return type === null ? null : { kind: 'fact', type };
}

function readBehaviour(value: JsonObject, source: BehaviourSource, spot: Spot): Behaviour | null {
  const where = readWhere(value['where'], source, at(spot, 'where'));
  const window = readWindow(value['window'], at(spot, 'window'));
  return where === undefined || window === undefined ? null : { source, where, window };
}

function readWindow(value: FactValue | undefined, spot: Spot): BehaviourWindow | null | undefined {
  return value === undefined || value === null ? null : (checkBehaviourWindow(value, spot) ?? undefined);
}

function readWhere(
  value: FactValue | undefined,
  source: BehaviourSource,
  spot: Spot,
): ConditionNode | null | undefined {
  if (value === undefined || value === null) return null;
  return checkCondition(value, spot, { catalogue: propertiesOf(source), purpose: 'list' }) ?? undefined;
}

interface Tested {
  readonly value: JsonObject;
  readonly source: BehaviourSource;
  readonly spot: Spot;
}

function readTest(measure: BehaviourTest['measure'], tested: Tested): BehaviourTest | null {
  switch (measure) {
    case 'count':
    case 'days':
    case 'orders': {
      if (measure === 'orders' && tested.source.kind === 'fact') {
        tell(at(tested.spot, 'measure'), 'segment.orders_of_facts', 'Orders are counted of what was bought.');
        return null;
      }
      return wholly(readNumberTest(measure, tested), tested.spot);
    }
    case 'sum':
    case 'average':
    case 'least':
    case 'greatest':
    case 'distinct':
      return readAmountTest(measure, tested);
    case 'first':
    case 'last':
      return readMoment(measure, tested);
    case 'followed':
    case 'notFollowed':
      return readFollowed(measure, tested);
    case 'rhythm':
      return readRhythm(tested);
  }
}

/** In ten-thousandths still a whole number that is exact. */
const numberRange = { min: -1e11, max: 1e11 };

function readNumberTest<Measure extends string>(measure: Measure, { value, spot }: Tested) {
  const operator = readChoice(value['operator'], at(spot, 'operator'), numberOperators);
  const number = readNumber(value['value'], at(spot, 'value'), numberRange);
  return operator === null || number === null ? null : { measure, operator, value: number };
}

function wholly<Test extends { readonly value: number }>(test: Test | null, spot: Spot): Test | null {
  if (test === null || Number.isInteger(test.value)) return test;
  tell(at(spot, 'value'), 'segment.not_whole', 'What is counted is compared with whole numbers.');
  return null;
}

type AmountMeasure = (typeof measures.amount)[number];

function readAmountTest(measure: AmountMeasure, tested: Tested): BehaviourTest | null {
  const { value, source, spot } = tested;
  const name = value['of'];
  const field = typeof name === 'string' ? propertiesOf(source).find(name) : undefined;
  if (field === undefined || (measure !== 'distinct' && field.type !== 'number' && field.type !== 'any')) {
    tell(at(spot, 'of'), 'segment.not_a_property', 'The name of a property is expected here, one that holds numbers.');
    return null;
  }
  const test = readNumberTest(measure, tested);
  if (test === null) return null;
  if (measure === 'distinct') {
    const whole = wholly(test, spot);
    return whole === null ? null : { ...whole, property: field.field };
  }
  if (Number(test.value.toFixed(sumDigits)) !== test.value) {
    tell(at(spot, 'value'), 'segment.too_fine', 'Amounts are compared with four decimals at most.');
    return null;
  }
  return { ...test, property: field.field };
}

function readMoment(measure: MomentTest['measure'], { value, spot }: Tested): MomentTest | null {
  const is = readChoice(value['is'], at(spot, 'is'), ['in', 'notIn']);
  const span = checkBehaviourWindow(value['span'], at(spot, 'span'));
  return is === null || span === null ? null : { measure, is, span };
}

const byKeys = ['did', 'type', 'where'] as const;
const withinKeys = ['days', 'hours'] as const;
const hourMs = 3_600_000;

function readFollowed(measure: FollowedTest['measure'], { value, source, spot }: Tested): FollowedTest | null {
  const bySpot = at(spot, 'by');
  const by = readObject(value['by'], bySpot, byKeys);
  const withinMs = readWithin(value['within'], at(spot, 'within'));
  if (by === null || withinMs === null) return null;
  const next = readSource(by, bySpot);
  if (next === null) return null;
  if (next.kind === 'bought' || source.kind === 'bought') {
    tell(bySpot, 'segment.sequence_of_facts', 'One fact follows another: name the types of both.');
    return null;
  }
  const where = readWhere(by['where'], next, at(bySpot, 'where'));
  return where === undefined ? null : { measure, by: { source: next, where }, withinMs };
}

function readWithin(value: FactValue | undefined, spot: Spot): number | null {
  const object = readObject(value, spot, withinKeys);
  if (object === null) return null;
  const unit = withinKeys.find((key) => object[key] !== undefined);
  if (unit === undefined || Object.keys(object).length > 1) {
    tell(spot, 'segment.not_a_duration', 'Days or hours are expected here: {"days": 3}.');
    return null;
  }
  const unitMs = unit === 'days' ? dayMs : hourMs;
  const length = readNumber(object[unit], at(spot, unit), {
    min: 60_000 / unitMs,
    max: (windowDaysMax * dayMs) / unitMs,
  });
  return length === null ? null : Math.round(length * unitMs);
}

function readRhythm({ value, spot }: Tested): RhythmTest | null {
  const is = readChoice(value['is'], at(spot, 'is'), ['regular', 'stopped', 'again']);
  const everyDays = readNumber(value['everyDays'], at(spot, 'everyDays'), { min: 1, max: 366 });
  const count = { min: 1, max: rhythmPeriodsMax / 2 };
  const times = readNumber(value['times'] ?? 1, at(spot, 'times'), count);
  const quiet = readNumber(value['quiet'] ?? 1, at(spot, 'quiet'), count);
  if (is === null || everyDays === null || times === null || quiet === null) return null;
  if (!Number.isInteger(times) || !Number.isInteger(quiet) || !Number.isInteger(everyDays)) {
    tell(spot, 'segment.not_whole', 'Periods are whole days, and are counted in whole numbers.');
    return null;
  }
  return { measure: 'rhythm', is, everyDays, times, quiet };
}
