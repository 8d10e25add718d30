import { PauseOutlined, PlayCircleOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { useDebounced } from '../../../reader/use-debounced.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { factName } from '../../../i18n/names.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { paths } from '../../../urls/paths.ts';
import { joinTail } from './tail.ts';

type Fact = Result<'facts', 'tail'>['items'][number];
const pollMs = 1000;
const typeRestMs = 400;

/** The newest facts, once a second, until paused. */
export function Live() {
  const { t } = useTranslation();
  const format = useFormat();
  const queryClient = useQueryClient();
  const [isPaused, setIsPaused] = useState(false);
  const [text, setText] = useState('');
  const type = useDebounced(text.trim(), typeRestMs);
  const queryKey = ['facts', 'tail', type];
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const before = queryClient.getQueryData<Result<'facts', 'tail'>>(queryKey);
      const query = {
        limit: 50,
        ...(type === '' ? {} : { type }),
        ...(before === undefined ? {} : { cursor: before.cursor }),
      };
      const next = await api.facts.tail({ query }, { signal });
      return { ...next, items: joinTail(next.items, before?.items ?? []) };
    },
    refetchInterval: isPaused ? false : pollMs,
    refetchIntervalInBackground: false,
  });
  const columns: readonly Column<Fact>[] = [
    {
      key: 'at',
      title: t('data.live.column.at'),
      render: (fact) => <Instant at={fact.recordedAt} precision="second" />,
    },
    {
      key: 'type',
      title: t('data.live.column.type'),
      render: (fact) => <span title={fact.type}>{factName(fact.type, t)}</span>,
    },
    { key: 'source', title: t('data.live.column.source'), render: (fact) => <code>{fact.source}</code> },
    {
      key: 'member',
      title: t('data.live.column.member'),
      render: ({ memberId }) =>
        memberId === null ? (
          <span className="quiet">{t('data.live.anonymous')}</span>
        ) : (
          <RouteLink href={paths.member(memberId)}>…{memberId.slice(-6)}</RouteLink>
        ),
    },
    {
      key: 'payload',
      title: t('data.live.column.payload'),
      render: (fact) => <code className="payload-line">{JSON.stringify(fact.payload)}</code>,
    },
  ];
  return (
    <Panel
      title={t('data.live.title')}
      lead={t('data.live.lead')}
      extra={
        <>
          <span className="quiet">
            {data !== undefined && t('data.live.rate', { rate: format.decimal(data.factsPerSecond) })}
          </span>
          <Input
            className="value-text"
            allowClear
            value={text}
            placeholder={t('data.live.filterType')}
            aria-label={t('data.live.filterType')}
            onChange={({ target }) => setText(target.value)}
          />
          <Button icon={isPaused ? <PlayCircleOutlined /> : <PauseOutlined />} onClick={() => setIsPaused(!isPaused)}>
            {isPaused ? t('data.live.resume') : t('data.live.pause')}
          </Button>
        </>
      }
    >
      {error !== null && <ProblemPanel error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <SkeletonRows rows={12} label={t('data.live.title')} />}
      {data !== undefined && (
        <DataTable
          caption={t('data.live.title')}
          columns={columns}
          rows={data.items}
          rowKey={(fact) => fact.id}
          empty={t('data.live.empty')}
        />
      )}
    </Panel>
  );
}
