import { fieldMeaningsOf } from '@perennial/contracts/ingest';
import type { FactPayload, FactValue } from '@perennial/domain';
import { liftPersonal, namesThing } from '@perennial/engine';
import { maskIdentity } from './masking.ts';

/** What stands where a text is hidden whole. A body that holds it is a masked one, and cannot be what somebody sent. */
export const maskMark = '•••';

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

/**
 * The payload of a fact in the log, where ingest has put references for what is personal: what is left is looked at by its look, but
 * never in a field that names a thing, as an order's number.
 */
export function maskPayload(payload: FactValue): FactValue {
  return mapTexts(payload, '', (text, name) => (namesThing(name) ? text : maskText(text)));
}

/**
 * A body that ingest has not taken, so that nobody has told what in it is personal. What the schema marks or a name gives away is
 * hidden, and so is every text of a field that nobody has declared: a name has no look. Numbers, things and declared fields stay.
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

const envelopeNames = new Set(['messageId', 'source', 'type', 'occurredAt', 'sentAt', 'channel', 'storeId']);

function maskEnvelope(name: string, value: FactValue | undefined): FactValue {
  if (value === undefined) return null;
  return envelopeNames.has(name) ? mapTexts(value, name, maskText) : hideAll(value);
}

function maskIdentityText(text: string, name: string): string {
  return name === 'type' ? maskText(text) : maskIdentity(name === 'value' ? 'number' : name, text);
}

function hideAll(value: FactValue): FactValue {
  return mapTexts(value, '', () => maskMark);
}

function maskUntold(payload: FactPayload, type: string): FactValue {
  const meanings = fieldMeaningsOf(type);
  return mapTexts(liftPersonal(type, payload, fieldMeaningsOf).payload, '', (text, name, path) => {
    if (namesThing(name)) return text;
    return meanings.get(path) === 'other' ? maskText(text) : maskMark;
  });
}

type MaskOne = (text: string, name: string, path: string) => string;

/** Every text within, and long numbers as texts; names of fields come from outside too. A reference to a sealed value is shown as hidden. */
function mapTexts(value: FactValue, path: string, mask: MaskOne): FactValue {
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (typeof value === 'string') return mask(value, name, path);
  if (typeof value === 'number') return maskNumber(value, (text) => mask(text, name, path));
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((one) => mapTexts(one, path, mask));
  if ('$secret' in value) return value;
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

function isList(value: FactValue): value is readonly FactValue[] {
  return Array.isArray(value);
}

function isObject(value: FactValue): value is FactPayload {
  return typeof value === 'object' && value !== null && !isList(value);
}
