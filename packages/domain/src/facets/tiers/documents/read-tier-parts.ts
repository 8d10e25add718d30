import type { FactValue } from '../../../kernel/base/payload.ts';
import {
  at,
  readChoice,
  readId,
  readList,
  readLocalized,
  readObject,
  tell,
} from '../../../kernel/documents/read-json.ts';
import type { Spot } from '../../../kernel/documents/read-json.ts';
import { readInteger, readLength, readOptional } from '../../wallets/documents/read-parts.ts';
import { roundings } from '../../wallets/documents/wallet-document.ts';
import {
  amountMax,
  benefitCountRange,
  benefitKinds,
  benefitPeriods,
  benefitsMax,
  graceDaysRange,
  graceRoundings,
  hoursRange,
  measureKinds,
  measureRulesMax,
  measuresMax,
  periodKinds,
  periodUnits,
  rollingDaysRange,
  tierCombinators,
  validPeriodsRange,
} from './tier-set.ts';
import type {
  BenefitLimit,
  MeasureRule,
  Qualification,
  TierBenefit,
  TierGrace,
  TierMeasure,
  TierPeriod,
  TierValidity,
} from './tier-set.ts';

export const measureKeys = ['id', 'kind', 'wallet'] as const;
export const periodKeys = ['kind', 'days', 'unit'] as const;
export const validityKeys = ['periods', 'length', 'roundTo'] as const;
export const graceKeys = ['days', 'roundTo'] as const;
export const qualifiesKeys = ['invitation', 'combinator', 'rules'] as const;
export const measureRuleKeys = ['measure', 'atLeast'] as const;
export const benefitKeys = ['id', 'kind', 'name', 'limit', 'hours'] as const;
export const limitKeys = ['per', 'count'] as const;
export const amountRange = { min: 1, max: amountMax } as const;

/** Reads each item; null where one was not sound. */
function readEach<Item>(
  value: FactValue | undefined,
  { spot, max }: { readonly spot: Spot; readonly max: number },
  read: (item: FactValue, spot: Spot) => Item | null,
): readonly Item[] | null {
  const items = readList(value, spot, max);
  const found = items.flatMap((item, index) => read(item, at(spot, index)) ?? []);
  return found.length === items.length ? found : null;
}

/** Tells of ids that stand there twice. */
export function tellTwice(ids: readonly string[], spot: Spot): void {
  if (new Set(ids).size < ids.length) tell(spot, 'document.twice', 'Each id may stand here once.');
}

export function readMeasures(value: FactValue | undefined, spot: Spot): readonly TierMeasure[] | null {
  const measures = readEach(value ?? [], { spot, max: measuresMax }, readMeasure);
  if (measures !== null)
    tellTwice(
      measures.map(({ id }) => id),
      spot,
    );
  return measures;
}

function readMeasure(value: FactValue, spot: Spot): TierMeasure | null {
  const object = readObject(value, spot, measureKeys);
  if (object === null) return null;
  const id = readId(object['id'], at(spot, 'id'));
  const kind = readChoice(object['kind'], at(spot, 'kind'), measureKinds);
  if (id === null || kind === null) return null;
  if (kind === 'wallet') {
    const wallet = readId(object['wallet'], at(spot, 'wallet'));
    return wallet === null ? null : { id, kind, wallet };
  }
  if (object['wallet'] !== undefined && object['wallet'] !== null)
    tell(at(spot, 'wallet'), 'tier.wallet_of_no_use', 'Only a measure of the kind "wallet" names one.');
  return { id, kind, wallet: null };
}

export function readPeriod(value: FactValue | undefined, spot: Spot): TierPeriod | null {
  const object = readObject(value, spot, periodKeys);
  if (object === null) return null;
  const kind = readChoice(object['kind'], at(spot, 'kind'), periodKinds);
  if (kind === null) return null;
  const needed = kind === 'rolling' ? 'days' : kind === 'calendar' ? 'unit' : null;
  for (const key of ['days', 'unit'] as const)
    if (key !== needed && object[key] !== undefined)
      tell(at(spot, key), 'tier.not_of_this_period', `A period of the kind "${kind}" has no ${key}.`);
  if (kind === 'rolling') {
    const days = readInteger(object['days'], at(spot, 'days'), rollingDaysRange);
    return days === null ? null : { kind, days };
  }
  if (kind !== 'calendar') return { kind };
  const unit = readChoice(object['unit'], at(spot, 'unit'), periodUnits);
  return unit === null ? null : { kind, unit };
}

export function readValidity(value: FactValue, spot: Spot): TierValidity | null {
  const object = readObject(value, spot, validityKeys);
  if (object === null) return null;
  const periods = readOptional<number | null>(object['periods'], null, (given) =>
    readInteger(given, at(spot, 'periods'), validPeriodsRange),
  );
  const length = readOptional(object['length'], null, (given) => readLength(given, at(spot, 'length')));
  const roundTo = readOptional<TierValidity['roundTo']>(object['roundTo'], 'none', (given) =>
    readChoice(given, at(spot, 'roundTo'), roundings),
  );
  if (periods === undefined || length === undefined || roundTo === undefined) return null;
  if ((periods === null) === (length === null)) {
    tell(spot, 'tier.one_validity', 'Either periods or a length is expected here.');
    return null;
  }
  if (periods !== null && roundTo !== 'none')
    tell(at(spot, 'roundTo'), 'tier.periods_rounded', 'Periods end by themselves; only a length is rounded.');
  return { periods, length, roundTo };
}

export function readGrace(value: FactValue, spot: Spot): TierGrace | null {
  const object = readObject(value, spot, graceKeys);
  if (object === null) return null;
  const days = readInteger(object['days'], at(spot, 'days'), graceDaysRange);
  const roundTo = readOptional<TierGrace['roundTo']>(object['roundTo'], 'none', (given) =>
    readChoice(given, at(spot, 'roundTo'), graceRoundings),
  );
  return days === null || roundTo === undefined ? null : { days, roundTo };
}

export function readQualification(value: FactValue, spot: Spot): Qualification | null {
  const object = readObject(value, spot, qualifiesKeys);
  if (object === null) return null;
  const { invitation } = object;
  if (invitation !== undefined) {
    if (invitation === true && Object.keys(object).length === 1) return { invitation };
    tell(spot, 'tier.invitation_alone', 'A level by invitation says `"invitation": true` and nothing else here.');
    return null;
  }
  const combinator = readChoice(object['combinator'], at(spot, 'combinator'), tierCombinators);
  const own = at(spot, 'rules');
  const rules = readEach(object['rules'], { spot: own, max: measureRulesMax }, readMeasureRule);
  if (rules?.length === 0) tell(own, 'document.empty_list', 'At least one is expected here.');
  return combinator === null || rules === null || rules.length === 0 ? null : { combinator, rules };
}

function readMeasureRule(value: FactValue, spot: Spot): MeasureRule | null {
  const object = readObject(value, spot, measureRuleKeys);
  if (object === null) return null;
  const measure = readId(object['measure'], at(spot, 'measure'));
  const atLeast = readInteger(object['atLeast'], at(spot, 'atLeast'), amountRange);
  return measure === null || atLeast === null ? null : { measure, atLeast };
}

export function readBenefits(value: FactValue, spot: Spot): readonly TierBenefit[] | null {
  const benefits = readEach(value, { spot, max: benefitsMax }, readBenefit);
  if (benefits !== null)
    tellTwice(
      benefits.map(({ id }) => id),
      spot,
    );
  return benefits;
}

function readBenefit(value: FactValue, spot: Spot): TierBenefit | null {
  const object = readObject(value, spot, benefitKeys);
  if (object === null) return null;
  const id = readId(object['id'], at(spot, 'id'));
  const kind = readChoice(object['kind'], at(spot, 'kind'), benefitKinds);
  const name = readLocalized(object['name'], at(spot, 'name'));
  const limit = readOptional<BenefitLimit | null>(object['limit'], null, (given) =>
    readLimit(given, at(spot, 'limit')),
  );
  const hours = readOptional<number | null>(object['hours'], null, (given) =>
    readInteger(given, at(spot, 'hours'), hoursRange),
  );
  if (id === null || kind === null || name === null || limit === undefined || hours === undefined) return null;
  if ((kind === 'early_access') !== (hours !== null)) {
    tell(at(spot, 'hours'), 'tier.hours_of_early_access', 'Hours are said of early access, and of nothing else.');
    return null;
  }
  return { id, kind, name, limit, hours };
}

function readLimit(value: FactValue, spot: Spot): BenefitLimit | null {
  const object = readObject(value, spot, limitKeys);
  if (object === null) return null;
  const per = readChoice(object['per'], at(spot, 'per'), benefitPeriods);
  const count = readInteger(object['count'], at(spot, 'count'), benefitCountRange);
  return per === null || count === null ? null : { per, count };
}
