import { type CheckedFact, type FactPayload, type LeftOutIdentity, orderAmountMinorMax } from '@perennial/domain';
import type { FactProblem } from '../facts/fact-check.ts';
import type { PreparedFact } from '../facts/prepared-fact.ts';
import type { BlindIdentity, BlindIdentityOf, RawIdentity } from '../identity/blinding.ts';
import { bodyHash, messageKey, unkeyedMessageKey } from '../keys/digests.ts';
import { type Keyring, currentHashKey } from '../keys/keyring.ts';
import { prepareOrder, type OrderNumberOf } from '../orders/order-keys.ts';
import { isUnpricedReturn, priceReturn, type SoldLinesOf } from '../orders/price-return.ts';
import { liftPersonal, type FieldMeaningsOf, type LiftedSecret } from '../privacy/lift-personal.ts';
import { convertAmounts, foreignCurrency, type Currencies } from '../reference/convert-amounts.ts';
import type { EnrichPayload } from '../reference/enrich-lines.ts';

export interface PrepareOptions {
  readonly keyring: Keyring;
  /** Whether messages were logged here before their ids were keyed: repeats of those are recognised by either id. */
  readonly hasUnkeyedMessages: boolean;
  /** Whether customer numbers were kept without the source that they are of: then they go on so. */
  readonly hasUnqualifiedIds: boolean;
  readonly blind: BlindIdentityOf;
  readonly meaningsOf: FieldMeaningsOf;
  readonly enrich: EnrichPayload;
  readonly currencies: Currencies;
  readonly orderNumberOf: OrderNumberOf;
  readonly soldLinesOf: SoldLinesOf;
  /** Under which other type a number is known as well, because its source shares numbers; undefined for none. */
  readonly sharedTypeOf: (type: string) => string | undefined;
}

export type Preparation =
  | { readonly kind: 'prepared'; readonly fact: PreparedFact }
  | { readonly kind: 'problem'; readonly problem: FactProblem };

/** Blinds the identities of a checked fact, lifts its personal data and fixes what stands in the log. */
export function prepareFact(options: PrepareOptions, fact: CheckedFact, isBackfill: boolean): Preparation {
  const blinded = blindAll(options, fact);
  if ('code' in blinded) return { kind: 'problem', problem: blinded };
  const { identities, leftOut } = blinded;
  const sent = JSON.stringify(fact.payload);
  const lifted = liftPersonal(fact.type, fact.payload, options.meaningsOf);
  const currency = foreignCurrency(lifted.payload, options.currencies.program);
  const converted = currency === undefined ? undefined : convert(options, { ...fact, payload: lifted.payload });
  if (converted?.kind === 'problem') return converted;
  const priced = priceLines(options, fact, converted?.payload ?? lifted.payload);
  if (priced.kind === 'problem') return priced;
  const enriched = options.enrich(fact.type, priced.payload);
  const payload = leftOut.length === 0 ? enriched : { ...enriched, identitiesLeftOut: leftOut.map(toNote) };
  const body = bodyOf(fact, sent);
  const number = options.orderNumberOf(fact);
  const older = options.keyring.hashKeys.slice(1);
  return {
    kind: 'prepared',
    fact: {
      source: fact.source,
      messageId: fact.messageId,
      messageKey: messageKey(options.keyring, fact.source, fact.messageId),
      ...(options.hasUnkeyedMessages ? { unkeyedMessageKey: unkeyedMessageKey(fact.source, fact.messageId) } : {}),
      bodyHash: bodyHash(currentHashKey(options.keyring), body),
      ...(older.length === 0 ? {} : { olderBodyHashes: older.map((key) => bodyHash(key, body)) }),
      type: fact.type,
      occurredAt: fact.occurredAt,
      isBackfill,
      channel: fact.channel,
      storeId: fact.storeId,
      identities,
      payload: payload === fact.payload ? sent : JSON.stringify(payload),
      ...(leftOut.length === 0 ? {} : { leftOut }),
      secrets: lifted.secrets.length === 0 ? noSecrets : lifted.secrets,
      ...(number === null ? {} : { order: prepareOrder(options.keyring, number) }),
    },
  };
}

/** As the log keeps it: what was left out, never its value. */
function toNote({ type, reason }: LeftOutIdentity): FactPayload {
  return { type, reason };
}

const noSecrets: readonly LiftedSecret[] = [];

/** What makes two messages the same: all that the sender said, nothing that was added here. */
function bodyOf(fact: CheckedFact, payload: string): string {
  const identities = fact.identities.map((identity) => `${identity.type}=${identity.value}`).join('\n');
  return `${fact.type}\n${fact.statedAt}\n${fact.channel}\n${fact.storeId}\n${identities}\n${payload}`;
}

/**
 * Strongest first, each once; blocked ones identify nobody and are left out, as is one that is none where another says whose the fact is:
 * a mistyped telephone number costs an order nothing that its customer number places. What was left out is noted, a dummy number as well:
 * the fact is taken all the same, for whoever typed it knew nobody.
 */
function blindAll(options: PrepareOptions, fact: CheckedFact): BlindIdentities | FactProblem {
  const identities: BlindIdentity[] = [];
  const { blind, sharedTypeOf } = options;
  const leftOut = fact.leftOut === undefined ? [] : [...fact.leftOut];
  let problem: FactProblem | null = null;
  for (const sent of fact.identities) {
    const identity = qualifyIdentity(options.hasUnqualifiedIds, sent, fact.source);
    const blinded = blind(identity, fact.source);
    if (blinded.kind === 'invalid') {
      leftOut.push({ type: identity.type, reason: blinded.reason });
      if (identity.isOptional !== true) problem ??= identityProblem(identity.type, blinded.reason);
    }
    if (blinded.kind === 'blocked' && blinded.reason !== undefined)
      leftOut.push({ type: identity.type, reason: blinded.reason });
    if (blinded.kind !== 'identity') continue;
    if (!identities.includes(blinded.identity)) addByStrength(identities, blinded.identity);
    const sharedType = sharedTypeOf(identity.type);
    const shared = sharedType === undefined ? null : blind({ ...identity, type: sharedType }, fact.source);
    if (shared?.kind === 'identity') addByStrength(identities, shared.identity);
  }
  return identities.length === 0 && problem !== null ? problem : { identities, leftOut };
}

/** A number that a system has for its customers, which says nothing without the system. */
const customerNumber = 'external_id';

/** As it stands in the index: a customer number belongs to its source, unless this installation has kept them without. */
export function qualifyIdentity<Sent extends RawIdentity>(
  hasUnqualifiedIds: boolean,
  sent: Sent,
  source: string,
): Sent {
  if (hasUnqualifiedIds || sent.type !== customerNumber) return sent;
  return { ...sent, type: `${customerNumber}:${source}` };
}

interface BlindIdentities {
  readonly identities: readonly BlindIdentity[];
  readonly leftOut: readonly LeftOutIdentity[];
}

function addByStrength(identities: BlindIdentity[], identity: BlindIdentity): void {
  if (identities.some((one) => one.hash === identity.hash)) return;
  identities.push(identity);
  if (identities.length > 1)
    identities.sort((one, other) => one.priority - other.priority || (one.hash < other.hash ? -1 : 1));
}

type Converted =
  | { readonly kind: 'payload'; readonly payload: CheckedFact['payload'] }
  | { readonly kind: 'problem'; readonly problem: FactProblem };

/** The check has seen what was sent; in the program's currency it may be more than an order can count. */
function convert({ currencies }: PrepareOptions, fact: CheckedFact): Converted {
  const converted = convertAmounts(fact, currencies);
  if (converted.kind === 'missing') return amountProblem('fact.currency_unknown', 'currency', converted.reason);
  const { amountMinor } = converted.payload;
  if (!fact.type.startsWith('order.') || typeof amountMinor !== 'number' || amountMinor <= orderAmountMinorMax)
    return converted;
  const detail = `in the program's currency the amount is above ${orderAmountMinorMax}`;
  return amountProblem('fact.invalid', 'amountMinor', detail);
}

/** A return that names products and no amounts is worth what the order sold them for; it waits in quarantine until the order is known. */
function priceLines({ soldLinesOf }: PrepareOptions, fact: CheckedFact, payload: FactPayload): Converted {
  if (!isUnpricedReturn(fact)) return { kind: 'payload', payload };
  const sold = soldLinesOf(fact);
  const priced = sold === undefined ? undefined : priceReturn(payload, sold);
  if (priced !== undefined) return { kind: 'payload', payload: priced };
  const reason = sold === undefined ? 'what the order holds is not known yet' : 'the order does not hold them';
  return amountProblem(
    'fact.invalid',
    'lines',
    `products are given back without an amount, and ${reason}: state amounts`,
  );
}

function amountProblem(code: string, field: string, detail: string): Converted {
  const errors = [{ path: `/payload/${field}`, message: detail }];
  return { kind: 'problem', problem: { code, detail, errors, isQuarantined: true } };
}

function identityProblem(type: string, reason: string): FactProblem {
  return {
    code: 'fact.identity_invalid',
    detail: `${type}: ${reason}`,
    errors: [{ path: `/identities/${type}`, message: reason }],
    isQuarantined: true,
  };
}
