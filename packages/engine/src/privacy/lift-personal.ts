import { namesThing } from './thing-names.ts';
import type { FactPayload, FactValue } from '@perennial/domain';

/** A personal value that was lifted out of a payload. `value` is JSON text. */
export interface LiftedSecret {
  readonly name: string;
  readonly value: string;
}

export interface Lifted {
  /** The same object when nothing was personal. */
  readonly payload: FactPayload;
  readonly secrets: readonly LiftedSecret[];
}

/** What the schema of a type says of fields, by dotted path; nothing of unknown types. A field with another meaning is never personal. */
export type FieldMeaningsOf = (type: string) => ReadonlyMap<string, 'personal' | 'other'>;

/** Names that say "personal" wherever they stand, lower-cased and without separators. A plain `name` is a product's as often. */
const personalNames = new Set(
  (
    'phone mobile mobilephone phonenumber contactnumber mobilenumber whatsapp tel telephone cellphone email emailaddress mail fullname realname firstname lastname ' +
    'familyname givenname surname nickname contactname recipient recipientname receivername consignee address streetaddress street ' +
    'shippingaddress billingaddress deliveryaddress homeaddress postaladdress addressline1 addressline2 idcard idcardno idnumber ' +
    'idno passport passportno nationalid ssn wechat wechatid wechatno licenseplate platenumber bankcard bankaccount ip ipaddress ' +
    '姓名 真实姓名 手机 手机号 手机号码 电话 电话号码 联系电话 邮箱 电子邮箱 地址 收货地址 收件人 收货人 联系人 身份证 身份证号 护照号 车牌号 微信号'
  ).split(' '),
);
/** Where a plain `name` is a person's. */
const personParents = new Set(
  'customer user member profile contact person traits buyer receiver guest client 会员 客户 用户'.split(' '),
);

const emailValue = /^[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}$/;
/** Mainland mobile numbers, any number in E.164, and the 18 digits of a resident identity card. */
const numberValue = /^(?:(?:\+?86[- ]?)?1[3-9]\d{9}|\+\d{8,15}|\d{17}[\dXx])$/;
const numberLengthMin = 9;
const valueLengthMax = 254;

/** Answers of a test by name. Names come from outside: remembering all of them would be a leak that anybody can fill. */
function rememberNames(test: (name: string) => boolean): (name: string) => boolean {
  const answers = new Map<string, boolean>();
  return (name) => {
    const known = answers.get(name);
    if (known !== undefined) return known;
    const answer = test(name);
    if (answers.size < namesMax) answers.set(name, answer);
    return answer;
  };
}

const namesMax = 10_000;

const isPersonalName = rememberNames((name) => personalNames.has(name.toLowerCase().replaceAll(/[_\-.\s]/g, '')));
const isThingName = rememberNames(namesThing);

function isPersonalValue(name: string, value: string): boolean {
  if (value.length < numberLengthMin - 3 || value.length > valueLengthMax) return false;
  if (value.includes('@')) return emailValue.test(value);
  const first = value.charCodeAt(0);
  const startsAsNumber = (first >= 48 && first <= 57) || first === 43;
  return startsAsNumber && value.length >= numberLengthMin && numberValue.test(value) && !isThingName(name);
}

interface Walk {
  readonly meanings: ReadonlyMap<string, 'personal' | 'other'>;
  readonly secrets: LiftedSecret[];
}

/**
 * Takes personal values out of a payload and puts references in their place: what the schema of the type marks, and, of fields that it
 * does not name, what their name gives away, or their form where the name means nothing: an order number may look like a telephone
 * number or an identity card. Values of one name share a secret, the newest stays.
 */
export function liftPersonal(type: string, payload: FactPayload, meaningsOf: FieldMeaningsOf): Lifted {
  const walk: Walk = { meanings: meaningsOf(type), secrets: [] };
  const lifted = liftObject(walk, payload, { path: '', isPerson: false });
  return { payload: lifted, secrets: walk.secrets };
}

interface Place {
  readonly path: string;
  readonly isPerson: boolean;
}

function liftObject(walk: Walk, object: FactPayload, place: Place): FactPayload {
  let changed: Record<string, FactValue> | null = null;
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined || value === null || typeof value === 'boolean') continue;
    const replaced = liftMember(walk, { key, value }, place);
    if (replaced === value) continue;
    changed ??= { ...object };
    changed[key] = replaced;
  }
  return changed ?? object;
}

function liftMember(walk: Walk, { key, value }: { key: string; value: FactValue }, place: Place): FactValue {
  const meaning = walk.meanings.size === 0 ? undefined : walk.meanings.get(place.path + key);
  const isNamed = meaning === undefined && (isPersonalName(key) || (place.isPerson && key === 'name'));
  if (meaning === 'personal' || isNamed) return toReference(walk, key, value);
  if (typeof value === 'string')
    return meaning === undefined && isPersonalValue(key, value) ? toReference(walk, key, value) : value;
  if (typeof value !== 'object' || value === null) return value;
  const inner = { path: `${place.path}${key}.`, isPerson: personParents.has(key) };
  return isList(value) ? liftList(walk, { key, list: value }, inner) : liftObject(walk, value, inner);
}

function liftList(walk: Walk, { key, list }: { key: string; list: readonly FactValue[] }, place: Place): FactValue {
  let changed: FactValue[] | null = null;
  for (const [index, item] of list.entries()) {
    const replaced = liftItem(walk, { key: `${key}.${index}`, item }, place);
    if (replaced === item) continue;
    changed ??= [...list];
    changed[index] = replaced;
  }
  return changed ?? list;
}

function liftItem(walk: Walk, { key, item }: { key: string; item: FactValue }, place: Place): FactValue {
  if (typeof item === 'string') return isPersonalValue(nameOfItem(key), item) ? toReference(walk, key, item) : item;
  if (typeof item !== 'object' || item === null) return item;
  return isList(item) ? liftList(walk, { key, list: item }, place) : liftObject(walk, item, place);
}

/** `orderIds.3` means what `orderIds` means. */
function nameOfItem(key: string): string {
  return key.replace(/(?:\.\d+)+$/, '');
}

function isList(value: FactValue): value is readonly FactValue[] {
  return Array.isArray(value);
}

function toReference(walk: Walk, name: string, value: FactValue): FactValue {
  walk.secrets.push({ name, value: JSON.stringify(value) });
  return { $secret: name };
}
