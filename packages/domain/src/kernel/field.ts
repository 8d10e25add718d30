import type { LocalizedText } from './localized-text.ts';
import type { ConditionSubject } from './subject.ts';

export const conditionOperators = [
  'within',
  'notWithin',
  'before',
  'onOrAfter',
  'null',
  'notNull',
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'between',
  'contains',
  'in',
  'notIn',
] as const;
export type ConditionOperator = (typeof conditionOperators)[number];

export type FieldType = 'instant' | 'number' | 'text' | 'boolean' | 'any';
export type FieldUnit = '' | 'count' | 'days' | 'minor' | 'hundredths';
export type FieldValue = number | string | boolean | null;

/** One field of conditions: enough for an editor to offer it, for the fold to read it and for the lens to find it. */
export interface FieldDefinition {
  readonly field: string;
  readonly class: 'fold' | 'lens';
  readonly type: FieldType;
  /** Amounts are minor units of the program's currency; ratings are hundredths of a star. */
  readonly unit: FieldUnit;
  readonly group: string;
  readonly label: LocalizedText;
  readonly operators: readonly ConditionOperator[];
  /**
   * World time: its value at every past instant follows from the evidence, so it may stand where the past is judged anew.
   * Decision time: it is known as of the step that changed it, and may be asked only by what acts at a step.
   */
  readonly time: 'world' | 'decision';
  /** May stand in a stage: world time, and its candidates of flips are known. */
  readonly isTimeline: boolean;
  /** Which evidence moves it: bits that the facet gives a meaning to. */
  readonly mask: number;
  /** Least window that may be tested, days. */
  readonly windowDaysMin: number;
  /** Greatest number that may be compared with; null: any. */
  readonly numberMax: number | null;
  readonly reader: FieldReader;
  /** Where the lens has it; null: the lens does not. */
  readonly lens: LensField | null;
}

export interface FieldReader {
  /** The plain value at an instant; null when there is none. Of instants: `readInstant`. */
  readonly read: (subject: ConditionSubject, at: number) => FieldValue;
  /** Of instant fields, epoch milliseconds; `never` when it has not happened. */
  readonly readInstant: ((subject: ConditionSubject) => number) | null;
  /** Of values that time alone changes: the first instant after `at` at which it may; else null. */
  readonly candidateAfter: ((subject: ConditionSubject, at: number) => number) | null;
}

/** Where the lens has a field: a column of its members, or a key of one that is a map. */
export interface LensField {
  readonly column: string;
  readonly key?: string;
}

export interface FieldParts {
  readonly field: string;
  readonly type: FieldType;
  readonly group: string;
  readonly label: LocalizedText;
  readonly reader: Partial<FieldReader>;
  readonly mask?: number;
  readonly unit?: FieldUnit;
  readonly time?: 'world' | 'decision';
  readonly isTimeline?: boolean;
  readonly windowDaysMin?: number;
  readonly numberMax?: number;
  readonly lens?: LensField;
}

export function defineField(parts: FieldParts): FieldDefinition {
  const time = parts.time ?? 'world';
  return {
    field: parts.field,
    class: 'fold',
    type: parts.type,
    unit: parts.unit ?? '',
    group: parts.group,
    label: parts.label,
    operators: operatorsOf[parts.type],
    time,
    isTimeline: parts.isTimeline ?? time === 'world',
    mask: parts.mask ?? 0,
    windowDaysMin: parts.windowDaysMin ?? 0,
    numberMax: parts.numberMax ?? null,
    reader: { read: () => null, readInstant: null, candidateAfter: null, ...parts.reader },
    lens: parts.lens ?? null,
  };
}

const operatorsOf: Readonly<Record<FieldType, readonly ConditionOperator[]>> = {
  instant: ['within', 'notWithin', 'before', 'onOrAfter', 'null', 'notNull'],
  number: ['=', '!=', '<', '<=', '>', '>=', 'between', 'null', 'notNull'],
  text: ['=', '!=', 'contains', 'in', 'notIn', 'null', 'notNull'],
  boolean: ['=', '!='],
  any: ['=', '!=', '<', '<=', '>', '>=', 'between', 'contains', 'in', 'notIn', 'null', 'notNull'],
};
