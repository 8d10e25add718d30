import type { CheckedFact, FactPayload } from '@perennial/domain';
import type { ErrorCode, ProblemDetail } from '../errors/index.ts';
import { checkBounds, fieldsOf } from './check-bounds.ts';
import { readIdentities } from './read-identities.ts';
import { readInstant } from './read-instant.ts';
import { isKnownFactType, knownFacts } from './known-facts.ts';
import { factLimits } from './limits.ts';
import { detailOfIssue } from '../sentences/issue-sentence.ts';
import { withCode } from '../sentences/read-sentence.ts';
import { isReservedSource, reservedFactTypes } from '../schemas/reserved-names.ts';

export type FactCheck =
  | { readonly kind: 'fact'; readonly fact: CheckedFact }
  | { readonly kind: 'problem'; readonly problem: FactProblem };

export interface FactProblem {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly errors: readonly ProblemDetail[];
  /** False for what is no fact at all: it is answered for and not kept. */
  readonly isQuarantined: boolean;
}

export interface CheckContext {
  /** Source of facts that name none: that of the write key. */
  readonly source: string;
  /** Epoch milliseconds: no fact may lie far beyond it. */
  readonly now: number;
  /** When the value came in, `now` unless it waited since: facts that state no time happened then. */
  readonly receivedAt?: number;
  /** The sender speaks for `source` alone: a fact that names another one is not taken. */
  readonly isSourceBound?: boolean;
}

const sourceShape = /^[a-z0-9][a-z0-9_.-]{0,62}$/;
/** Dotted words; letters of any script, because unknown types come from other people's systems. */
const typeShape = /^\p{L}[\p{L}\p{N}_:-]*(\.[\p{L}\p{N}_:-]+)*$/u;

/**
 * A field that is no part of a fact is reported, not dropped: a misspelt `occurredAt` would date a fact by its arrival, and a misspelt
 * `identities` make it nobody's.
 */
const envelopeFields: ReadonlySet<string> = new Set([
  'messageId',
  'source',
  'type',
  'occurredAt',
  'sentAt',
  'identities',
  'channel',
  'storeId',
  'payload',
]);
const envelopeFieldList = [...envelopeFields].join(', ');
const notAField = 'not a field of a fact; put what else you know into "payload". The fields are';

/** Checks one fact in our own shape. The value was parsed from JSON and is not trusted in any way. */
export function checkFact(value: unknown, context: CheckContext): FactCheck {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse({ code: 'fact.not_an_object', detail: 'not a JSON object', isQuarantined: false });
  }
  const bounds = checkBounds(value);
  if (bounds !== null) {
    return refuse({
      code: bounds.code,
      detail: bounds.message,
      errors: [{ path: bounds.path, message: bounds.message }],
    });
  }
  return checkEnvelope(fieldsOf(value), context);
}

function checkEnvelope(fields: Readonly<Record<string, unknown>>, context: CheckContext): FactCheck {
  const refused = checkNames({ source: fields.source ?? context.source, type: fields.type }, context);
  if (refused !== null) return refused;
  const errors: ProblemDetail[] = [];
  for (const name of Object.keys(fields)) {
    if (!envelopeFields.has(name)) tell(errors, `/${name}`, `${notAField}: ${envelopeFieldList}`);
  }
  const source = fields.source ?? context.source;
  const messageId = fields.messageId;
  const type = fields.type;
  if (!isText(source) || !sourceShape.test(source))
    tell(errors, '/source', 'not a source: lower-case letters, digits, "_", "." and "-"');
  if (!isText(messageId) || messageId === '')
    tell(errors, '/messageId', 'messageId is required: it makes repeats harmless');
  if (type === undefined || type === null) tell(errors, '/type', 'type is required');
  else if (!isText(type) || !(isKnownFactType(type) || typeShape.test(type)))
    tell(errors, '/type', 'not a type: dotted words in the past tense, such as order.placed');
  const receivedAt = context.receivedAt ?? context.now;
  const statedAt = readInstant(fields.occurredAt ?? null);
  const sentAt = readInstant(fields.sentAt ?? null);
  if (sentAt === null && fields.sentAt !== undefined)
    tell(errors, '/sentAt', 'not an instant: ISO 8601 with an offset, or epoch milliseconds');
  if (statedAt === null && fields.occurredAt !== undefined)
    tell(errors, '/occurredAt', 'not an instant: ISO 8601 with an offset, or epoch milliseconds');
  const channel = readPlace(fields.channel, '/channel', errors);
  const storeId = readPlace(fields.storeId, '/storeId', errors);
  const { identities, leftOut } = readIdentities(fields.identities, errors);
  const payload = fields.payload ?? {};
  if (!isObject(payload)) tell(errors, '/payload', 'not an object');
  if (errors.length > 0 || !isText(source) || !isText(messageId) || !isText(type) || !isObject(payload))
    return invalid(errors);
  const occurredAt = correctClock(statedAt ?? receivedAt, sentAt, receivedAt);
  const time = checkTime(occurredAt, context.now);
  if (time !== null) return time;
  const noted = leftOut.length === 0 ? {} : { leftOut };
  return checkPayload({
    source,
    messageId,
    type,
    occurredAt,
    statedAt,
    channel,
    storeId,
    identities,
    ...noted,
    payload,
  });
}

/** Whether it is the sender's to say: only for its own source, and nothing that the product tells itself. */
function checkNames(
  { source, type }: { readonly source: unknown; readonly type: unknown },
  context: CheckContext,
): FactCheck | null {
  if (typeof source === 'string' && isReservedSource(source))
    return refuse({ code: 'fact.source_refused', detail: 'the source is the product’s own' });
  if (context.isSourceBound === true && typeof source === 'string' && source !== context.source)
    return refuse({ code: 'fact.source_refused', detail: `this sender speaks for the source ${context.source} alone` });
  if (typeof type === 'string' && reservedFactTypes.has(type))
    return refuse({ code: 'fact.type_reserved', detail: `${type} is told by the product alone` });
  return null;
}

/** The sender's clock may be wrong, but it was wrong by the same when it wrote the fact and when it sent it. */
function correctClock(statedAt: number, sentAt: number | null, receivedAt: number): number {
  return sentAt === null ? statedAt : receivedAt - (sentAt - statedAt);
}

function checkTime(occurredAt: number, now: number): FactCheck | null {
  if (occurredAt > now + factLimits.futureSkewMaxMs) {
    return refuse({
      code: 'fact.far_future',
      detail: `more than ${factLimits.futureSkewMaxMs} ms ahead of the server's clock`,
    });
  }
  if (occurredAt < factLimits.earliestAtMs) return refuse({ code: 'fact.too_old', detail: 'before 1990-01-01' });
  return null;
}

/** Known types by their schema; unknown types are kept as they are. */
function checkPayload(fact: CheckedFact): FactCheck {
  if (!isKnownFactType(fact.type)) return { kind: 'fact', fact };
  const result = knownFacts[fact.type].safeParse(fact.payload);
  if (result.success) return { kind: 'fact', fact };
  return invalid(result.error.issues.map((issue) => detailOfIssue(issue, fact.payload, '/payload')));
}

function invalid(errors: readonly ProblemDetail[]): FactCheck {
  const [first] = errors;
  const detail = first === undefined ? 'does not fit its schema' : reasonOf(first);
  return refuse({ code: 'fact.invalid', detail, errors: errors.slice(0, factLimits.problemsShownMax).map(withCode) });
}

/** A sentence of the schema names its field. */
function reasonOf({ path, message, params }: ProblemDetail): string {
  return params?.field === undefined ? `${path}: ${message}` : message;
}

function refuse(problem: {
  code: ErrorCode;
  detail: string;
  errors?: readonly ProblemDetail[];
  isQuarantined?: boolean;
}): FactCheck {
  return { kind: 'problem', problem: { errors: [], isQuarantined: true, ...problem } };
}

function readPlace(value: unknown, path: string, errors: ProblemDetail[]): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return String(value);
  if (isText(value)) return value;
  tell(errors, path, `not a text of at most ${factLimits.idLengthMax} characters`);
  return '';
}

function tell(errors: ProblemDetail[], path: string, message: string): void {
  errors.push({ path, message });
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= factLimits.idLengthMax;
}

/** The bounds are checked, so what is an object is JSON all the way down. */
function isObject(value: unknown): value is FactPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
