import { toCsvRow } from '../reading/csv.ts';
import { maskTags } from '../registers/registers.ts';
import type { FileMember } from './member-file.ts';

/** The list as programs read it: names of columns that never change, codes, minor units and ISO 8601. */
export const rawMemberColumns = [
  'member_id',
  'stage',
  'stage_since',
  'next_stage',
  'next_change_at',
  'joined_at',
  'first_order_at',
  'last_order_at',
  'orders',
  'spend_minor',
  'store_id',
  'channel',
  'tags',
] as const;

const identityColumns = ['identities'] as const;

/** With identities as JSON, type and value, where they are asked for with a reason. */
export function createRawMemberFile({ isRevealed }: { readonly isRevealed: boolean }) {
  return {
    header: toCsvRow(isRevealed ? [...rawMemberColumns, ...identityColumns] : rawMemberColumns),
    row: (row: FileMember) => toCsvRow(isRevealed ? [...rawCells(row), identitiesText(row)] : rawCells(row)),
  };
}

function rawCells({ member, figures }: FileMember): readonly string[] {
  const instant = (at: number | null) => (at === null ? '' : new Date(at).toISOString());
  return [
    member.id,
    member.stage,
    instant(member.stageSinceAt),
    member.nextStage,
    instant(member.nextChangeAt),
    instant(member.joinedAt),
    instant(figures.firstOrderAt),
    instant(figures.lastOrderAt),
    String(figures.orders),
    String(figures.spendMinor),
    member.storeId,
    member.channel,
    maskTags(figures.tags).join(' '),
  ];
}

function identitiesText({ identities }: FileMember): string {
  return JSON.stringify(identities.flatMap(({ type, value }) => (value === '' ? [] : [{ type, value }])));
}
