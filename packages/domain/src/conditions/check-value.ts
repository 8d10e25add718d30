import type { ConditionOperator, FieldDefinition } from '../kernel/fields/field.ts';
import type { FactValue } from '../kernel/base/payload.ts';
import {
  casesOf,
  choiceSchema,
  help,
  listSchema,
  numberSchema,
  objectSchema,
  patternSchema,
  textSchema,
} from '../kernel/documents/json-schema.ts';
import type { JsonSchema } from '../kernel/documents/json-schema.ts';
import { at, isObject, readChoice, readNumber, readObject, tell } from '../kernel/documents/read-json.ts';
import type { NumberRange, Spot } from '../kernel/documents/read-json.ts';
import { listLengthMax, textLengthMax, windowDaysMax } from './condition.ts';
import type { ConditionValue, WindowValue } from './condition.ts';

interface Expected {
  readonly definition: FieldDefinition;
  readonly operator: ConditionOperator;
}

/** The value in its type; undefined after telling what is wrong with it. */
export function checkValue(value: FactValue | undefined, spot: Spot, expected: Expected): ConditionValue | undefined {
  switch (expected.operator) {
    case 'null':
    case 'notNull':
      return null;
    case 'within':
    case 'notWithin':
      return checkWindow(value, spot, expected.definition.windowDaysMin) ?? undefined;
    case 'before':
    case 'onOrAfter':
      return readDay(value, spot);
    case 'between':
      return checkBetween(value, spot, expected.definition);
    case 'in':
    case 'notIn':
      return checkTexts(value, spot);
    case 'contains':
      return checkText(value, spot);
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return checkScalar(value, spot, expected);
  }
}

/** What of a field decides which values its operators take. */
export type ValueShape = Pick<FieldDefinition, 'type' | 'operators' | 'windowDaysMin' | 'numberMax'>;

/** The schema of what `checkValue` takes; null where it takes anything. */
export function valueSchema(shape: ValueShape, operator: ConditionOperator): JsonSchema | null {
  switch (operator) {
    case 'null':
    case 'notNull':
      return null;
    case 'within':
    case 'notWithin':
      return windowSchema(shape.windowDaysMin);
    case 'before':
    case 'onOrAfter':
      return help("A calendar day of the program's zone: 2026-03-08.", {
        ...patternSchema(datePattern),
        format: 'date',
      });
    case 'between':
      return help('Two numbers in ascending order.', listSchema(numberFor(shape), { min: 2, max: 2 }));
    case 'in':
    case 'notIn':
      return listSchema({ type: 'string' }, { min: 1, max: listLengthMax });
    case 'contains':
      return textSchema(textLengthMax);
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return scalarSchema(shape, operator);
  }
}

const windowKinds = ['days', 'personal', 'cycle'] as const;
const windowKeys = {
  days: ['window', 'days'],
  personal: ['window', 'multiple', 'minDays', 'maxDays'],
  cycle: ['window', 'multiple', 'fallbackDays'],
} as const;

function daysRangeOf(daysMin: number): NumberRange {
  return { min: Math.max(daysRange.min, daysMin), max: daysRange.max };
}

function windowSchema(daysMin: number): JsonSchema {
  const days = numberSchema(daysRangeOf(daysMin));
  const window = help(
    "`days`: a number of days. `personal`: a multiple of the member's own gap between purchases, else of the brand's. `cycle`: a multiple of the cycle of the category that she last bought.",
    choiceSchema(windowKinds),
  );
  const multiple = help('How many times as long.', numberSchema(multipleRange));
  const byKind: { readonly [Kind in (typeof windowKinds)[number]]: JsonSchema } = {
    days: objectSchema(windowKeys.days, { window, days: help('Of 24 hours each; need not be whole.', days) }),
    personal: objectSchema(windowKeys.personal, {
      window,
      multiple,
      minDays: help('The least that it lasts.', days),
      maxDays: help('The most that it lasts; no less than `minDays`.', days),
    }),
    cycle: objectSchema(windowKeys.cycle, {
      window,
      multiple,
      fallbackDays: help('How long it lasts where no cycle is known of the category.', days),
    }),
  };
  return {
    description: 'How long "recent" is.',
    type: 'object',
    properties: {
      window,
    },
    required: ['window'],
    allOf: casesOf(
      'window',
      windowKinds.map((kind) => ({ when: { const: kind }, holds: byKind[kind] })),
    ),
  };
}

function numberFor({ numberMax }: ValueShape): JsonSchema {
  return { type: 'number', ...(numberMax === null ? {} : { maximum: numberMax }) };
}

function scalarSchema(shape: ValueShape, operator: ConditionOperator): JsonSchema {
  switch (shape.type) {
    case 'number':
      return numberFor(shape);
    case 'boolean':
      return { type: 'boolean' };
    case 'any': {
      const type = isOrder(operator) ? (['number', 'string'] as const) : (['number', 'boolean', 'string'] as const);
      return { ...textSchema(textLengthMax), type };
    }
    case 'text':
    case 'instant':
      return textSchema(textLengthMax);
  }
}

const daysRange = { min: 1 / 24, max: windowDaysMax };
const multipleRange = { min: 0.1, max: 20 };

function checkWindow(value: FactValue | undefined, spot: Spot, daysMin: number): WindowValue | null {
  if (!isObject(value)) {
    tell(spot, 'condition.not_a_window', 'A window is expected here: days, personal or cycle.');
    return null;
  }
  const window = readChoice(value['window'], at(spot, 'window'), windowKinds);
  if (window === null) return null;
  const range = daysRangeOf(daysMin);
  const isTooShort = (days: FactValue | undefined) => typeof days === 'number' && days < range.min;
  const short = ['days', 'fallbackDays', 'minDays', 'maxDays'].find((part) => isTooShort(value[part]));
  if (short !== undefined) {
    tell(at(spot, short), 'condition.window_too_short', tooShort(range.min));
    return null;
  }
  if (window === 'days') {
    readObject(value, spot, windowKeys.days);
    const days = readNumber(value['days'], at(spot, 'days'), range);
    return days === null ? null : { window, days };
  }
  const multiple = readNumber(value['multiple'], at(spot, 'multiple'), multipleRange);
  if (window === 'cycle') {
    readObject(value, spot, windowKeys.cycle);
    const fallbackDays = readNumber(value['fallbackDays'], at(spot, 'fallbackDays'), range);
    return multiple === null || fallbackDays === null ? null : { window, multiple, fallbackDays };
  }
  readObject(value, spot, windowKeys.personal);
  const minDays = readNumber(value['minDays'], at(spot, 'minDays'), range);
  const maxDays = readNumber(value['maxDays'], at(spot, 'maxDays'), range);
  if (multiple === null || minDays === null || maxDays === null) return null;
  if (minDays > maxDays) {
    tell(spot, 'condition.window_bounds_crossed', 'The least window is longer than the greatest.');
    return null;
  }
  return { window, multiple, minDays, maxDays };
}

function tooShort(daysMin: number): string {
  const least = daysMin < 1 ? 'an hour' : daysMin === 1 ? 'a day' : `${daysMin} days`;
  return `A window as short as this one holds for nobody, or is over unseen: it lasts ${least} at least.`;
}

const datePattern = /^\d{4}-\d{2}-\d{2}$/u;

export function readDay(value: FactValue | undefined, spot: Spot): string | undefined {
  if (typeof value === 'string' && datePattern.test(value) && isCalendarDay(value)) return value;
  tell(spot, 'condition.not_a_date', 'A calendar day such as 2026-03-08 is expected here.');
  return undefined;
}

function isCalendarDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

function checkBetween(
  value: FactValue | undefined,
  spot: Spot,
  definition: FieldDefinition,
): readonly number[] | undefined {
  if (Array.isArray(value) && value.length === 2) {
    const [low, high] = value as readonly FactValue[];
    if (isNumberFor(low, definition) && isNumberFor(high, definition) && low <= high) return [low, high];
  }
  tell(spot, 'condition.not_a_range', `Two numbers in ascending order are expected here${upTo(definition)}.`);
  return undefined;
}

function isNumberFor(value: FactValue | undefined, definition: FieldDefinition): value is number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  return definition.numberMax === null || value <= definition.numberMax;
}

function upTo(definition: FieldDefinition): string {
  return definition.numberMax === null ? '' : `, at most ${definition.numberMax}`;
}

function checkTexts(value: FactValue | undefined, spot: Spot): readonly string[] | undefined {
  if (Array.isArray(value) && value.length > 0 && value.length <= listLengthMax) {
    const texts = (value as readonly FactValue[]).filter((item) => typeof item === 'string');
    if (texts.length === value.length) return texts;
  }
  tell(spot, 'condition.not_a_list_of_texts', `A list of 1 to ${listLengthMax} texts is expected here.`);
  return undefined;
}

function checkText(value: FactValue | undefined, spot: Spot): string | undefined {
  if (typeof value === 'string' && value.length > 0 && value.length <= textLengthMax) return value;
  tell(spot, 'condition.not_a_text', `A text of 1 to ${textLengthMax} characters is expected here.`);
  return undefined;
}

function checkScalar(value: FactValue | undefined, spot: Spot, expected: Expected): ConditionValue | undefined {
  const { definition, operator } = expected;
  switch (definition.type) {
    case 'number':
      if (isNumberFor(value, definition)) return value;
      tell(spot, 'condition.not_a_number', `A number is expected here${upTo(definition)}.`);
      return undefined;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      tell(spot, 'condition.not_a_boolean', 'True or false is expected here.');
      return undefined;
    case 'any':
      if (typeof value === 'number' && Number.isFinite(value)) return value;
      if (typeof value === 'boolean' && !isOrder(operator)) return value;
      return checkText(value, spot);
    case 'text':
    case 'instant':
      return checkText(value, spot);
  }
}

function isOrder(operator: ConditionOperator): boolean {
  return operator !== '=' && operator !== '!=';
}
