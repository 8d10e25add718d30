import type { IdentityPolicies } from '@perennial/domain';
import { decrypt, identitySecretName, memberFamilies, secretContext, unwrapKey } from '@perennial/engine';
import type { Keyring, MemberPlace, SegmentStore } from '@perennial/engine';
import { readIdentitiesOfMembers, readSealedSecrets } from '@perennial/postgres/reading';
import type { MemberIdentityRow, MemberSecretRow } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import { maskedLabel } from './masking.ts';

/** An identity of a member; `value` is '' for weak ones, of which only the blind index is kept. */
export interface PlainIdentity {
  /** Its blind index. */
  readonly id: string;
  readonly type: string;
  readonly value: string;
  readonly linkedAt: number;
}

/** Everything personal of one member and of all whom she took in, in clear. It goes to nobody without being masked or audited first. */
export interface PersonalData {
  /** Strongest first. */
  readonly identities: readonly PlainIdentity[];
  /** By the name that references in facts and attributes give; values are JSON texts, the newest of each. */
  readonly values: ReadonlyMap<string, { readonly json: string; readonly occurredAt: number }>;
}

export interface PersonalReader {
  read(place: MemberPlace): Promise<PersonalData>;
  /** What to call members by: the strongest identity, masked; absent for those without one. At most 1,000 at once. */
  labelsOf(places: readonly MemberPlace[]): Promise<ReadonlyMap<string, string>>;
}

export interface PersonalReaderOptions {
  readonly sql: Sql;
  /** The merge log: what an absorbed member told stands under her own name. */
  readonly merges: SegmentStore;
  readonly keyring: Keyring;
  readonly policies: IdentityPolicies;
}

/** Opens what ingestion sealed. Members whose key was destroyed have nothing to open. */
export function createPersonalReader({ sql, merges, keyring, policies }: PersonalReaderOptions): PersonalReader {
  const byStrength = (a: PlainIdentity, b: PlainIdentity) => policies(a.type).priority - policies(b.type).priority;
  const readAll = async (places: readonly MemberPlace[]) => {
    const families = await memberFamilies(merges, places);
    return Promise.all([readIdentitiesOfMembers(sql, places), readSealedSecrets(sql, [...families.values()].flat())]);
  };
  return {
    async read(place) {
      const [rows, secrets] = await readAll([place]);
      const opened = openAll(keyring, secrets);
      return { identities: rows.map((row) => toIdentity(row, opened)).toSorted(byStrength), values: opened };
    },
    async labelsOf(places) {
      if (places.length === 0) return new Map();
      const [rows, secrets] = await readAll(places);
      const wanted = new Set(rows.map((row) => identitySecretName(row.hash)));
      const opened = openAll(
        keyring,
        secrets.filter((secret) => wanted.has(secret.name)),
      );
      const byMember = Map.groupBy(rows, (row) => row.member_id);
      return new Map(
        [...byMember].flatMap(([id, own]) => labelOf(own, opened, byStrength).map((label) => [id, label] as const)),
      );
    },
  };
}

type Opened = ReadonlyMap<string, { readonly json: string; readonly occurredAt: number }>;

function labelOf(
  rows: readonly MemberIdentityRow[],
  opened: Opened,
  byStrength: (a: PlainIdentity, b: PlainIdentity) => number,
): string[] {
  const [strongest] = rows
    .map((row) => toIdentity(row, opened))
    .filter((one) => one.value !== '')
    .toSorted(byStrength);
  const label = strongest === undefined ? undefined : maskedLabel(strongest.type, strongest.value);
  return label === undefined ? [] : [label];
}

function toIdentity(row: MemberIdentityRow, opened: Opened): PlainIdentity {
  const { hash: id, type } = row;
  return { id, type, value: opened.get(identitySecretName(row.hash))?.json ?? '', linkedAt: row.created_at };
}

/** Rows come oldest first, so that the newest value of a name stays. Each member's key is unwrapped once. */
function openAll(keyring: Keyring, rows: readonly MemberSecretRow[]): Opened {
  const keys = new Map<string, Uint8Array>();
  const opened = new Map<string, { json: string; occurredAt: number }>();
  for (const row of rows) {
    const wrapped = { masterKeyId: row.master_key_id, wrappedKey: row.wrapped_key };
    const key = keys.get(row.member_id) ?? unwrapKey(keyring, wrapped, row.member_id);
    keys.set(row.member_id, key);
    const json = decrypt(key, row.ciphertext, secretContext(row.member_id, row.name)).toString('utf8');
    opened.set(row.name, { json, occurredAt: row.occurred_at });
  }
  return opened;
}
