import type { MemberProfile } from '@perennial/contracts/staff';
import type { AttributeRow, FactPayload, FactValue } from '@perennial/domain';
import { noteIdOf } from './note-id.ts';
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

const notesShownMax = 100;

/** What staff wrote about her, newest first. A sentence is masked as every text that has no meaning of its own. */
export function notesOf(rows: Registers, secrets: PersonalData): MemberProfile['notes'] {
  return rows
    .flatMap((row): MemberProfile['notes'] => {
      const value = readJson(row.value);
      if (row.kind !== 'note' || !isRecord(value)) return [];
      const opened = openValue(secrets, row.name, 'clear');
      if (typeof opened !== 'string') return [];
      const { by } = value;
      return [
        {
          id: noteIdOf(row.name),
          text: maskText(opened),
          by: typeof by === 'string' ? by : '',
          at: row.occurredAt,
        },
      ];
    })
    .toSorted((one, other) => other.at - one.at || (one.id < other.id ? 1 : -1))
    .slice(0, notesShownMax);
}

function isRecord(value: FactValue): value is FactPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function consentsOf(rows: Registers): MemberProfile['consents'] {
  return rows
    .filter(({ kind }) => kind === 'consent')
    .map(({ name, value, occurredAt }) => ({ topic: name, isGranted: value === 'true', updatedAt: occurredAt }));
}
