import { isWindow, startOfDate } from '@perennial/domain';
import type { ConditionNode, ConditionValue, LensField, RuleNode } from '@perennial/domain';
import { bindNumber } from './binder.ts';
import type { ConditionSource } from './source.ts';
import { jsonReader, mapEntrySql, valueSql } from './value-sql.ts';
import { windowSql } from './window-sql.ts';

/**
 * A checked condition as an expression over a row of members: 1 or 0, never null. It says what `compileCondition` of the domain says
 * of the same member; a test holds the two equal over every field and operator.
 *
 * @throws TypeError for a field that the lens does not have: conditions for lists are checked before.
 */
export function conditionSql(node: ConditionNode, source: ConditionSource): string {
  if (node.kind === 'rule') return ruleSql(node, source);
  const clauses = node.nodes.map((member) => conditionSql(member, source));
  // What a group of none says.
  if (clauses.length === 0) return String((node.combinator === 'and') !== node.isNegated);
  const joined = `(${clauses.join(node.combinator === 'and' ? ' and ' : ' or ')})`;
  return node.isNegated ? `not ${joined}` : joined;
}

type Positive =
  | '='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'between'
  | 'contains'
  | 'in'
  | 'notNull'
  | 'within'
  | 'before'
  | 'onOrAfter';

/** What a missing value answers with yes is the opposite of what it answers with no. */
function positiveOf(operator: RuleNode['operator']): { readonly operator: Positive; readonly isNegated: boolean } {
  switch (operator) {
    case '!=':
      return { operator: '=', isNegated: true };
    case 'notIn':
      return { operator: 'in', isNegated: true };
    case 'notWithin':
      return { operator: 'within', isNegated: true };
    case 'null':
      return { operator: 'notNull', isNegated: true };
    default:
      return { operator, isNegated: false };
  }
}

function ruleSql(node: RuleNode, source: ConditionSource): string {
  const { lens } = node.definition;
  if (lens === null) throw new TypeError(`The lens does not have ${node.definition.field}`);
  const { operator, isNegated } = positiveOf(node.operator);
  const sql = positiveSql({ node, operator, lens }, source);
  return isNegated ? `not ${sql}` : sql;
}

interface Asked {
  readonly node: RuleNode;
  readonly operator: Positive;
  readonly lens: LensField;
}

function positiveSql({ node, operator, lens }: Asked, source: ConditionSource): string {
  if ('texts' in lens) return typedSql({ operator, value: node.value }, registerValue(lens, source), source);
  if ('payload' in lens) return typedSql({ operator, value: node.value }, payloadValue(lens, source), source);
  const value = valueSql(node.definition, lens, source);
  const holds = comparisonSql({ node, operator, value }, source);
  if (!('table' in lens)) return holds;
  return `(member_id in (select who from ${source.placesOf(lens.table, lens.column)} where ${holds}))`;
}

interface Comparison {
  readonly node: Pick<RuleNode, 'definition' | 'value'>;
  readonly operator: Positive;
  /** SQL of what the member has. */
  readonly value: string;
}

function comparisonSql({ node, operator, value }: Comparison, source: ConditionSource): string {
  switch (operator) {
    case 'notNull':
      return `isNotNull(${value})`;
    case 'within': {
      if (!isWindow(node.value)) throw new TypeError('within needs a window');
      const length = windowSql(node.value, node.definition.windowDaysMin, source);
      return orNo(`${source.binder.bind('Int64', source.at)} < ${value} + ${length}`);
    }
    case 'before':
    case 'onOrAfter': {
      const start = source.binder.bind('Int64', startOfDate(node.value, source.zone));
      return orNo(`${value} ${operator === 'before' ? '<' : '>='} ${start}`);
    }
    default:
      return plainSql({ operator, value, expected: node.value }, source);
  }
}

interface PlainComparison {
  readonly operator: Exclude<Positive, 'notNull' | 'within' | 'before' | 'onOrAfter'>;
  readonly value: string;
  readonly expected: ConditionValue;
}

function plainSql({ operator, value, expected }: PlainComparison, source: ConditionSource): string {
  switch (operator) {
    case 'between': {
      const [low, high] = Array.isArray(expected) ? (expected as readonly unknown[]) : [];
      if (typeof low !== 'number' || typeof high !== 'number') throw new TypeError('between needs two numbers');
      return orNo(`${value} >= ${bindNumber(source.binder, low)} and ${value} <= ${bindNumber(source.binder, high)}`);
    }
    case 'contains':
      return orNo(`position(${value}, ${scalarSql(expected, source)}) > 0`);
    case 'in': {
      const texts = Array.isArray(expected) ? expected.filter((item) => typeof item === 'string') : [];
      return orNo(`has(${source.binder.bind('Array(String)', texts)}, ${value})`);
    }
    default:
      return orNo(`${value} ${operator} ${scalarSql(expected, source)}`);
  }
}

/** Comparing nothing is not true. */
function orNo(sql: string): string {
  return `ifNull(${sql}, false)`;
}

function scalarSql(value: ConditionValue, { binder }: ConditionSource): string {
  switch (typeof value) {
    case 'number':
      return bindNumber(binder, value);
    case 'boolean':
      return binder.bind('Bool', value);
    case 'string':
      return binder.bind('String', value);
    default:
      throw new TypeError('A number, a text, true or false is expected here');
  }
}

type PayloadField = Extract<LensField, { readonly payload: string }>;
type RegisterField = Extract<LensField, { readonly texts: string }>;

/** A value that may be of any type, as SQL by its type; null where it is of another one. */
interface TypedSql {
  readonly has: string;
  readonly text: string;
  readonly number: string;
  readonly flag: string;
}

/** Lists and objects are no values. */
function payloadValue(lens: PayloadField, source: ConditionSource): TypedSql {
  const read = jsonReader(lens, source);
  return { ...read, has: `has(['String', 'Int64', 'UInt64', 'Double', 'Bool'], ${read.type})` };
}

/** A value of any type stands in the map of its type. */
function registerValue({ key: name, texts, numbers, flags }: RegisterField, { binder }: ConditionSource): TypedSql {
  const key = binder.bind('String', name);
  const has = [texts, numbers, flags].map((map) => `mapContains(${map}, ${key})`).join(' or ');
  const [text, number, flag] = [mapEntrySql(texts, key), mapEntrySql(numbers, key), mapEntrySql(flags, key)];
  return { has: `(${has})`, text, number, flag };
}

/** A value is compared with values of its type alone. */
function typedSql(
  { operator, value }: { readonly operator: Positive; readonly value: ConditionValue },
  read: TypedSql,
  source: ConditionSource,
): string {
  switch (operator) {
    case 'notNull':
      return read.has;
    case 'within':
    case 'before':
    case 'onOrAfter':
      throw new TypeError(`${operator} is for instants`);
    default: {
      const ofNumbers = operator === 'between' || typeof value === 'number';
      const actual = ofNumbers ? read.number : typeof value === 'boolean' ? read.flag : read.text;
      return plainSql({ operator, value: actual, expected: value }, source);
    }
  }
}
