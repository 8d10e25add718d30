import type { IdentityPolicies } from '@perennial/domain';
import {
  decrypt,
  identitySecretName,
  isNameOfMember,
  memberFamilies,
  secretContext,
  textIn,
  unwrapKey,
} from '@perennial/engine';
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
  /** Whether something is kept of her that her key does not open: the row of her key, or of the value, is damaged. */
  readonly isUnreadable: boolean;
}

/** What to call a member in a list. */
export interface ShownName {
  /** The strongest identity, masked; undefined for those without one. */
  readonly label: string | undefined;
  readonly isUnreadable: boolean;
}

export interface PersonalReader {
  read(place: MemberPlace): Promise<PersonalData>;
  /** What to call members by; absent for those without identities. At most 1,000 at once. */
  labelsOf(places: readonly MemberPlace[]): Promise<ReadonlyMap<string, ShownName>>;
  /** Identities of each in clear, strongest first; absent for those without any. At most 1,000 at once. */
  identitiesOf(places: readonly MemberPlace[]): Promise<ReadonlyMap<string, readonly PlainIdentity[]>>;
  /** What members are called, in clear, by id: the newest of each name. At most 1,000 at once. */
  namesOf(places: readonly MemberPlace[]): Promise<ReadonlyMap<string, readonly string[]>>;
}

export interface PersonalReaderOptions {
  readonly sql: Sql;
  /** The merge log: what an absorbed member told stands under her own name. */
  readonly merges: SegmentStore;
  readonly keyring: Keyring;
  readonly policies: IdentityPolicies;
}

/**
 * Opens what ingestion sealed. Members whose key was destroyed have nothing to open. What cannot be opened is left out and said, so that
 * one damaged row fails no list.
 */
export function createPersonalReader({ sql, merges, keyring, policies }: PersonalReaderOptions): PersonalReader {
  const byStrength = (a: PlainIdentity, b: PlainIdentity) => policies(a.type).priority - policies(b.type).priority;
  const readAll = async (places: readonly MemberPlace[]) => {
    const families = await memberFamilies(merges, places);
    return Promise.all([readIdentitiesOfMembers(sql, places), readSealedSecrets(sql, [...families.values()].flat())]);
  };
  const identitiesOfMany = async (places: readonly MemberPlace[]) => {
    const [rows, secrets] = await readAll(places);
    const wanted = new Set(rows.map((row) => identitySecretName(row.hash)));
    const opened = openAll(
      keyring,
      secrets.filter((secret) => wanted.has(secret.name)),
    );
    return { opened, byMember: Map.groupBy(rows, (row) => row.member_id) };
  };
  return {
    async read(place) {
      const [rows, secrets] = await readAll([place]);
      const opened = openAll(keyring, secrets);
      const { values, unreadable } = opened;
      const identities = rows.map((row) => toIdentity(row, values)).toSorted(byStrength);
      return { identities, values, isUnreadable: unreadable.size > 0 };
    },
    async labelsOf(places) {
      if (places.length === 0) return new Map();
      const { opened, byMember } = await identitiesOfMany(places);
      return new Map(
        [...byMember].map(([id, own]) => {
          const label = labelOf(own, opened.values, byStrength);
          const isUnreadable = own.some((row) => opened.unreadable.has(identitySecretName(row.hash)));
          return [id, { label, isUnreadable }];
        }),
      );
    },
    async identitiesOf(places) {
      if (places.length === 0) return new Map();
      const { opened, byMember } = await identitiesOfMany(places);
      return new Map(
        [...byMember].map(([id, own]) => [id, own.map((row) => toIdentity(row, opened.values)).toSorted(byStrength)]),
      );
    },
    async namesOf(places) {
      const families = await memberFamilies(merges, places);
      const rows = await readSealedSecrets(sql, [...families.values()].flat());
      const byMember = Map.groupBy(
        rows.filter(({ name }) => isNameOfMember(name)),
        (row) => row.member_id,
      );
      return new Map(
        places.map(({ id }) => {
          const own = (families.get(id) ?? []).flatMap((one) => byMember.get(one.id) ?? []);
          const { values } = openAll(keyring, own.toSorted(byInstant));
          return [id, [...values.values()].flatMap(({ json }) => textIn(json) ?? [])];
        }),
      );
    },
  };
}

function byInstant(one: MemberSecretRow, other: MemberSecretRow): number {
  return one.occurred_at - other.occurred_at;
}

type Values = PersonalData['values'];

interface Opened {
  readonly values: Values;
  /** Names of values that could not be opened. */
  readonly unreadable: ReadonlySet<string>;
}

function labelOf(
  rows: readonly MemberIdentityRow[],
  opened: Values,
  byStrength: (a: PlainIdentity, b: PlainIdentity) => number,
): string | undefined {
  const [strongest] = rows
    .map((row) => toIdentity(row, opened))
    .filter((one) => one.value !== '')
    .toSorted(byStrength);
  return strongest === undefined ? undefined : maskedLabel(strongest.type, strongest.value);
}

function toIdentity(row: MemberIdentityRow, opened: Values): PlainIdentity {
  const { hash: id, type } = row;
  return { id, type, value: opened.get(identitySecretName(row.hash))?.json ?? '', linkedAt: row.created_at };
}

/** Rows come oldest first, so that the newest value of a name stays. Each member's key is unwrapped once. */
function openAll(keyring: Keyring, rows: readonly MemberSecretRow[]): Opened {
  const keys = new Map<string, Uint8Array | undefined>();
  const values = new Map<string, { json: string; occurredAt: number }>();
  const unreadable = new Set<string>();
  for (const row of rows) {
    const { member_id: memberId, name, ciphertext } = row;
    if (!keys.has(memberId))
      keys.set(
        memberId,
        unlessDamaged(() => unwrapKey(keyring, wrappedKeyOf(row), memberId)),
      );
    const key = keys.get(memberId);
    const plain = key && unlessDamaged(() => decrypt(key, ciphertext, secretContext(memberId, name)));
    if (plain === undefined) unreadable.add(name);
    else values.set(name, { json: plain.toString('utf8'), occurredAt: row.occurred_at });
  }
  return { values, unreadable };
}

function wrappedKeyOf(row: MemberSecretRow) {
  return { masterKeyId: row.master_key_id, wrappedKey: row.wrapped_key };
}

/** That all keys are here was seen at the start, so whatever does not open is damaged itself. */
function unlessDamaged<T>(open: () => T): T | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}
