import { roundings } from '../../../../money/proportion.ts';
import type { Rounding } from '../../../../money/proportion.ts';
import type { FactValue } from '../../../../kernel/base/payload.ts';
import {
  at,
  isObject,
  readChoice,
  readId,
  readFilledList,
  readList,
  readObject,
  readText,
  tell,
} from '../../../../kernel/documents/read-json.ts';
import type { JsonObject, NumberRange, Spot } from '../../../../kernel/documents/read-json.ts';
import { readInteger, readOptional } from '../../documents/read-parts.ts';
import { unitsMax } from '../../documents/wallet-document.ts';
import type { LotScope, UnitValue } from '../../documents/wallet-document.ts';
import {
  awardKinds,
  capPeriods,
  capScopes,
  capsMax,
  earningRulesMax,
  onKinds,
  pendingEvents,
  pendingKinds,
  scopeNamesMax,
  yearlyDates,
} from './earning-rule.ts';
import type { Award, Cap, EarnOn, Pending } from './earning-rule.ts';

export const onKeys = ['kind', 'type', 'date', 'attribute', 'day', 'rollOverMax'] as const;
export const awardKeys = ['kind', 'perMinor', 'units', 'rounding', 'factorHundredths', 'of'] as const;
export const pendingKeys = ['until', 'days', 'type', 'cancelAfterDays'] as const;
export const capKeys = ['per', 'period', 'units'] as const;
export const scopeKeys = ['stores', 'channels', 'categories'] as const;
export const costKeys = ['units', 'minor'] as const;

export const someUnits: NumberRange = { min: 1, max: unitsMax };
export const anyUnits: NumberRange = { min: 0, max: unitsMax };
export const someMinor: NumberRange = { min: 1, max: 1_000_000_000_000 };
export const anyMinor: NumberRange = { min: 0, max: 1_000_000_000_000 };
/** A hundredth more than once, up to a hundred times as much. */
export const factorRange: NumberRange = { min: 101, max: 10_000 };
export const monthDayRange: NumberRange = { min: 1, max: 31 };
export const waitDaysRange: NumberRange = { min: 1, max: 3660 };
export const attributeNameMax = 100;
/** Past tense, dotted; of the brand's own facts too. */
export const factTypePattern = /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+$/u;
export const birthdayAttribute = 'birthday';

const keysOfOn: Readonly<Record<EarnOn['kind'], readonly string[]>> = {
  order: [],
  fact: ['type'],
  derived: ['type'],
  yearly: ['date', 'attribute'],
  monthly: ['day', 'rollOverMax'],
};
const keysOfAward: Readonly<Record<Award['kind'], readonly string[]>> = {
  rate: ['perMinor', 'units', 'rounding'],
  fixed: ['units'],
  multiplier: ['factorHundredths', 'of', 'rounding'],
};
const keysOfPending: Readonly<Record<Pending['until'], readonly string[]>> = {
  days: ['days'],
  event: ['type', 'cancelAfterDays'],
  hand: ['cancelAfterDays'],
};

/** What is said that this kind does not have would be a silently ignored wish. */
function tellOthers(object: JsonObject, spot: Spot, known: readonly string[]): void {
  for (const [key, value] of Object.entries(object))
    if (!known.includes(key) && value !== null)
      tell(at(spot, key), 'earning.not_of_this_kind', `This kind has no ${key}.`);
}

export function readOn(value: FactValue | undefined, spot: Spot): EarnOn | null {
  const object = readObject(value, spot, onKeys);
  if (object === null) return null;
  const kind = readChoice(object['kind'], at(spot, 'kind'), onKinds);
  if (kind === null) return null;
  tellOthers(object, spot, ['kind', ...keysOfOn[kind]]);
  switch (kind) {
    case 'order':
      return { kind };
    case 'fact':
    case 'derived': {
      const type = readType(object['type'], at(spot, 'type'), kind);
      return type === null ? null : { kind, type };
    }
    case 'yearly': {
      const date = readChoice(object['date'], at(spot, 'date'), yearlyDates);
      const attribute = readOptional(object['attribute'], birthdayAttribute, (given) =>
        readText(given, at(spot, 'attribute'), attributeNameMax),
      );
      if (date === null || attribute === undefined) return null;
      if (date === 'anniversary' && isObject(value) && typeof value['attribute'] === 'string')
        tell(at(spot, 'attribute'), 'earning.not_of_this_kind', 'An anniversary is that of the registration.');
      return { kind, date, attribute };
    }
    case 'monthly': {
      const day = readInteger(object['day'], at(spot, 'day'), monthDayRange);
      const rollOverMax = readOptional<number | null>(object['rollOverMax'], null, (given) =>
        readInteger(given, at(spot, 'rollOverMax'), anyUnits),
      );
      return day === null || rollOverMax === undefined ? null : { kind, day, rollOverMax };
    }
  }
}

/** Orders are followed as they change, which a rule over one of their facts would not do; balances would bring about themselves. */
function readType(value: FactValue | undefined, spot: Spot, kind: 'fact' | 'derived'): string | null {
  const type = readText(value, spot);
  if (type === null) return null;
  if (!factTypePattern.test(type)) {
    tell(spot, 'earning.not_a_type', 'A type such as review.posted is expected here.');
    return null;
  }
  if (kind === 'fact' && type.startsWith('order.'))
    tell(spot, 'earning.order_as_fact', 'Rules over orders have the kind "order", which follows refunds.');
  if (kind === 'derived' && type.startsWith('wallet.'))
    tell(spot, 'earning.circular', 'What a balance brings about would change the balance again.');
  return type;
}

export function readAward(value: FactValue | undefined, spot: Spot): Award | null {
  const object = readObject(value, spot, awardKeys);
  if (object === null) return null;
  const kind = readChoice(object['kind'], at(spot, 'kind'), awardKinds);
  if (kind === null) return null;
  tellOthers(object, spot, ['kind', ...keysOfAward[kind]]);
  const rounding = readOptional<Rounding>(object['rounding'], 'down', (given) =>
    readChoice(given, at(spot, 'rounding'), roundings),
  );
  if (kind === 'multiplier') {
    const factorHundredths = readInteger(object['factorHundredths'], at(spot, 'factorHundredths'), factorRange);
    const of = readOptional<readonly string[] | null>(object['of'], null, (given) => readIds(given, at(spot, 'of')));
    if (factorHundredths === null || of === undefined || rounding === undefined) return null;
    return { kind, factorHundredths, of, rounding };
  }
  const units = readInteger(object['units'], at(spot, 'units'), someUnits);
  if (kind === 'fixed') return units === null ? null : { kind, units };
  const perMinor = readInteger(object['perMinor'], at(spot, 'perMinor'), someMinor);
  return perMinor === null || units === null || rounding === undefined ? null : { kind, perMinor, units, rounding };
}

function readIds(value: FactValue, spot: Spot): readonly string[] | null {
  const items = readFilledList(value, spot, earningRulesMax);
  const ids = items.flatMap((item, index) => readId(item, at(spot, index)) ?? []);
  if (new Set(ids).size < ids.length) tell(spot, 'document.twice', 'Each may stand here once.');
  return ids.length === items.length && ids.length > 0 ? ids : null;
}

export function readPending(value: FactValue, spot: Spot): Pending | null {
  const object = readObject(value, spot, pendingKeys);
  if (object === null) return null;
  const until = readChoice(object['until'], at(spot, 'until'), pendingKinds);
  if (until === null) return null;
  tellOthers(object, spot, ['until', ...keysOfPending[until]]);
  if (until === 'days') {
    const days = readInteger(object['days'], at(spot, 'days'), waitDaysRange);
    return days === null ? null : { until, days };
  }
  const cancelAfterDays = readOptional<number | null>(object['cancelAfterDays'], null, (given) =>
    readInteger(given, at(spot, 'cancelAfterDays'), waitDaysRange),
  );
  if (cancelAfterDays === undefined) return null;
  if (until === 'hand') return { until, cancelAfterDays };
  const type = readChoice(object['type'], at(spot, 'type'), pendingEvents);
  return type === null ? null : { until, type, cancelAfterDays };
}

export function readCaps(value: FactValue, spot: Spot): readonly Cap[] | null {
  const items = readList(value, spot, capsMax);
  const caps: Cap[] = [];
  for (const [index, item] of items.entries()) {
    const own = at(spot, index);
    const object = readObject(item, own, capKeys);
    if (object === null) continue;
    const per = readChoice(object['per'], at(own, 'per'), capScopes);
    const period = readChoice(object['period'], at(own, 'period'), capPeriods);
    const units = readInteger(object['units'], at(own, 'units'), someUnits);
    if (per === null || period === null || units === null) continue;
    if (per === 'rule' && period !== 'ever')
      tell(at(own, 'period'), 'earning.shared_cap_ends', 'What everybody shares is shared for good: "ever".');
    if (caps.some((cap) => cap.per === per && cap.period === period))
      tell(own, 'document.twice', 'Each may stand here once.');
    caps.push({ per, period, units });
  }
  return caps.length === items.length ? caps : null;
}

export function readScope(value: FactValue, spot: Spot): LotScope | null {
  const object = readObject(value, spot, scopeKeys);
  if (object === null) return null;
  const scope: { stores?: readonly string[]; channels?: readonly string[]; categories?: readonly string[] } = {};
  let isSound = true;
  for (const key of scopeKeys) {
    const names = readOptional<readonly string[] | null>(object[key], null, (given) => readNames(given, at(spot, key)));
    if (names === undefined) isSound = false;
    else if (names !== null) scope[key] = names;
  }
  return isSound ? scope : null;
}

/** Names as facts write them, each once and in order, so that equal lists are the same text. */
export function readNames(value: FactValue, spot: Spot, countMax = scopeNamesMax): readonly string[] | null {
  const items = readFilledList(value, spot, countMax);
  const names = items.flatMap((item, index) => readText(item, at(spot, index)) ?? []);
  return names.length === items.length && names.length > 0 ? [...new Set(names)].toSorted() : null;
}

export function readCost(value: FactValue, spot: Spot): UnitValue | null {
  const object = readObject(value, spot, costKeys);
  if (object === null) return null;
  const units = readInteger(object['units'], at(spot, 'units'), someUnits);
  const minor = readInteger(object['minor'], at(spot, 'minor'), someMinor);
  return units === null || minor === null ? null : { units, minor };
}

export function readTruth(value: FactValue, spot: Spot): boolean | null {
  if (typeof value === 'boolean') return value;
  tell(spot, 'document.not_a_truth_value', 'true or false is expected here.');
  return null;
}
