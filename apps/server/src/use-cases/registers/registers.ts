import type { MemberProfile } from '@perennial/contracts/staff';
import type { AttributeRow, FactValue } from '@perennial/domain';
import { readJson } from '../kernel/stored-json.ts';
import type { Sight } from '../personal-data/identities.ts';
import { maskField, maskText } from '../personal-data/mask-text.ts';
import { maskName } from '../personal-data/masking.ts';
import type { PersonalData } from '../personal-data/personal-reader.ts';

/** Attributes, tags and consents of a member as the fold has them: now, or at a past instant. */
export type Registers = readonly AttributeRow[];

/**
 * Attributes as facts set them; personal ones are references, opened only for who may see them. Of others what looks personal is
 * hidden: an attribute may hold a sentence.
 */
export function attributesOf(rows: Registers, secrets: PersonalData, sight: Sight): MemberProfile['attributes'] {
  return rows.flatMap((row): MemberProfile['attributes'] => {
    const { kind, name } = row;
    const value = readJson(row.value);
    if (kind !== 'attribute' || value === null) return [];
    const secret = secretNameOf(value);
    const updatedAt = row.occurredAt;
    if (secret !== undefined) return [{ name, value: openValue(secrets, secret, sight), isPersonal: true, updatedAt }];
    const shown = maskField(name, value);
    const isPersonal = JSON.stringify(shown) !== JSON.stringify(value);
    return [{ name, value: sight === 'clear' ? value : shown, isPersonal, updatedAt }];
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

/** Tags as people are shown them: one may hold a sentence too. */
export function maskTags(tags: readonly string[]): string[] {
  return tags.map(maskText);
}

export function tagsOf(rows: Registers): string[] {
  return rows.filter(({ kind, value }) => kind === 'tag' && value === 'true').map(({ name }) => name);
}

export function consentsOf(rows: Registers): MemberProfile['consents'] {
  return rows
    .filter(({ kind }) => kind === 'consent')
    .map(({ name, value, occurredAt }) => ({ topic: name, isGranted: value === 'true', updatedAt: occurredAt }));
}
