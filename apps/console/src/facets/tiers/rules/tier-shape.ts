import type { LocalizedText } from '@perennial/domain';
import { minorDigits } from '@perennial/contracts';
import type { FieldSet } from '../../../conditions/editor-field.ts';
import type { Rest } from '../../../editing/document-parts.ts';
import type { Choice, FormShape, PartInput } from '../../../editing/document-form/form-shape.ts';

interface Given {
  readonly fields: FieldSet;
  readonly currency: string;
  readonly wallets: readonly Choice[];
  readonly measures: readonly Choice[];
  /** Whether every measure of the set is money, so that what levels ask is typed as such. */
  readonly isAllMoney: boolean;
  readonly hintOfAtLeast: string;
}

const keysOfPeriods: Readonly<Record<string, readonly string[]>> = {
  rolling: ['kind', 'days'],
  calendar: ['kind', 'unit'],
};

const firstParts: Readonly<Record<string, unknown>> = {
  'measures[]': { id: 'spend', kind: 'net_spend' },
  'measures[].wallet': '',
  'levels[]': { id: 'level', name: { en: 'New level', zh: '新等级' }, benefits: [] },
  'levels[].qualifies.combinator': 'and',
  'levels[].qualifies.rules': [],
  'levels[].qualifies': { combinator: 'and', rules: [] },
  'levels[].qualifies.rules[]': { measure: '', atLeast: 100_000 },
  'levels[].who': { field: 'purchase.count', operator: '>=', value: 1 },
  'levels[].benefits[]': { id: 'benefit', kind: 'free_shipping', name: { en: 'Free shipping', zh: '包邮' } },
  'levels[].benefits[].limit': { per: 'month', count: 1 },
  'period.days': 365,
  'period.unit': 'year',
  validFor: { periods: 1 },
  'validFor.length': { unit: 'months', count: 12 },
  grace: { days: 30 },
};

/** The form of a tier set. */
export function tierShape({ fields, currency, wallets, measures, isAllMoney, hintOfAtLeast }: Given): FormShape {
  const inputs: Readonly<Record<string, PartInput>> = {
    'measures[].wallet': { kind: 'choices', choices: wallets },
    'levels[].qualifies.rules[].measure': { kind: 'choices', choices: measures },
    'levels[].who': { kind: 'condition', fields, firstField: 'purchase.count' },
  };
  return {
    keysOf: keysOfTierPart,
    inputOf: (path) => {
      if (path === 'levels[].qualifies.rules[].atLeast' && isAllMoney)
        return { kind: 'scaled', digits: minorDigits(currency), unit: currency };
      return inputs[path];
    },
    firstOf: (path) => firstParts[path],
    optional: ['validFor.length'],
    labelOf: (path) => labels[path],
    hintOf: (path) => (path === 'levels[].qualifies.rules[].atLeast' && !isAllMoney ? hintOfAtLeast : undefined),
  };
}

const labels: Readonly<Record<string, LocalizedText>> = {
  'levels[].who': { en: 'who else', zh: '其他条件' },
};

function keysOfTierPart(path: string, value: Rest): readonly string[] | undefined {
  if (path === 'period') return keysOfPeriods[String(value['kind'])] ?? ['kind'];
  if (path === 'measures[]') return value['kind'] === 'wallet' ? ['id', 'kind', 'wallet'] : ['id', 'kind'];
  if (path === 'levels[].qualifies')
    return value['invitation'] === true ? ['invitation'] : ['invitation', 'combinator', 'rules'];
  if (path === 'levels[].benefits[]')
    return value['kind'] === 'early_access'
      ? ['id', 'kind', 'name', 'limit', 'hours']
      : ['id', 'kind', 'name', 'limit'];
  return undefined;
}
