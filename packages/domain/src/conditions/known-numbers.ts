import type { FieldDefinition } from '../kernel/fields/field.ts';
import type { RuleAnswer } from './condition.ts';

/** A number that lies between two bounds, or, where that may be, is not there at all. */
export interface KnownNumbers {
  readonly kind: 'numbers';
  readonly low: Bound;
  readonly high: Bound;
  readonly without: readonly number[];
  /** Undefined: it may be there or not. */
  readonly isThere: boolean | undefined;
  /** Whole numbers. */
  readonly isCount: boolean;
}

interface Bound {
  readonly value: number;
  readonly isIncluded: boolean;
}

export function anyNumber({ unit }: FieldDefinition): KnownNumbers {
  // Counts begin at nothing, and are always there.
  const isCount = unit === 'count';
  return {
    kind: 'numbers',
    low: { value: isCount ? 0 : Number.NEGATIVE_INFINITY, isIncluded: isCount },
    high: { value: Number.POSITIVE_INFINITY, isIncluded: false },
    without: [],
    isThere: isCount ? true : undefined,
    isCount,
  };
}

/** What is known once a rule holds, or does not. A number that is not there fails every comparison but "differs from". */
export function withNumberRule(known: KnownNumbers, { rule, isTrue }: RuleAnswer): readonly KnownNumbers[] {
  const { operator, value } = rule;
  if (operator === 'null' || operator === 'notNull') {
    const isThere = (operator === 'notNull') === isTrue;
    return known.isThere === !isThere ? [] : consistent({ ...known, isThere });
  }
  const [low, high] = rangeOf(value);
  const isOne = operator === '=' || operator === '!=';
  const isInside = isOne ? (operator === '=') === isTrue : isTrue;
  // A rule that holds says that the number is there; so does "differs from" that does not.
  const asThere = isInside ? { ...known, isThere: true } : known;
  if (isInside && known.isThere === false) return [];
  switch (operator) {
    case '<':
    case '<=':
      return consistent(isTrue ? below(asThere, high, operator === '<=') : above(asThere, high, operator === '<'));
    case '>':
    case '>=':
      return consistent(isTrue ? above(asThere, low, operator === '>=') : below(asThere, low, operator === '>'));
    case '=':
    case '!=':
      if (isInside) return consistent(below(above(asThere, low, true), high, true));
      return consistent({ ...known, without: [...known.without, low] });
    case 'between':
      if (isTrue) return consistent(below(above(asThere, low, true), high, true));
      return [...consistent(below(known, low, false)), ...consistent(above(known, high, false))];
    default:
      return [known];
  }
}

function rangeOf(value: unknown): readonly [number, number] {
  const ends: readonly unknown[] = Array.isArray(value) ? value : [value, value];
  const [low, high] = ends;
  return [typeof low === 'number' ? low : Number.NaN, typeof high === 'number' ? high : Number.NaN];
}

function below(known: KnownNumbers, value: number, isIncluded: boolean): KnownNumbers {
  const bound = known.isCount
    ? { value: isIncluded ? Math.floor(value) : Math.ceil(value) - 1, isIncluded: true }
    : { value, isIncluded };
  const { high } = known;
  const isTighter = bound.value < high.value || (bound.value === high.value && !bound.isIncluded);
  return isTighter ? { ...known, high: bound } : known;
}

function above(known: KnownNumbers, value: number, isIncluded: boolean): KnownNumbers {
  const bound = known.isCount
    ? { value: isIncluded ? Math.ceil(value) : Math.floor(value) + 1, isIncluded: true }
    : { value, isIncluded };
  const { low } = known;
  const isTighter = bound.value > low.value || (bound.value === low.value && !bound.isIncluded);
  return isTighter ? { ...known, low: bound } : known;
}

/** With no number left it cannot be there; where it must be, there is no way. */
function consistent(known: KnownNumbers): readonly KnownNumbers[] {
  const { low, high, without, isThere } = known;
  const isPoint = low.value === high.value;
  const isEmpty =
    low.value > high.value || (isPoint && (!low.isIncluded || !high.isIncluded || without.includes(low.value)));
  if (!isEmpty) return [known];
  return isThere === true ? [] : [{ ...known, isThere: false }];
}
