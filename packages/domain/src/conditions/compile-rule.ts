import type { ConditionOperator, FieldReader } from '../kernel/fields/field.ts';
import { never, notByTime } from '../kernel/base/instants.ts';
import { invariant } from '../kernel/base/invariant.ts';
import type { ConditionWorld } from '../kernel/fields/world.ts';
import { compareTexts } from './compare-texts.ts';
import { compileWindow } from './compile-window.ts';
import type { ConditionValue, RuleNode, WindowValue } from './condition.ts';
import { neverFlips } from './predicate.ts';
import type { Predicate } from './predicate.ts';

export function compileRule(node: RuleNode, world: ConditionWorld): Predicate {
  return node.definition.type === 'instant' ? compileInstantRule(node, world) : compileValueRule(node);
}

function neverHappened(): number {
  return never;
}

/** "Within" holds from the instant itself until just before the window ends: at its end it is over. */
function compileInstantRule(node: RuleNode, world: ConditionWorld): Predicate {
  const { mask } = node.definition;
  const read = node.definition.reader.readInstant ?? neverHappened;
  const { operator, value } = node;
  switch (operator) {
    case 'null':
      return { test: (subject) => read(subject) === never, candidateAfter: neverFlips, mask };
    case 'notNull':
      return { test: (subject) => read(subject) !== never, candidateAfter: neverFlips, mask };
    case 'before': {
      const start = startOfDate(value, world.days.zone);
      const test: Predicate['test'] = (subject) => read(subject) !== never && read(subject) < start;
      return { test, candidateAfter: neverFlips, mask };
    }
    case 'onOrAfter': {
      const start = startOfDate(value, world.days.zone);
      return { test: (subject) => read(subject) >= start, candidateAfter: neverFlips, mask };
    }
    default: {
      invariant(isWindow(value), `${operator} needs a window`);
      const length = compileWindow(value, node.definition.windowDaysMin, world);
      const isWithin = operator === 'within';
      return {
        test: (subject, at) => at < read(subject) + length(subject) === isWithin,
        candidateAfter: (subject, at) => {
          const endAt = read(subject) + length(subject);
          return endAt > at ? endAt : notByTime;
        },
        // Such a window also moves with what her rhythm is made of.
        mask: value.window === 'days' ? mask : mask | world.rhythmMask,
      };
    }
  }
}

export function isWindow(value: ConditionValue): value is WindowValue {
  return typeof value === 'object' && value !== null && 'window' in value;
}

/** Epoch millisecond at which a calendar day begins in a zone; an instant, which no document can hold, is itself. */
export function startOfDate(value: ConditionValue, zone: string): number {
  if (typeof value === 'number') return value;
  invariant(typeof value === 'string', 'a calendar day is a text');
  return Temporal.PlainDate.from(value).toZonedDateTime(zone).epochMilliseconds;
}

function compileValueRule(node: RuleNode): Predicate {
  const { reader, mask } = node.definition;
  const test = compileComparison(node.operator, node.value, reader.read);
  return { test, candidateAfter: reader.candidateAfter ?? neverFlips, mask };
}

type ValueReader = FieldReader['read'];

/** A missing value answers every comparison with no, but for "differs from" and "none of". */
function compileComparison(operator: ConditionOperator, value: ConditionValue, read: ValueReader): Predicate['test'] {
  switch (operator) {
    case '=':
      return (subject, at) => read(subject, at) === value;
    case '!=':
      return (subject, at) => read(subject, at) !== value;
    case 'null':
      return (subject, at) => read(subject, at) === null;
    case 'notNull':
      return (subject, at) => read(subject, at) !== null;
    case 'contains':
      return (subject, at) => textContains(read(subject, at), value);
    case 'in':
      return (subject, at) => isAmong(read(subject, at), value);
    case 'notIn':
      return (subject, at) => !isAmong(read(subject, at), value);
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'between':
      return compileOrder(operator, value, read);
    default:
      throw new Error(`${operator} does not compare plain values`);
  }
}

function textContains(actual: number | string | boolean | null, value: ConditionValue): boolean {
  return typeof actual === 'string' && typeof value === 'string' && actual.includes(value);
}

function isAmong(actual: number | string | boolean | null, value: ConditionValue): boolean {
  return typeof actual === 'string' && Array.isArray(value) && (value as readonly unknown[]).includes(actual);
}

function compileOrder(
  operator: '<' | '<=' | '>' | '>=' | 'between',
  value: ConditionValue,
  read: ValueReader,
): Predicate['test'] {
  if (operator === 'between') {
    const [low, high] = toRange(value);
    return (subject, at) => {
      const actual = read(subject, at);
      return typeof actual === 'number' && actual >= low && actual <= high;
    };
  }
  if (typeof value === 'number') return compileNumberOrder(operator, value, read);
  invariant(typeof value === 'string', 'an order needs a number or a text');
  const text = value;
  return (subject, at) => {
    const actual = read(subject, at);
    return typeof actual === 'string' && holds(operator, compareTexts(actual, text));
  };
}

function compileNumberOrder(operator: '<' | '<=' | '>' | '>=', value: number, read: ValueReader): Predicate['test'] {
  return (subject, at) => {
    const actual = read(subject, at);
    return typeof actual === 'number' && holds(operator, actual - value);
  };
}

function holds(operator: '<' | '<=' | '>' | '>=', difference: number): boolean {
  switch (operator) {
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
  }
}

function toRange(value: ConditionValue): readonly [number, number] {
  invariant(Array.isArray(value), 'a range is a pair');
  const [low, high] = value as readonly unknown[];
  invariant(typeof low === 'number' && typeof high === 'number', 'a range is a pair of numbers');
  return [low, high];
}
