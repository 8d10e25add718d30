import { checkCondition } from '../../../../conditions/check-condition.ts';
import type { Condition, ConditionNode } from '../../../../conditions/condition.ts';
import type { FactValue } from '../../../../kernel/base/payload.ts';
import { at, readChoice, readId, readLocalized, readObject, tell } from '../../../../kernel/documents/read-json.ts';
import type { JsonObject, NumberRange, Spot } from '../../../../kernel/documents/read-json.ts';
import type { FieldCatalogue } from '../../../../kernel/fields/world.ts';
import { readExpiry, readInteger, readOptional } from '../../documents/read-parts.ts';
import type { ExpiryPolicy, LotScope, UnitValue } from '../../documents/wallet-document.ts';
import { parseSchedule } from '../../schedule/parse-schedule.ts';
import type { Calendars, Schedule } from '../../schedule/documents.ts';
import { grantedClasses, groupModes, nothingExcluded, tendersMax } from './earning-rule.ts';
import type { Award, Cap, EarnOn, EarningRule, GroupMode, Pending } from './earning-rule.ts';
import { factCatalogue, lineCatalogue, orderCatalogue } from './event-fields.ts';
import {
  anyMinor,
  readAward,
  readCaps,
  readCost,
  readNames,
  readOn,
  readPending,
  readScope,
  readTruth,
  someMinor,
} from './read-rule-parts.ts';

/** A rule whose conditions were checked. */
export interface ParsedRule {
  readonly rule: EarningRule;
  readonly who: ConditionNode | null;
  readonly what: ConditionNode | null;
  readonly lines: ConditionNode | null;
}

export const ruleKeys = [
  'id',
  'name',
  'on',
  'wallet',
  'award',
  'who',
  'what',
  'lines',
  'minimumMinor',
  'excludes',
  'schedule',
  'group',
  'mode',
  'priority',
  'pending',
  'expiry',
  'lotPriority',
  'scope',
  'lotClass',
  'cost',
  'caps',
  'budgetMinor',
  'countsBackfill',
  'keeps',
] as const;
type RuleKey = (typeof ruleKeys)[number];

/** Of the rule and of its lots. */
export const priorityRange: NumberRange = { min: -1000, max: 1000 };

export interface RuleUse {
  /** Of the program: what is known of members. */
  readonly catalogue: FieldCatalogue;
  readonly calendars: Calendars;
}

interface Reading {
  readonly object: JsonObject;
  readonly spot: Spot;
}
type Reader<Value> = (given: FactValue, spot: Spot) => Value | null;

/** What may be left out; undefined where a problem was told. */
function optional<Value>(
  { object, spot }: Reading,
  key: RuleKey,
  { otherwise, read }: { readonly otherwise: Value; readonly read: Reader<Value> },
): Value | undefined {
  return readOptional(object[key], otherwise, (given) => read(given, at(spot, key)));
}

function orNone<Value>(reading: Reading, key: RuleKey, read: Reader<Value>): Value | null | undefined {
  return optional<Value | null>(reading, key, { otherwise: null, read });
}

/** Reads a rule; every problem is told to `spot`, and null given when there was one. */
export function parseRule(value: FactValue | undefined, spot: Spot, use: RuleUse): ParsedRule | null {
  const before = spot.problems.problems.length;
  const object = readObject(value, spot, ruleKeys);
  if (object === null) return null;
  const reading = { object, spot };
  const head = readHead(reading);
  const conditions = readConditions(reading, head, use);
  const order = readOrderParts(reading);
  const plan = readPlan(reading, use);
  const lot = readLot(reading);
  const limits = readLimits(reading);
  if (spot.problems.problems.length > before || head === null) return null;
  if (order === null || plan === null || lot === null || limits === null || conditions === null) return null;
  const { who, what, lines } = conditions;
  const asked = { who: toCondition(object, who, 'who'), what: toCondition(object, what, 'what') };
  const rule = { ...head, ...asked, lines: toCondition(object, lines, 'lines'), ...order, ...plan, ...lot, ...limits };
  checkParts(rule, spot);
  return spot.problems.problems.length > before ? null : { rule, who, what, lines };
}

type Head = Pick<EarningRule, 'id' | 'name' | 'on' | 'wallet' | 'award'>;

function readHead({ object, spot }: Reading): Head | null {
  const id = readId(object['id'], at(spot, 'id'));
  const name = readLocalized(object['name'], at(spot, 'name'));
  const on: EarnOn | null = readOn(object['on'], at(spot, 'on'));
  const wallet = readId(object['wallet'], at(spot, 'wallet'));
  const award: Award | null = readAward(object['award'], at(spot, 'award'));
  if (id === null || name === null || on === null || wallet === null || award === null) return null;
  return { id, name, on, wallet, award };
}

type Conditions = Pick<ParsedRule, 'who' | 'what' | 'lines'>;

function readConditions(reading: Reading, head: Head | null, { catalogue }: RuleUse): Conditions | null {
  const check = (known: FieldCatalogue) => (given: FactValue, spot: Spot) =>
    checkCondition(given, spot, { catalogue: known, purpose: 'now' });
  const who = orNone(reading, 'who', check(catalogue));
  // Which fields there are hangs on what it is about.
  const isAboutOrder = head === null || head.on.kind === 'order';
  const what = orNone(reading, 'what', check(isAboutOrder ? orderCatalogue : factCatalogue));
  const lines = orNone(reading, 'lines', check(lineCatalogue));
  return who === undefined || what === undefined || lines === undefined ? null : { who, what, lines };
}

/** The parse boundary: `checkCondition` has found the shape to be a condition. */
function toCondition(object: JsonObject, node: ConditionNode | null, key: RuleKey): Condition | null {
  return node === null ? null : (object[key] as unknown as Condition);
}

function readOrderParts(reading: Reading): Pick<EarningRule, 'minimumMinor' | 'excludes'> | null {
  const minimumMinor = optional(reading, 'minimumMinor', {
    otherwise: 0,
    read: (given, spot) => readInteger(given, spot, anyMinor),
  });
  const excludes = optional(reading, 'excludes', {
    otherwise: nothingExcluded,
    read: (given, spot) => readNames(given, spot, tendersMax),
  });
  return minimumMinor === undefined || excludes === undefined ? null : { minimumMinor, excludes };
}

type Planned = Pick<EarningRule, 'schedule' | 'group' | 'mode' | 'priority' | 'countsBackfill' | 'keeps'>;

function readPlan(reading: Reading, { calendars }: RuleUse): Planned | null {
  const schedule = orNone<Schedule>(reading, 'schedule', (given, spot) => parseSchedule(given, spot, calendars));
  const group = orNone(reading, 'group', readId);
  const mode = optional<GroupMode>(reading, 'mode', {
    otherwise: 'add',
    read: (given, spot) => readChoice(given, spot, groupModes),
  });
  const priority = readPriority(reading, 'priority');
  const countsBackfill = optional(reading, 'countsBackfill', { otherwise: false, read: readTruth });
  const keeps = optional(reading, 'keeps', { otherwise: false, read: readTruth });
  if (schedule === undefined || group === undefined || mode === undefined || priority === undefined) return null;
  if (countsBackfill === undefined || keeps === undefined) return null;
  return { schedule, group, mode, priority, countsBackfill, keeps };
}

function readPriority(reading: Reading, key: 'priority' | 'lotPriority'): number | undefined {
  return optional(reading, key, {
    otherwise: 0,
    read: (given, spot) => readInteger(given, spot, priorityRange),
  });
}

type OfLots = Pick<EarningRule, 'pending' | 'expiry' | 'lotPriority' | 'scope' | 'lotClass' | 'cost'>;

function readLot(reading: Reading): OfLots | null {
  const pending = orNone<Pending>(reading, 'pending', readPending);
  const expiry = orNone<ExpiryPolicy>(reading, 'expiry', readExpiry);
  const lotPriority = readPriority(reading, 'lotPriority');
  const scope = orNone<LotScope>(reading, 'scope', readScope);
  const lotClass = orNone(reading, 'lotClass', (given, spot) => readChoice(given, spot, grantedClasses));
  const cost = orNone<UnitValue>(reading, 'cost', readCost);
  if (pending === undefined || expiry === undefined || lotPriority === undefined) return null;
  if (scope === undefined || lotClass === undefined || cost === undefined) return null;
  return { pending, expiry, lotPriority, scope, lotClass, cost };
}

function readLimits(reading: Reading): Pick<EarningRule, 'caps' | 'budgetMinor'> | null {
  const caps = optional<readonly Cap[]>(reading, 'caps', { otherwise: [], read: readCaps });
  const budgetMinor = orNone(reading, 'budgetMinor', (given, spot) => readInteger(given, spot, someMinor));
  return caps === undefined || budgetMinor === undefined ? null : { caps, budgetMinor };
}

/** What cannot stand together in one rule. */
function checkParts(rule: EarningRule, spot: Spot): void {
  const { on, award, pending, expiry, group, mode, cost, budgetMinor } = rule;
  if (on.kind !== 'order') checkWithoutOrder(rule, spot);
  if (on.kind === 'yearly' || on.kind === 'monthly') checkCalendar(rule, spot);
  if (expiry?.kind === 'sliding')
    tell(at(spot, 'expiry'), 'wallet.sliding_for_some', 'Units that expire together do so for everybody.');
  if (group === null && mode !== 'add')
    tell(at(spot, 'mode'), 'earning.mode_without_group', 'Rules are compared with others of a group.');
  if (budgetMinor !== null && cost === null)
    tell(at(spot, 'budgetMinor'), 'earning.budget_without_cost', 'What units cost must be said to keep to a budget.');
  if (on.kind !== 'order' && pending?.until === 'event')
    tell(at(spot, 'pending'), 'earning.event_without_order', 'Only what an order earns waits for the order.');
  if (award.kind === 'multiplier' && award.of?.includes(rule.id) === true)
    tell(at(at(spot, 'award'), 'of'), 'earning.circular', 'A rule does not multiply itself.');
}

/** Only of an order there are lines, an amount and what is taken back. */
function checkWithoutOrder({ award, lines, minimumMinor, excludes, keeps }: EarningRule, spot: Spot): void {
  const wrong: readonly (readonly [RuleKey, boolean])[] = [
    ['lines', lines !== null],
    ['minimumMinor', minimumMinor > 0],
    ['excludes', excludes.length > 0],
    ['keeps', keeps],
  ];
  for (const [key, isSaid] of wrong)
    if (isSaid) tell(at(spot, key), 'earning.not_of_this_kind', `Only rules over orders have ${key}.`);
  if (award.kind === 'rate')
    tell(at(spot, 'award'), 'earning.rate_without_order', 'Only orders have an amount that units are earned for.');
}

/** A day comes round for everybody, so there is nothing to ask of it but whose it is. */
function checkCalendar({ award, what, group, countsBackfill }: EarningRule, spot: Spot): void {
  const wrong: readonly (readonly [RuleKey, boolean])[] = [
    ['what', what !== null],
    ['group', group !== null],
    ['countsBackfill', countsBackfill],
  ];
  for (const [key, isSaid] of wrong)
    if (isSaid) tell(at(spot, key), 'earning.not_of_this_kind', `Rules of days have no ${key}.`);
  if (award.kind !== 'fixed') tell(at(spot, 'award'), 'earning.days_earn_fixed', 'Days earn a fixed number of units.');
}
