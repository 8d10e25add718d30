import { checkCondition } from '../../../conditions/check-condition.ts';
import type { Condition, ConditionNode } from '../../../conditions/condition.ts';
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
import type { FieldCatalogue } from '../../../kernel/fields/world.ts';
import { readExpiry, readInteger, readOptional } from './read-parts.ts';
import {
  decimalsMax,
  defaultSpendOrder,
  expiriesForMax,
  holdMinutesRange,
  shortfallKinds,
  spendKeys,
  unitsMax,
  walletKinds,
} from './wallet-document.ts';
import type {
  ExpiryFor,
  ExpiryPolicy,
  Shortfall,
  SpendKey,
  TransferRules,
  UnitValue,
  WalletDocument,
} from './wallet-document.ts';

export interface ParsedWallet {
  readonly document: WalletDocument;
  /** The checked conditions of `expiryFor`, in its order. */
  readonly nodes: readonly ConditionNode[];
}

export const walletKeys = [
  'id',
  'name',
  'kind',
  'decimals',
  'expiry',
  'expiryFor',
  'spendOrder',
  'shortfall',
  'balanceMax',
  'transfer',
  'secondPersonAbove',
  'holdMinutesMax',
  'value',
] as const;
export const expiryForKeys = ['who', 'expiry'] as const;
export const shortfallKeys = ['kind', 'unitsMax'] as const;
export const transferKeys = ['unitsMin', 'unitsMax', 'unitsADayMax'] as const;
export const valueKeys = ['units', 'minor'] as const;
export const decimalsRange = { min: 0, max: decimalsMax } as const;
/** At least one. */
export const someUnits = { min: 1, max: unitsMax } as const;
export const anyUnits = { min: 0, max: unitsMax } as const;
export const defaultHoldMinutes = 60;

const clamp: Shortfall = { kind: 'clamp' };
const never: ExpiryPolicy = { kind: 'never' };

/** Reads a wallet; every problem is told to `spot`, and null given when there was one. */
export function parseWallet(value: FactValue | undefined, spot: Spot, catalogue: FieldCatalogue): ParsedWallet | null {
  const before = spot.problems.problems.length;
  const object = readObject(value, spot, walletKeys);
  if (object === null) return null;
  const part = <Value>(key: (typeof walletKeys)[number], otherwise: Value, read: Reader<Value>) =>
    readOptional(object[key], otherwise, (given) => read(given, at(spot, key)));
  const id = readId(object['id'], at(spot, 'id'));
  const name = readLocalized(object['name'], at(spot, 'name'));
  const kind = readChoice(object['kind'], at(spot, 'kind'), walletKinds);
  const decimals = part('decimals', 0, (given, spot) => readInteger(given, spot, decimalsRange));
  const expiry = part<ExpiryPolicy>('expiry', never, readExpiry);
  const expiries = part('expiryFor', noExpiries, (given, spot) => readExpiriesFor(given, spot, catalogue));
  const spendOrder = part('spendOrder', defaultSpendOrder, readSpendOrder);
  const shortfall = part('shortfall', clamp, readShortfall);
  const balanceMax = part<number | null>('balanceMax', null, readSomeUnits);
  const transfer = part<TransferRules | null>('transfer', null, readTransfer);
  const secondPersonAbove = part<number | null>('secondPersonAbove', null, (given, spot) =>
    readInteger(given, spot, anyUnits),
  );
  const holdMinutesMax = part('holdMinutesMax', defaultHoldMinutes, (given, spot) =>
    readInteger(given, spot, holdMinutesRange),
  );
  const worth = part<UnitValue | null>('value', null, readValue);
  const read = { decimals, expiry, spendOrder, shortfall, balanceMax, transfer, secondPersonAbove, holdMinutesMax };
  if (spot.problems.problems.length > before || id === null || name === null || kind === null) return null;
  if (!isWhole(read) || expiries === undefined || worth === undefined) return null;
  const { documents: expiryFor, nodes } = expiries;
  return { document: { id, name, kind, ...read, expiryFor, value: worth }, nodes };
}

type Reader<Value> = (given: FactValue, spot: Spot) => Value | null;
type Whole<Parts> = { readonly [Key in keyof Parts]: Exclude<Parts[Key], undefined> };

/** Whether every part was read. */
function isWhole<Parts extends object>(parts: Parts): parts is Parts & Whole<Parts> {
  return Object.values(parts).every((part) => part !== undefined);
}

interface Expiries {
  readonly documents: readonly ExpiryFor[];
  readonly nodes: readonly ConditionNode[];
}
const noExpiries: Expiries = { documents: [], nodes: [] };

function readExpiriesFor(value: FactValue, spot: Spot, catalogue: FieldCatalogue): Expiries | null {
  const read: { readonly document: ExpiryFor; readonly node: ConditionNode }[] = [];
  const items = readList(value, spot, expiriesForMax);
  for (const [index, item] of items.entries()) {
    const own = at(spot, index);
    const object = readObject(item, own, expiryForKeys);
    const node = checkCondition(object?.['who'], at(own, 'who'), { catalogue, purpose: 'now' });
    const expiry = readExpiry(object?.['expiry'], at(own, 'expiry'));
    if (object === null || node === null || expiry === null) continue;
    if (expiry.kind === 'sliding')
      tell(at(own, 'expiry'), 'wallet.sliding_for_some', 'Units that expire together do so for everybody.');
    read.push({ document: { who: toCondition(object['who']), expiry }, node });
  }
  if (read.length < items.length) return null;
  return { documents: read.map(({ document }) => document), nodes: read.map(({ node }) => node) };
}

/** The parse boundary: `checkCondition` has found the shape to be a condition. */
function toCondition(checked: FactValue | undefined): Condition {
  return checked as unknown as Condition;
}

function readSpendOrder(value: FactValue, spot: Spot): readonly SpendKey[] | null {
  const items = readList(value, spot, spendKeys.length);
  const keys = items.flatMap((item, index) => readChoice(item, at(spot, index), spendKeys) ?? []);
  if (new Set(keys).size < keys.length) tell(spot, 'document.twice', 'Each may stand here once.');
  return keys.length === items.length ? keys : null;
}

function readShortfall(value: FactValue, spot: Spot): Shortfall | null {
  const object = readObject(value, spot, shortfallKeys);
  if (object === null) return null;
  const kind = readChoice(object['kind'], at(spot, 'kind'), shortfallKinds);
  const limit = readOptional<number | null>(object['unitsMax'], null, (given) =>
    readInteger(given, at(spot, 'unitsMax'), someUnits),
  );
  if (kind === null || limit === undefined) return null;
  if (kind === 'debt') return { kind, unitsMax: limit };
  if (limit !== null) tell(at(spot, 'unitsMax'), 'wallet.limit_without_debt', 'Only a debt has a limit.');
  return { kind };
}

function readTransfer(value: FactValue, spot: Spot): TransferRules | null {
  const object = readObject(value, spot, transferKeys);
  if (object === null) return null;
  const [least, most, aDay] = transferKeys.map((key) => readInteger(object[key], at(spot, key), someUnits));
  if (least === null || least === undefined || most === null || most === undefined) return null;
  if (aDay === null || aDay === undefined) return null;
  if (least > most || most > aDay)
    tell(spot, 'wallet.limits_crossed', 'At least, at most and at most a day are expected in rising order.');
  return { unitsMin: least, unitsMax: most, unitsADayMax: aDay };
}

function readValue(value: FactValue, spot: Spot): UnitValue | null {
  const object = readObject(value, spot, valueKeys);
  if (object === null) return null;
  const units = readInteger(object['units'], at(spot, 'units'), someUnits);
  const minor = readInteger(object['minor'], at(spot, 'minor'), anyUnits);
  return units === null || minor === null ? null : { units, minor };
}

function readSomeUnits(value: FactValue, spot: Spot): number | null {
  return readInteger(value, spot, someUnits);
}
