import type { RouteResult } from '@perennial/contracts';
import { memberFileColumns } from '@perennial/contracts/staff';
import type { MemberFileColumn, Routes } from '@perennial/contracts/staff';
import { useTranslation } from 'react-i18next';
import { channelName } from '../../../i18n/known-names.ts';
import { useFormat } from '../../../reader/use-format.ts';
import type { LifecycleView } from '../../../stages/use-lifecycle.ts';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { MemberName } from '../../../ui/member-name.tsx';
import { StageChip } from '../../../stages/stage-chip.tsx';
import { membersPaths } from '../urls/paths.ts';

export type MemberListRow = RouteResult<Routes['members']['list']>['items'][number];

export const columnKeys = memberFileColumns;
export type ColumnKey = MemberFileColumn;
export const columnsShownFirst: readonly ColumnKey[] = [
  'label',
  'stage',
  'stageSince',
  'nextChangeAt',
  'lastOrderAt',
  'orders',
  'spend',
  'tags',
];

/** All columns that the list can show, in their order. The name leads to the member, as of the same day. */
export function useMemberColumns(
  lifecycle: LifecycleView,
  { asOf, isHistory }: { readonly asOf: string | undefined; readonly isHistory: boolean },
): readonly Column<MemberListRow>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const memberSearch = asOf === undefined ? {} : { asOf };
  const instant = (key: 'stageSince' | 'lastOrderAt' | 'joinedAt' | 'firstOrderAt'): Column<MemberListRow> => ({
    key,
    title: t(`members.column.${key}`),
    sortField: key,
    render: (row) => <Instant at={row[key]} />,
  });
  const columns: Readonly<Record<ColumnKey, Column<MemberListRow>>> = {
    id: { key: 'id', title: t('members.column.id'), render: (row) => <code className="nowrap">{row.id}</code> },
    label: {
      key: 'label',
      title: t('members.column.label'),
      render: (row) => (
        <RouteLink href={membersPaths.member(row.id, memberSearch)} className="nowrap">
          <MemberName id={row.id} label={row.label} isUnreadable={row.isUnreadable} />
        </RouteLink>
      ),
    },
    stage: {
      key: 'stage',
      title: t('members.column.stage'),
      render: (row) => <StageChip stage={lifecycle.stage(row.stage)} />,
    },
    stageSince: instant('stageSince'),
    nextChangeAt: {
      key: 'nextChangeAt',
      title: t(isHistory ? 'members.column.changedNext' : 'members.column.nextChangeAt'),
      sortField: 'nextChangeAt',
      render: (row) =>
        row.nextStage === null || row.nextChangeAt === null
          ? t('value.none')
          : t('members.nextChange', {
              stage: lifecycle.stage(row.nextStage).name,
              day: format.day(row.nextChangeAt),
            }),
    },
    lastOrderAt: instant('lastOrderAt'),
    orders: {
      key: 'orders',
      title: t('members.column.orders'),
      isNumber: true,
      sortField: 'orders',
      render: (row) => format.integer(row.orders),
    },
    spend: {
      key: 'spend',
      title: t('members.column.spend'),
      isNumber: true,
      sortField: 'spend',
      render: (row) => format.money(row.spendMinor),
    },
    joinedAt: instant('joinedAt'),
    firstOrderAt: instant('firstOrderAt'),
    store: { key: 'store', title: t('members.column.store'), render: (row) => row.storeName || t('value.none') },
    channel: {
      key: 'channel',
      title: t('members.column.channel'),
      render: (row) => channelName(row.channel, t) || t('value.none'),
    },
    tags: { key: 'tags', title: t('members.column.tags'), render: (row) => <TagList tags={row.tags} /> },
  };
  return columnKeys.map((key) => columns[key]);
}

export function TagList({ tags }: { readonly tags: readonly string[] }) {
  return (
    <span className="tag-list">
      {tags.map((tag) => (
        <span key={tag} className="tag">
          {tag}
        </span>
      ))}
    </span>
  );
}
