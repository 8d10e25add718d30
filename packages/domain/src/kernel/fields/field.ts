import type { LocalizedText } from '../documents/localized-text.ts';
import type { Need } from '../rows/needs.ts';
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
  /** `lens`: the lens alone can say it, so only what asks the lens may ask it. */
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
  /** What has to be loaded of a member before it can be read; what stands in her own row needs nothing. */
  readonly needs: readonly Need[];
  /** Where the lens has it; null: the lens does not. */
  readonly lens: LensField | null;
}

/** Fields whose names are given by facts or by documents: no list can name them all, and an editor is told their pattern. */
export interface FieldFamily {
  readonly pattern: RegExp;
  /** What stands for the varying part, in one English sentence. */
  readonly help: string;
  /** One of them: all have its type, operators and bounds. */
  readonly sample: FieldDefinition;
  /** The field of a name; absent where only those exist that documents declare, which are listed with the others. */
  readonly define?: (name: string) => FieldDefinition | undefined;
}

export interface FieldReader {
  /** The plain value at an instant; null when there is none. Of instants: `readInstant`. */
  readonly read: (subject: ConditionSubject, at: number) => FieldValue;
  /** Of instant fields, epoch milliseconds; `never` when it has not happened. */
  readonly readInstant: ((subject: ConditionSubject) => number) | null;
  /** Of values that time alone changes: the first instant after `at` at which it may; else null. */
  readonly candidateAfter: ((subject: ConditionSubject, at: number) => number) | null;
}

/** Where the lens has a field; every column is one of the members' table, unless another table is named. */
export type LensField = (
  | LensColumnField
  | LensEntryField
  | LensElementField
  | LensCountField
  | LensRegisterField
  | LensPlaceField
  | LensFilledTextField
  | LensPayloadField
) & {
  /** The lens also knows it as of an instant in the past. */
  readonly isKnownInPast?: boolean;
};

/** A column, divided by a number or by another column; there is none where that is 0. */
export interface LensColumnField {
  readonly column: string;
  readonly per?: number | string;
}
/** The entry of a map, or of a list beside the list of its keys. */
export interface LensEntryField {
  readonly column: string;
  readonly key: string;
  readonly keys?: string;
  /** What it is without an entry; null unless said. */
  readonly otherwise?: number;
  /** Of an instant: how far it lies ahead of the one that is asked about, in units of so many milliseconds. */
  readonly aheadPer?: number;
}
/** Whether a list holds an element. */
export interface LensElementField {
  readonly column: string;
  readonly element: string;
}
/** How many instants of a list are younger than so many milliseconds. */
export interface LensCountField {
  readonly column: string;
  readonly withinMs: number;
}
/** The entry of whichever map has it: of values of any type there is one map a type. */
export interface LensRegisterField {
  readonly texts: string;
  readonly numbers: string;
  readonly flags: string;
  readonly key: string;
}
/** A column of texts, of which the empty one is none. */
export interface LensFilledTextField {
  readonly filledText: string;
}
/** What stands under these keys, one within the other, of a column of JSON texts. */
export interface LensPayloadField {
  readonly payload: string;
  readonly path: readonly string[];
}
/** The name in a dated name of a table of a facet. */
export interface LensPlaceField {
  readonly table: string;
  readonly column: string;
}

export interface FieldParts {
  readonly field: string;
  readonly class?: 'fold' | 'lens';
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
  readonly operators?: readonly ConditionOperator[];
  readonly lens?: LensField;
  readonly needs?: readonly Need[];
}

export function defineField(parts: FieldParts): FieldDefinition {
  const time = parts.time ?? 'world';
  return {
    field: parts.field,
    class: parts.class ?? 'fold',
    type: parts.type,
    unit: parts.unit ?? '',
    group: parts.group,
    label: parts.label,
    operators: parts.operators ?? operatorsOf[parts.type],
    time,
    isTimeline: parts.isTimeline ?? (time === 'world' && parts.class !== 'lens'),
    mask: parts.mask ?? 0,
    windowDaysMin: parts.windowDaysMin ?? 0,
    numberMax: parts.numberMax ?? null,
    reader: { read: () => null, readInstant: null, candidateAfter: null, ...parts.reader },
    lens: parts.lens ?? null,
    needs: parts.needs ?? [],
  };
}

const operatorsOf: Readonly<Record<FieldType, readonly ConditionOperator[]>> = {
  instant: ['within', 'notWithin', 'before', 'onOrAfter', 'null', 'notNull'],
  number: ['=', '!=', '<', '<=', '>', '>=', 'between', 'null', 'notNull'],
  text: ['=', '!=', 'contains', 'in', 'notIn', 'null', 'notNull'],
  boolean: ['=', '!='],
  any: ['=', '!=', '<', '<=', '>', '>=', 'between', 'contains', 'in', 'notIn', 'null', 'notNull'],
};
