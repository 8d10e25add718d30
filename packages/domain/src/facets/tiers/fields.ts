import { defineField } from '../../kernel/fields/field.ts';
import type { FieldDefinition, FieldFamily } from '../../kernel/fields/field.ts';
import { createSubjectPart } from '../../kernel/fields/subject.ts';
import { never } from '../../kernel/base/instants.ts';
import type { LocalizedText } from '../../kernel/documents/localized-text.ts';
import { idBody } from '../../kernel/documents/read-json.ts';
import type { DeclaredTierSet } from './documents/documents.ts';
import { tiersIndex } from './rules/rules.ts';
import { tierStandingRows } from './rules/rows.ts';
import type { TierStandingRow } from './rules/rows.ts';

/** Where a member stands by set. */
export interface StandingReader {
  get(tierSet: string): TierStandingRow | null | undefined;
}

const part = createSubjectPart<StandingReader>(tiersIndex);

/** What conditions, exports and the lens know of each set: `tier.<set>.<name>`. Who has not come to the set has no level there. */
export function tierFieldsOf({ id, name }: DeclaredTierSet) {
  const labelled = (en: string, zh: string): LocalizedText => ({ en: `${name.en}: ${en}`, zh: `${name.zh}：${zh}` });
  const common = {
    group: 'tiers',
    time: 'decision',
    needs: [{ by: 'key', kind: tierStandingRows, keys: [[id]] }],
  } as const;
  const rowOf = (subject: Parameters<typeof part.of>[0]) => part.of(subject).get(id) ?? null;
  return {
    level: defineField({
      ...common,
      field: `tier.${id}.level`,
      type: 'text',
      label: labelled('level', '等级'),
      reader: { read: (subject) => rowOf(subject)?.level || null },
      lens: { column: 'tier_level', key: id },
    }),
    rank: defineField({
      ...common,
      field: `tier.${id}.rank`,
      type: 'number',
      unit: 'count',
      label: labelled('rank, 1 is the lowest', '等级序号（1 为最低）'),
      reader: { read: (subject) => rowOf(subject)?.rank ?? 0 },
      lens: { column: 'tier_rank', key: id, otherwise: 0 },
    }),
    since: defineField({
      ...common,
      field: `tier.${id}.since`,
      type: 'instant',
      label: labelled('level since', '等级起始时间'),
      reader: {
        readInstant: (subject) => {
          const row = rowOf(subject);
          return row === null || row.level === '' ? never : row.since;
        },
      },
      lens: { column: 'tier_since', key: id },
    }),
    validUntil: defineField({
      ...common,
      field: `tier.${id}.valid_until`,
      type: 'instant',
      label: labelled('level valid until', '等级有效期至'),
      // It lies ahead, so no window that ends now can hold it.
      operators: ['before', 'onOrAfter', 'null', 'notNull'],
      reader: { readInstant: (subject) => rowOf(subject)?.validUntil ?? never },
      lens: { column: 'tier_valid_until', key: id },
    }),
    ...forecastFieldsOf(id, labelled),
  };
}

type Labelled = (en: string, zh: string) => LocalizedText;

/** What comes if nothing happens: the lens alone can say it. */
function forecastFieldsOf(id: string, labelled: Labelled) {
  const common = { class: 'lens', group: 'tiers', reader: {} } as const;
  // They lie ahead, so no window that ends now can hold them.
  const instant = { ...common, type: 'instant', operators: ['before', 'onOrAfter', 'null', 'notNull'] } as const;
  return {
    next: defineField({
      ...common,
      field: `tier.${id}.next`,
      type: 'text',
      label: labelled('next level', '下一个等级'),
      lens: { column: 'tier_next', key: id },
    }),
    changes: defineField({
      ...instant,
      field: `tier.${id}.changes`,
      label: labelled('next change', '下次变化时间'),
      lens: { column: 'tier_changes', key: id },
    }),
    falls: defineField({
      ...instant,
      field: `tier.${id}.falls`,
      label: labelled('next change, where it is a fall', '降级时间'),
      lens: { column: 'tier_falls', key: id },
    }),
    graceFrom: defineField({
      ...instant,
      field: `tier.${id}.grace_from`,
      label: labelled('grace begins', '进入宽限期时间'),
      lens: { column: 'tier_grace_from', key: id },
    }),
  };
}

export function tierFields(sets: readonly DeclaredTierSet[]): FieldDefinition[] {
  return sets.flatMap((set) => Object.values(tierFieldsOf(set)));
}

const any = tierFieldsOf({ id: 'any', name: { en: 'any', zh: '任意' } });

/** Fields that tier sets give their names to, in whichever program. */
export const tierFamilies: readonly FieldFamily[] = [
  family('level', 'Id of the level in a tier set: tier.<set>.level.', any.level),
  family('rank', 'Place of the level in a tier set, 1 for the lowest: tier.<set>.rank.', any.rank),
  family('since', 'Since when she has it: tier.<set>.since.', any.since),
  family('valid_until', 'Until when she has it as things stand: tier.<set>.valid_until.', any.validUntil),
  family('next', 'The level that she has next if nothing happens: tier.<set>.next.', any.next),
  family('changes', 'When she has it: tier.<set>.changes.', any.changes),
  family('falls', 'The same, where the next level is a lower one: tier.<set>.falls.', any.falls),
  family(
    'grace_from',
    'When the level is lost and kept in grace if nothing happens: tier.<set>.grace_from.',
    any.graceFrom,
  ),
];

function family(name: string, help: string, sample: FieldDefinition): FieldFamily {
  return { pattern: new RegExp(`^tier\\.${idBody}\\.${name}$`, 'u'), help, sample };
}
