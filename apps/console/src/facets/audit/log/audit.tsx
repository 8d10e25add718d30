import { useSuspenseQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { useGo } from '../../../ui/link.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { auditPaths } from '../urls/paths.ts';
import { readAuditSearch } from '../urls/search.ts';
import { actName, knownActs } from './act-name.ts';
import { auditQuery } from './audit-query.ts';
import './audit.css';

type Entry = Result<'audit', 'list'>['items'][number];

/** Who did what, newest first. */
export function Audit() {
  const { t } = useTranslation();
  const go = useGo();
  const search = usePageSearch(readAuditSearch);
  // The entries before stay until those that were asked for are there.
  const cursor = useDeferredValue(search.cursor);
  const [chosen, setChosen] = useState('');
  const action = useDeferredValue(chosen);
  const { data } = useSuspenseQuery(auditQuery({ action, cursor }));
  const columns: readonly Column<Entry>[] = [
    { key: 'at', title: t('audit.at'), render: (entry) => <Instant at={entry.at} precision="second" /> },
    {
      key: 'actor',
      title: t('audit.actor'),
      render: (entry) => (
        <>
          {entry.actor} <span className="quiet">{t(`audit.actors.${entry.actorKind}`)}</span>
        </>
      ),
    },
    {
      key: 'action',
      title: t('audit.action'),
      render: (entry) => (
        <>
          {actName(entry.action, t)} <code className="quiet">{entry.action}</code>
        </>
      ),
    },
    { key: 'subject', title: t('audit.subject'), render: (entry) => <code>{entry.subject}</code> },
    { key: 'reason', title: t('audit.reason'), isLong: true, render: (entry) => entry.reason },
    {
      key: 'outcome',
      title: t('audit.outcome'),
      render: (entry) => t(`audit.outcomes.${entry.outcome}`),
    },
  ];
  return (
    <Panel
      title={t('audit.title')}
      lead={t('audit.lead')}
      extra={
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          className="act-filter"
          value={chosen === '' ? null : chosen}
          placeholder={t('audit.filterAction')}
          aria-label={t('audit.filterAction')}
          options={knownActs.map((act) => ({ value: act, label: actName(act, t) ?? act }))}
          onChange={(act: string | null | undefined) => {
            setChosen(act ?? '');
            go(auditPaths.audit(), { replace: true });
          }}
        />
      }
    >
      <DataTable
        caption={t('audit.title')}
        columns={columns}
        rows={data.items}
        rowKey={({ id }) => id}
        empty={t('audit.none')}
      />
      <Pager
        label={t('audit.title')}
        isFirst={cursor === undefined}
        nextCursor={data.nextCursor}
        onFirst={() => go(auditPaths.audit())}
        onCursor={(next) => go(auditPaths.audit({ cursor: next }))}
      />
    </Panel>
  );
}
