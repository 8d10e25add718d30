import { factCatalogue, lineFields, orderFields } from '@perennial/domain';
import type { FieldDefinition, LocalizedText } from '@perennial/domain';
import { minorDigits } from '@perennial/contracts';
import type { EditorField, FieldSet } from '../../../conditions/editor-field.ts';
import type { Rest } from '../../../editing/document-parts.ts';
import type { Choice, FormShape, PartInput } from '../../../editing/document-form/form-shape.ts';
import { firstOfExpiry, keysOfExpiry } from '../rules/wallet-shape.ts';

interface Given {
  readonly local: (text: LocalizedText) => string;
  /** What may be asked of members. */
  readonly members: FieldSet;
  readonly currency: string;
  readonly locale: string;
  /** Of the wallet that the rule fills. */
  readonly decimals: number;
  readonly isAboutOrder: boolean;
  readonly wallets: readonly Choice[];
  readonly rules: readonly Choice[];
  readonly calendars: readonly Choice[];
}

const keysOfKinds: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  on: {
    order: ['kind'],
    fact: ['kind', 'type'],
    derived: ['kind', 'type'],
    yearly: ['kind', 'date', 'attribute'],
    monthly: ['kind', 'day', 'rollOverMax'],
  },
  award: {
    rate: ['kind', 'perMinor', 'units', 'rounding'],
    fixed: ['kind', 'units'],
    multiplier: ['kind', 'factorHundredths', 'of', 'rounding'],
  },
  pending: {
    days: ['until', 'days'],
    event: ['until', 'type', 'cancelAfterDays'],
    hand: ['until', 'cancelAfterDays'],
  },
};

const firstParts: Readonly<Record<string, unknown>> = {
  'on.type': 'review.posted',
  'on.date': 'birthday',
  'on.day': 1,
  'award.perMinor': 100,
  'award.units': 1,
  'award.factorHundredths': 200,
  pending: { until: 'days', days: 7 },
  'pending.days': 7,
  'pending.type': 'order.fulfilled',
  who: { field: 'purchase.count', operator: '>=', value: 1 },
  what: { field: 'order.amount', operator: '>=', value: 10_000 },
  lines: { field: 'line.category', operator: '=', value: '' },
  schedule: {},
  'schedule.hours': { from: '09:00', to: '12:00' },
  'schedule.holidays': { calendar: '' },
  scope: {},
  cost: { units: 100, minor: 100 },
  'caps[]': { per: 'member', period: 'month', units: 1000 },
};

const unitPaths = new Set(['award.units', 'on.rollOverMax', 'caps[].units', 'cost.units']);
const moneyPaths = new Set(['award.perMinor', 'minimumMinor', 'budgetMinor', 'cost.minor']);

/** The form of an earning rule. */
export function ruleShape(given: Given): FormShape {
  const { local, currency, decimals, isAboutOrder } = given;
  const what = isAboutOrder ? fieldSetOf(orderFields, local) : factFieldSet(local);
  const lines = fieldSetOf(lineFields, local);
  const choices: Readonly<Record<string, PartInput>> = {
    wallet: { kind: 'choices', choices: given.wallets },
    'award.of': { kind: 'choices', choices: given.rules },
    'award.factorHundredths': { kind: 'scaled', digits: 2, unit: '×' },
    'schedule.weekdays': { kind: 'choices', choices: weekdays(given.locale) },
    'schedule.monthDays': { kind: 'choices', choices: numbers(31) },
    'schedule.months': { kind: 'choices', choices: months(given.locale) },
    'schedule.holidays.calendar': { kind: 'choices', choices: given.calendars },
    who: { kind: 'condition', fields: given.members, firstField: 'purchase.count' },
    what: { kind: 'condition', fields: what, firstField: isAboutOrder ? 'order.amount' : 'fact.channel' },
    lines: { kind: 'condition', fields: lines, firstField: 'line.category' },
  };
  return {
    keysOf: (path, value) => (path === 'expiry' ? keysOfExpiry(value) : keysOfKind(path, value)),
    inputOf: (path) => {
      if (moneyPaths.has(path)) return { kind: 'scaled', digits: minorDigits(currency), unit: currency };
      return unitPaths.has(path) ? { kind: 'scaled', digits: decimals } : choices[path];
    },
    firstOf: (path) => {
      if (path === 'what' && !isAboutOrder) return { field: 'fact.channel', operator: '=', value: '' };
      return firstParts[path] ?? firstOfExpiry(path);
    },
    labelOf: (path) => labels[path],
  };
}

/** Money is typed in the currency here, not in its minor units. */
const labels: Readonly<Record<string, LocalizedText>> = {
  'award.perMinor': { en: 'for each', zh: '每消费' },
  'cost.minor': { en: 'cost', zh: '成本金额' },
};

function keysOfKind(path: string, value: Rest): readonly string[] | undefined {
  const kinds = keysOfKinds[path];
  const discriminator = path === 'pending' ? 'until' : 'kind';
  return kinds === undefined ? undefined : (kinds[String(value[discriminator])] ?? [discriminator]);
}

function toEditorField(field: FieldDefinition, local: Given['local']): EditorField {
  return {
    name: field.field,
    label: local(field.label),
    kind: field.type,
    unit: field.unit,
    group: 'event',
    operatorNames: [...field.operators],
    windowDaysMin: 0,
  };
}

function fieldSetOf(definitions: readonly FieldDefinition[], local: Given['local']): FieldSet {
  const fields = definitions.map((field) => toEditorField(field, local));
  return { fields, find: (name) => fields.find((field) => field.name === name), named: () => [] };
}

const propertyPrefix = 'fact.payload.';

/** Also every property of the event, by the path that is typed. */
function factFieldSet(local: Given['local']): FieldSet {
  const { fields } = fieldSetOf(factCatalogue.fields, local);
  const property = (name: string) => {
    const found = factCatalogue.find(name);
    return found === undefined ? undefined : toEditorField(found, local);
  };
  return {
    fields,
    find: (name) => fields.find((field) => field.name === name) ?? property(name),
    named: (text) => (text.trim() === '' ? [] : [property(propertyPrefix + text.trim())].flatMap((one) => one ?? [])),
  };
}

function numbers(max: number): readonly Choice[] {
  return Array.from({ length: max }, (_, index) => ({ value: index + 1, label: String(index + 1) }));
}

/** 1 Monday to 7 Sunday; the fifth of January 1970 was a Monday. */
function weekdays(locale: string): readonly Choice[] {
  const name = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  return numbers(7).map(({ value }) => ({ value, label: name.format(Date.UTC(1970, 0, 4 + Number(value))) }));
}

function months(locale: string): readonly Choice[] {
  const name = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });
  return numbers(12).map(({ value }) => ({ value, label: name.format(Date.UTC(1970, Number(value) - 1, 1)) }));
}
