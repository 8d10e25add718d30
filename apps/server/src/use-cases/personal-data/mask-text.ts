import { fieldMeaningsOf } from '@perennial/contracts/ingest';
import type { FactPayload, FactValue } from '@perennial/domain';
import { liftPersonal, namesThing } from '@perennial/engine';
import { maskIdentity } from './masking.ts';

/** What stands where a text is hidden whole. A body that holds it is a masked one, and cannot be what somebody sent. */
export const maskMark = '•••';
/** What every masked text holds, however much of it is shown. */
const maskSign = '••';

/** Ids made here are no numbers of anybody, whatever digits they have. */
const uuid = String.raw`(?<uuid>\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b)`;
/** An instant or a day, as documents and logs write it. */
const instant = String.raw`(?<instant>\b\d{4}-\d{2}-\d{2}(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?)`;
const email = String.raw`(?<email>[^\s@"'<>,;:(){}[\]=]{1,64}@[^\s@"'<>,;:(){}[\]=]+\.[^\s@"'<>,;:(){}[\]=.]{2,})`;
/** Telephone numbers with or without what separates them, identity cards, bank cards and other long runs. */
const digits = String.raw`(?<digits>\+?\d(?:[ -]?\d){6,}[\dXx])`;
const personal = new RegExp([uuid, instant, email, digits].join('|'), 'giu');

/** A text without what in it looks personal: e-mails, telephone numbers, identity cards and long runs of digits. */
export function maskText(text: string): string {
  return text.replaceAll(personal, (found: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Readonly<Record<string, string | undefined>>;
    if (groups.uuid !== undefined || groups.instant !== undefined) return found;
    return maskIdentity(groups.email === undefined ? 'number' : 'email', found);
  });
}

/** Whether a text is one that something was hidden of: nobody has sent it so. */
export function isMaskedText(text: string): boolean {
  return text.includes(maskSign);
}

/**
 * The payload of a fact or decision in the log, where ingest has put references for what is personal: what is left is looked at by its
 * look, but never in a field that names a thing, as an order's number, nor a number of a field that the schema of the type knows.
 */
export function maskPayload(payload: FactValue, type: string): FactValue {
  return mapTexts(payload, '', byLook(fieldMeaningsOf(type)));
}

/** One value by its name, as of an attribute. */
export function maskField(name: string, value: FactValue): FactValue {
  return mapTexts(value, name, byLook(new Map()));
}

function byLook(meanings: ReadonlyMap<string, unknown>): MaskOne {
  return (text, { name, path, isNumber }) =>
    namesThing(name) || (isNumber && (meanings.has(path) || isInstant(text))) ? text : maskText(text);
}

/** Milliseconds of this century: thirteen digits, where a telephone number with its country would begin by a higher one. */
const instants = { from: 978_307_200_000, until: 4_102_444_800_000 };

function isInstant(digitsOnly: string): boolean {
  const at = Number(digitsOnly);
  return at >= instants.from && at < instants.until;
}

/**
 * A body that ingest has not taken, so that nobody has told what in it is personal. What the schema marks or a name gives away is
 * hidden, and so is every text of a field that nobody has declared, and every word: a name has no look. Figures, things and instants stay.
 */
export function maskBody(body: FactValue, type: string): FactValue {
  if (!isObject(body)) return mapTexts(body, '', () => maskMark);
  const { identities, payload, ...envelope } = body;
  return {
    ...Object.fromEntries(Object.entries(envelope).map(([name, value]) => [maskText(name), maskEnvelope(name, value)])),
    ...(identities === undefined ? {} : { identities: mapTexts(identities, '', maskIdentityText) }),
    ...(payload === undefined ? {} : { payload: isObject(payload) ? maskUntold(payload, type) : hideAll(payload) }),
  };
}

/** A text of which nothing but its place says what it is: shown where it holds no word, and then by its look. */
export function maskWords(text: string): string {
  const rest = text.replaceAll(timeOfDay, '');
  return /\p{L}/u.test(rest) && !currencyCode.test(text) ? maskMark : maskText(text);
}

const timeOfDay = new RegExp(instant, 'giu');
const currencyCode = /^[A-Z]{3}$/;

/** The type of a fact as senders write it. What is written otherwise may say anything. */
export function maskType(type: string): string {
  return /^[\w.:-]*$/.test(type) ? maskText(type) : maskMark;
}

const things = new Set(['messageId', 'source', 'channel', 'storeId']);
const times = new Set(['occurredAt', 'sentAt']);

function maskEnvelope(name: string, value: FactValue | undefined): FactValue {
  if (value === undefined) return null;
  if (name === 'type' && typeof value === 'string') return maskType(value);
  if (things.has(name) && typeof value === 'string') return maskText(value);
  return times.has(name) ? mapTexts(value, name, maskTime) : hideAll(value);
}

function maskTime(text: string, { isNumber }: Spot): string {
  return isNumber && isInstant(text) ? text : maskWords(text);
}

function maskIdentityText(text: string, { name }: Spot): string {
  return name === 'type' ? maskType(text) : maskIdentity(name === 'value' ? 'number' : name, text);
}

function hideAll(value: FactValue): FactValue {
  return mapTexts(value, '', () => maskMark);
}

function maskUntold(payload: FactPayload, type: string): FactValue {
  const meanings = fieldMeaningsOf(type);
  // Hidden as everything else is, so that a body sent back is known for a masked one.
  const lifted = withoutReferences(liftPersonal(type, withoutReferences(payload), fieldMeaningsOf).payload);
  return mapTexts(lifted, '', (text, { name, path }) => {
    if (namesThing(name)) return text;
    return meanings.get(path) === 'other' ? maskWords(text) : maskMark;
  });
}

/** Nobody but ingest makes references: what came as one is a text like any other. */
function withoutReferences(payload: FactPayload): FactPayload {
  const sound = (value: FactValue): FactValue => {
    if (typeof value !== 'object' || value === null) return value;
    if (isList(value)) return value.map(sound);
    return '$secret' in value ? maskMark : withoutReferences(value);
  };
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, sound(value ?? null)]));
}

/** Where a text stands. */
interface Spot {
  readonly name: string;
  readonly path: string;
  /** It came as a number. */
  readonly isNumber: boolean;
}

type MaskOne = (text: string, spot: Spot) => string;

/** Every text within, and long numbers as texts; names of fields come from outside too. A reference to a sealed value hides it already. */
function mapTexts(value: FactValue, path: string, mask: MaskOne): FactValue {
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (typeof value === 'string') return mask(value, { name, path, isNumber: false });
  if (typeof value === 'number') return maskNumber(value, (text) => mask(text, { name, path, isNumber: true }));
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((one) => mapTexts(one, path, mask));
  if (isReference(value)) return { $secret: maskText(value.$secret) };
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      maskText(key),
      mapTexts(one ?? null, path === '' ? key : `${path}.${key}`, mask),
    ]),
  );
}

/** Numbers below this are amounts and counts; a telephone number is longer. */
const plainNumberMax = 9_999_999;

function maskNumber(value: number, mask: (text: string) => string): number | string {
  if (Number.isFinite(value) && Math.abs(value) <= plainNumberMax) return value;
  const text = String(value);
  const masked = mask(text);
  return masked === text ? value : masked;
}

function isReference(value: FactPayload | readonly FactValue[]): value is { readonly $secret: string } {
  return '$secret' in value && typeof value.$secret === 'string' && Object.keys(value).length === 1;
}

function isList(value: FactValue): value is readonly FactValue[] {
  return Array.isArray(value);
}

function isObject(value: FactValue): value is FactPayload {
  return typeof value === 'object' && value !== null && !isList(value);
}
