import type { MemberProfile } from '@perennial/contracts/staff';
import { parseAttributeKey } from '@perennial/domain';
import type { FactValue, MemberWork } from '@perennial/domain';
import type { MemberFigures } from '@perennial/engine';
import { readJson } from '../kernel/stored-json.ts';
import type { Sight } from '../personal-data/identities.ts';
import { maskName } from '../personal-data/masking.ts';
import type { PersonalData } from '../personal-data/personal-reader.ts';

/** Attributes, tags and consents of a member as the fold has them, by `attributeKey`: now, or at a past instant. */
export type Registers = MemberWork['rows']['attributes'] | MemberFigures['registers'];

/** Attributes as facts set them; personal ones are references, opened only for who may see them. */
export function attributesOf(rows: Registers, secrets: PersonalData, sight: Sight): MemberProfile['attributes'] {
  return [...rows].flatMap(([key, row]): MemberProfile['attributes'] => {
    const { kind, name } = parseAttributeKey(key);
    const value = readJson(row.value);
    if (kind !== 'attribute' || value === null) return [];
    const secret = secretNameOf(value);
    const updatedAt = row.occurredAt;
    if (secret === undefined) return [{ name, value, isPersonal: false, updatedAt }];
    return [{ name, value: openValue(secrets, secret, sight), isPersonal: true, updatedAt }];
  });
}

function secretNameOf(value: FactValue): string | undefined {
  if (typeof value !== 'object' || value === null || !('$secret' in value)) return undefined;
  return typeof value.$secret === 'string' ? value.$secret : undefined;
}

function openValue(secrets: PersonalData, name: string, sight: Sight): FactValue {
  const opened = secrets.values.get(name);
  if (opened === undefined) return null;
  const value = readJson(opened.json);
  return sight === 'clear' ? value : maskName(typeof value === 'string' ? value : '');
}

export function tagsOf(rows: Registers): string[] {
  return named(rows)
    .filter(({ kind, row }) => kind === 'tag' && row.value === 'true')
    .map(({ name }) => name);
}

export function consentsOf(rows: Registers): MemberProfile['consents'] {
  return named(rows)
    .filter(({ kind }) => kind === 'consent')
    .map(({ name, row }) => ({ topic: name, isGranted: row.value === 'true', updatedAt: row.occurredAt }));
}

function named(rows: Registers) {
  return [...rows].map(([key, row]) => ({ ...parseAttributeKey(key), row }));
}
