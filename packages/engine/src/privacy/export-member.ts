import type { FactValue } from '@perennial/domain';
import type { MemberPlace } from '../log/log-rows.ts';
import { belongsToSegment, logSegmentsOf, type LogSegment } from '../log/log-segments.ts';
import type { PrivacyOptions } from './erase-member.ts';
import { memberFamily } from '../log/member-family.ts';
import { openSecrets, type OpenedSecret } from './open-secrets.ts';
import type { PrivacyStore, StoredFact, StoredRow } from './privacy-store.ts';
import { identitySecretName } from './secret-rows.ts';

/** One line of an export. Instants are epoch milliseconds. */
export type ExportLine =
  | { readonly kind: 'member'; readonly memberId: string; readonly absorbed: readonly string[] }
  /** `value` is null for identities of which only the blind index is kept. */
  | { readonly kind: 'identity'; readonly type: string; readonly value: string | null }
  | { readonly kind: 'personal'; readonly name: string; readonly value: FactValue; readonly occurredAt: number }
  /** What a facet keeps of her, or of somebody whom she took in; values of hers in it are references to the `personal` lines. */
  | ({ readonly kind: 'row' } & StoredRow)
  | {
      readonly kind: 'fact';
      readonly source: string;
      readonly messageId: string;
      readonly type: string;
      readonly occurredAt: number;
      readonly recordedAt: number;
      readonly channel: string;
      readonly storeId: string;
      /** With the newest personal values in place of the references. */
      readonly payload: FactValue;
    };

const factsPage = 500;

/** Everything that is stored of a member, personal data in clear, a line at a time so that no history is too long. */
export async function* exportMember(
  options: PrivacyOptions,
  place: MemberPlace,
  { by, reason }: { readonly by: string; readonly reason: string },
): AsyncGenerator<ExportLine> {
  const { store, keyring } = options;
  await options.audit({ action: 'member.exported', memberId: place.id, by, reason });
  const members = await memberFamily(store, place);
  const secrets = new Map((await openSecrets(store, keyring, members)).map((secret) => [secret.name, secret]));
  yield { kind: 'member', memberId: place.id, absorbed: members.slice(1).map((member) => member.id) };
  for (const row of await store.readIdentitiesOf([place])) {
    yield { kind: 'identity', type: row.type, value: secrets.get(identitySecretName(row.hash))?.value ?? null };
  }
  for (const secret of secrets.values()) if (!secret.name.startsWith(identitySecretName(''))) yield toPersonal(secret);
  for await (const page of store.readRows(members)) for (const row of page) yield { kind: 'row', ...row };
  for (const segment of await logSegmentsOf(store, place)) yield* exportSegment(store, segment, secrets);
}

function toPersonal(secret: OpenedSecret): ExportLine {
  return { kind: 'personal', name: secret.name, value: parse(secret.value), occurredAt: secret.occurredAt };
}

async function* exportSegment(
  store: PrivacyStore,
  segment: LogSegment,
  secrets: ReadonlyMap<string, OpenedSecret>,
): AsyncGenerator<ExportLine> {
  let after = segment.after;
  for (;;) {
    const page = await store.readFacts(segment.place, { after, upTo: segment.upTo, limit: factsPage });
    const last = page.at(-1);
    if (last === undefined) return;
    for (const fact of page)
      if (belongsToSegment(segment, fact.position, fact.identities)) yield toFactLine(fact, secrets);
    after = last.position;
  }
}

function toFactLine(fact: StoredFact, secrets: ReadonlyMap<string, OpenedSecret>): ExportLine {
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
