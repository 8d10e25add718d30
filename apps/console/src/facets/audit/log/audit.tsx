import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { useDebounced } from '../../../reader/use-debounced.ts';
import { actName } from '../../../i18n/names.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { useGo } from '../../../ui/link.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { paths } from '../../../urls/paths.ts';
import { readDataSearch } from '../../../urls/search.ts';

type Entry = Result<'audit', 'list'>['items'][number];
const actionRestMs = 400;

/** Who did what, newest first. */
export function Audit() {
  const { t } = useTranslation();
  const go = useGo();
  const search = readDataSearch(useSearch({ strict: false }));
  const [text, setText] = useState('');
  const action = useDebounced(text.trim(), actionRestMs);
  const query = {
    limit: 50,
    ...(action === '' ? {} : { action }),
    ...(search.cursor === undefined ? {} : { cursor: search.cursor }),
  };
  const { data, error, refetch } = useQuery({
    queryKey: ['audit', query],
    queryFn: ({ signal }) => api.audit.list({ query }, { signal }),
    placeholderData: keepPreviousData,
  });
  const columns: readonly Column<Entry>[] = [
    { key: 'at', title: t('settings.audit.at'), render: (entry) => <Instant at={entry.at} precision="second" /> },
    {
      key: 'actor',
      title: t('settings.audit.actor'),
      render: (entry) => (
        <>
          {entry.actor} <span className="quiet">{t(`settings.audit.actors.${entry.actorKind}`)}</span>
        </>
      ),
    },
    {
      key: 'action',
      title: t('settings.audit.action'),
      render: (entry) => (
        <>
          {actName(entry.action, t)} <code className="quiet">{entry.action}</code>
        </>
      ),
    },
    { key: 'subject', title: t('settings.audit.subject'), render: (entry) => <code>{entry.subject}</code> },
    { key: 'reason', title: t('settings.audit.reason'), isLong: true, render: (entry) => entry.reason },
    {
      key: 'outcome',
      title: t('settings.audit.outcome'),
      render: (entry) => t(`settings.audit.outcomes.${entry.outcome}`),
    },
  ];
  return (
    <Panel
      title={t('settings.audit.title')}
      lead={t('settings.audit.lead')}
      extra={
        <Input
          allowClear
          value={text}
          placeholder={t('settings.audit.filterAction')}
          aria-label={t('settings.audit.filterAction')}
          onChange={({ target }) => setText(target.value)}
        />
      }
    >
      {error !== null && <ProblemPanel error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <SkeletonRows rows={10} label={t('settings.audit.title')} />}
      {data !== undefined && (
        <>
          <DataTable
            caption={t('settings.audit.title')}
            columns={columns}
            rows={data.items}
            rowKey={({ id }) => id}
            empty={t('settings.audit.none')}
          />
          <Pager
            label={t('settings.audit.title')}
            isFirst={search.cursor === undefined}
            nextCursor={data.nextCursor}
            onFirst={() => go(paths.settings('audit'))}
            onNext={(cursor) => go(paths.settings('audit', { cursor }))}
          />
        </>
      )}
    </Panel>
  );
}
