import type { FactValue } from '@perennial/domain';
import type { MemberPlace } from '../log/log-rows.ts';
import { readDecision } from '../log/decision-payload.ts';
import { belongsToSegment, logSegmentsOf, type LogSegment } from '../log/log-segments.ts';
import { memberFamily } from '../log/member-family.ts';
import { commandSource } from '../log/step-payload.ts';
import type { PrivacyOptions } from './erase-member.ts';
import type { ExportLine } from './export-line.ts';
import { openSecrets, type OpenedSecret } from './open-secrets.ts';
import type { FactRange, PrivacyStore, StoredFact, StoredMerge } from './privacy-store.ts';
import { identitySecretName } from './secret-rows.ts';

const rowsPage = 500;

/** Everything that is stored of a member, personal data in clear, a line at a time so that no history is too long. */
export async function* exportMember(
  options: PrivacyOptions,
  place: MemberPlace,
  { by, reason }: { readonly by: string; readonly reason: string },
): AsyncGenerator<ExportLine> {
  const { store, keyring } = options;
  await options.audit({ action: 'member.exported', memberId: place.id, by, reason });
  const members = await memberFamily(store, place);
  const secrets = new Map((await openSecrets({ store, keyring }, members)).map((secret) => [secret.name, secret]));
  yield { kind: 'member', memberId: place.id, absorbed: members.slice(1).map((member) => member.id) };
  for (const row of await store.readIdentitiesOf([place])) {
    yield { kind: 'identity', type: row.type, value: secrets.get(identitySecretName(row.hash))?.value ?? null };
  }
  for (const secret of secrets.values()) if (!secret.name.startsWith(identitySecretName(''))) yield toPersonal(secret);
  for await (const page of store.readRows(members)) for (const row of page) yield { kind: 'row', ...row };
  const segments = await logSegmentsOf(store, place);
  for (const segment of segments) yield* exportFacts(store, segment, secrets);
  for (const segment of segments) yield* exportDecisions(store, segment, secrets);
  for (const merge of await store.readMergeLog(members)) yield toMergeLine(merge);
  for (const member of members) yield* exportDerived(store, member, secrets);
}

function toPersonal(secret: OpenedSecret): ExportLine {
  return { kind: 'personal', name: secret.name, value: parse(secret.value), occurredAt: secret.occurredAt };
}

type Secrets = ReadonlyMap<string, OpenedSecret>;

async function* exportFacts(store: PrivacyStore, segment: LogSegment, secrets: Secrets): AsyncGenerator<ExportLine> {
  const { place } = segment;
  for await (const fact of allOf((range) => store.readFacts(place, range), segment)) {
    if (belongsToSegment(segment, fact.position, fact.identities)) yield toFactLine(fact, secrets);
  }
}

/** A decision carries no identity: it stays with the member on whom it was made. */
async function* exportDecisions(
  store: PrivacyStore,
  segment: LogSegment,
  secrets: Secrets,
): AsyncGenerator<ExportLine> {
  const { place } = segment;
  for await (const decision of allOf((range) => store.readDecisions(place, range), segment)) {
    const { position, payload, ...rest } = decision;
    if (!belongsToSegment(segment, position, [])) continue;
    const { by, parts } = readDecision(payload);
    yield { kind: 'decision', memberId: place.id, ...rest, by, parts: restore(parts, secrets) };
  }
}

async function* exportDerived(store: PrivacyStore, member: MemberPlace, secrets: Secrets): AsyncGenerator<ExportLine> {
  const whole = { after: 0, upTo: null };
  for await (const fact of allOf((range) => store.readDerivedFacts(member, range), whole)) {
    const { position: _position, payload, ...rest } = fact;
    yield { kind: 'derived', memberId: member.id, ...rest, payload: restore(parse(payload), secrets) };
  }
}

function toMergeLine({ causeSource, causeMessageId, ...merge }: StoredMerge): ExportLine {
  const isDecided = causeSource === commandSource;
  return {
    kind: 'merge',
    ...merge,
    by: isDecided ? causeMessageId : null,
    source: isDecided ? null : causeSource,
    messageId: isDecided ? null : causeMessageId,
  };
}

/** Page after page, so that no history is too long. */
async function* allOf<Row extends { readonly position: number }>(
  read: (range: FactRange) => Promise<readonly Row[]>,
  { after, upTo }: Pick<FactRange, 'after' | 'upTo'>,
): AsyncGenerator<Row> {
  for (let from = after; ;) {
    const page = await read({ after: from, upTo, limit: rowsPage });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < rowsPage) return;
    from = last.position;
  }
}

function toFactLine(fact: StoredFact, secrets: Secrets): ExportLine {
  const { position: _position, identities: _identities, payload, ...rest } = fact;
  return { kind: 'fact', ...rest, payload: restore(parse(payload), secrets) };
}

/** Personal values back in their places; a reference whose value is gone stays a reference. */
export function restore(value: FactValue, secrets: ReadonlyMap<string, { readonly value: string }>): FactValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((item) => restore(item, secrets));
  const { $secret: name } = value;
  if (typeof name === 'string') {
    const secret = secrets.get(name);
    return secret === undefined ? value : parse(secret.value);
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, restore(member, secrets)]));
}

function isList(value: FactValue): value is readonly FactValue[] {
  return Array.isArray(value);
}

/** What was stored by ingest was JSON. */
function parse(text: string): FactValue {
  const value: FactValue = JSON.parse(text);
  return value;
}
