import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { reasonText } from '../../../units/reason-text.ts';
import { useLevelName } from './level-name.tsx';
import { changesQuery } from '../asked/queries.ts';
import type { Change, TierSet } from '../asked/queries.ts';

interface Props {
  readonly memberId: string;
  readonly sets: readonly TierSet[];
  readonly asOf: string | undefined;
}

/** Everything that happened to her levels, of a past day by its end, newest first. */
export function ChangesTable({ memberId, sets, asOf }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const levelName = useLevelName();
  const query = useInfiniteQuery(changesQuery(memberId, asOf));
  const nameIn = ({ tierSet }: Change, level: string) =>
    levelName(sets.find((set) => set.tierSet === tierSet) ?? { levels: [] }, level);
  const columns: readonly Column<Change>[] = [
    { key: 'at', title: t('tiers.change.at'), render: ({ at }) => <Instant at={at} precision="second" /> },
    { key: 'kind', title: t('tiers.change.kind'), render: ({ kind }) => t(`tiers.changeKind.${kind}`) },
    {
      key: 'levels',
      title: t('tiers.change.levels'),
      render: (change) =>
        change.from === change.to
          ? nameIn(change, change.to)
          : `${nameIn(change, change.from)} → ${nameIn(change, change.to)}`,
    },
    {
      key: 'why',
      title: t('tiers.change.why'),
      isLong: true,
      render: ({ because, reason, validUntil, programVersion }) =>
        [
          because === '' ? '' : t(`tiers.because.${because}`),
          reason === '' ? '' : reasonText(reason, t),
          validUntil === null ? '' : t('tiers.validUntil', { day: format.instant(validUntil) }),
          t('tiers.change.version', { version: programVersion }),
        ]
          .filter((part) => part !== '')
          .join(' · '),
    },
  ];
  return (
    <Panel title={t('tiers.change.title')}>
      {query.isPending && <SkeletonRows rows={4} />}
      {query.isError && <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && (
        <DataTable
          caption={t('tiers.change.title')}
          columns={columns}
          rows={query.data.pages.flatMap(({ items }) => items)}
          rowKey={({ number }) => String(number)}
          empty={t('tiers.change.none')}
        />
      )}
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('action.earlier')}
        </Button>
      )}
    </Panel>
  );
}
