import type { RuleGroupType, RuleType } from 'react-querybuilder';
import { isRecord } from '../api/is-record.ts';

/** A condition as documents hold it, for the editor and back. Documents carry no ids and no empty values. */
export type DocumentCondition = DocumentGroup | DocumentRule;
export interface DocumentGroup {
  readonly combinator: 'and' | 'or';
  readonly not?: true;
  readonly rules: readonly DocumentCondition[];
}
export interface DocumentRule {
  readonly field: string;
  readonly operator: string;
  readonly value?: unknown;
}

const valueless = new Set(['null', 'notNull']);

/** The editor's query of a condition. The editor knows groups only, so a single rule becomes a group of one. */
export function toBuilderQuery(condition: unknown): RuleGroupType {
  const node = readNode(condition, isRecord(condition) && Array.isArray(condition['rules']) ? 'root' : 'root.0');
  if (node !== undefined && 'rules' in node) return node;
  return { id: 'root', combinator: 'and', rules: node === undefined ? [] : [node] };
}

/** The condition of the editor's query. A plain group of one rule is that rule. */
export function fromBuilderQuery(query: RuleGroupType): DocumentCondition {
  const group = writeGroup(query);
  const [only] = group.rules;
  return group.rules.length === 1 && only !== undefined && group.not !== true && 'field' in only ? only : group;
}

/** The id is the place, so that a clause keeps its controls, and the focus in them, while its value changes. */
function readNode(value: unknown, id: string): RuleGroupType | RuleType | undefined {
  if (!isRecord(value)) return undefined;
  if (Array.isArray(value['rules'])) {
    return {
      id,
      combinator: value['combinator'] === 'or' ? 'or' : 'and',
      not: value['not'] === true,
      rules: value['rules'].flatMap((rule: unknown, index) => readNode(rule, `${id}.${index}`) ?? []),
    };
  }
  const { field, operator, value: compared } = value;
  if (typeof field !== 'string' || typeof operator !== 'string') return undefined;
  return { id, field, operator, value: compared ?? null };
}

function writeGroup({ combinator, not, rules }: RuleGroupType): DocumentGroup {
  return {
    combinator: combinator === 'or' ? 'or' : 'and',
    ...(not === true ? { not } : {}),
    rules: rules.flatMap((rule) =>
      typeof rule === 'string' ? [] : [isGroup(rule) ? writeGroup(rule) : writeRule(rule)],
    ),
  };
}

function isGroup(rule: RuleGroupType | RuleType): rule is RuleGroupType {
  return 'rules' in rule;
}

function writeRule({ field, operator, value }: RuleType): DocumentRule {
  const compared: unknown = value;
  return valueless.has(operator) ? { field, operator } : { field, operator, value: compared };
}

/** What an operator compares with at first, so that a new clause is never half written. */
export function firstValue(operator: string, type: string): unknown {
  switch (operator) {
    case 'null':
    case 'notNull':
      return null;
    case 'within':
    case 'notWithin':
      return { window: 'days', days: 90 };
    case 'between':
      return [0, 1];
    case 'in':
    case 'notIn':
      return [];
    default:
      if (type === 'number') return 0;
      return type === 'boolean' ? true : '';
  }
}

/** Whether a value has the shape that an operator compares with; else it is replaced when the operator changes. */
export function fitsOperator(value: unknown, operator: string, type: string): boolean {
  const wanted = firstValue(operator, type);
  if (wanted === null) return value === null;
  if (Array.isArray(wanted)) {
    const items: readonly unknown[] | undefined = Array.isArray(value) ? value : undefined;
    return items?.every((item) => (typeof item === 'number') === (operator === 'between')) === true;
  }
  if (type === 'any' && operator !== 'contains') return ['string', 'number', 'boolean'].includes(typeof value);
  return typeof value === typeof wanted && !Array.isArray(value) && value !== null;
}
