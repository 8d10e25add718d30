import { isRecord } from '../api/is-record.ts';
import type { DocumentCondition } from './builder-query.ts';

/** The longest condition that an address carries, as the API takes it. */
export const conditionTextMax = 6_000;
const depthMax = 5;
const rulesMax = 64;

/** A condition as addresses carry it: JSON without a needless character. */
export function writeCondition(condition: DocumentCondition): string {
  return JSON.stringify(condition);
}

/** The condition of an address; undefined where its text is none, in any part: half a condition would list other members. */
export function readCondition(text: string): DocumentCondition | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return readNode(value, 1);
}

function readNode(value: unknown, depth: number): DocumentCondition | undefined {
  if (!isRecord(value)) return undefined;
  const { rules, combinator, not, field, operator, value: compared } = value;
  if (rules === undefined) {
    if (typeof field !== 'string' || typeof operator !== 'string') return undefined;
    return { field, operator, ...(compared === undefined ? {} : { value: compared }) };
  }
  if (!Array.isArray(rules) || rules.length === 0 || rules.length > rulesMax || depth > depthMax) return undefined;
  if (combinator !== 'and' && combinator !== 'or') return undefined;
  const read = rules.flatMap((rule: unknown) => readNode(rule, depth + 1) ?? []);
  if (read.length < rules.length) return undefined;
  return { combinator, ...(not === true ? { not } : {}), rules: read };
}
