import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { factName } from '../../../i18n/names.ts';
import { useSaid } from '../../../i18n/use-said.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { Asked } from '../../../ui/loading/asked.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { quarantinePaths } from '../urls/paths.ts';
import { readQuarantineSearch, statuses } from '../urls/search.ts';
import { quarantineQueries, reasonsShown, statusOf } from './quarantine-queries.ts';
import { DismissModal } from './dismiss-modal.tsx';
import { QuarantineReasons } from './quarantine-reasons.tsx';
import { RepairModal } from './repair-modal.tsx';
import './quarantine.css';

type Quarantined = Result<'quarantine', 'list'>['items'][number];

/** Facts that failed their schema: looked at, repaired, tried again, or put aside. */
export function Quarantine() {
  const { t } = useTranslation();
  const said = useSaid();
  const format = useFormat();
  const go = useGo();
  const search = usePageSearch(readQuarantineSearch);
  const [selected, setSelected] = useState<readonly string[]>([]);
  const status = statusOf(search);
  const { id: _, cursor, status: __, ...chosen } = search;
  const { reason, code, until } = chosen;
  const view = { ...(status === 'waiting' ? {} : { status }), ...chosen };
  const query = quarantineQueries.list({ status, reason, code, until, cursor });
  const { data: known } = useQuery({ ...query, placeholderData: keepPreviousData });
  const toFirst = () => go(quarantinePaths.quarantine(view));
  const toggle = (id: string) =>
    setSelected(selected.includes(id) ? selected.filter((one) => one !== id) : [...selected, id]);
  const columns: readonly Column<Quarantined>[] = [
    {
      key: 'select',
      title: t('quarantine.selected', { count: selected.length }),
      render: ({ id, messageId }) => (
        <Checkbox
          checked={selected.includes(id)}
          aria-label={t('quarantine.select', { id: messageId })}
          onChange={() => toggle(id)}
        />
      ),
    },
    {
      key: 'received',
      title: t('quarantine.column.received'),
      render: (row) => <Instant at={row.receivedAt} precision="second" />,
    },
    {
      key: 'type',
      title: t('quarantine.column.type'),
      render: (row) => (
        <RouteLink href={quarantinePaths.quarantine({ ...view, id: row.id })}>{factName(row.type, t)}</RouteLink>
      ),
    },
    { key: 'source', title: t('quarantine.column.source'), render: (row) => <code>{row.source}</code> },
    { key: 'code', title: t('quarantine.column.code'), render: (row) => <code>{row.code}</code> },
    { key: 'reason', title: t('quarantine.column.reason'), isLong: true, render: (row) => said(row.reason, row.code) },
  ];
  const table = (
    <Panel
      listed={known?.count}
      title={
        known === undefined ? t('quarantine.title') : t('quarantine.count', { count: format.integer(known.count) })
      }
      lead={t('quarantine.lead')}
      extra={
        <Select
          aria-label={t('quarantine.statusLabel')}
          value={status}
          options={statuses.map((one) => ({ value: one, label: t(`quarantine.status.${one}`) }))}
          onChange={(next) => {
            setSelected([]);
            go(quarantinePaths.quarantine({ ...view, status: next }));
          }}
        />
      }
    >
      {reason !== undefined && (
        <p className="panel-lead">
          {t('quarantine.onlyReason', { reason: said(reason, search.code) })}{' '}
          {until !== undefined && `${t('quarantine.onlyUntil', { at: format.instant(until) })} `}
          <RouteLink href={quarantinePaths.quarantine({ status })}>{t('quarantine.allReasons')}</RouteLink>
        </p>
      )}
      <Asked query={query} pending={<SkeletonRows rows={8} label={t('quarantine.title')} />} onFirst={toFirst}>
        {({ items, nextCursor }, isStale) => (
          <>
            {items.length > 0 && (
              <BulkBar
                selected={selected}
                isAllSelected={items.every(({ id }) => selected.includes(id))}
                onAll={(isAll) => setSelected(isAll ? items.map(({ id }) => id) : [])}
              />
            )}
            <DataTable
              caption={t('quarantine.title')}
              columns={columns}
              rows={items}
              rowKey={({ id }) => id}
              empty={t('quarantine.empty')}
              isStale={isStale}
            />
            <Pager
              label={t('quarantine.title')}
              isFirst={cursor === undefined}
              nextCursor={nextCursor}
              onFirst={toFirst}
              onCursor={(next) => go(quarantinePaths.quarantine({ ...view, cursor: next }))}
            />
          </>
        )}
      </Asked>
      {search.id !== undefined && <RepairModal id={search.id} onClose={() => go(quarantinePaths.quarantine(view))} />}
    </Panel>
  );
  return (
    <div className="stack">
      {status === 'waiting' && (
        <Asked query={quarantineQueries.reasons(reasonsShown)} pending={null}>
          {({ items: reasons }) => <QuarantineReasons reasons={reasons} chosen={reason} />}
        </Asked>
      )}
      {table}
    </div>
  );
}

interface BulkProps {
  readonly selected: readonly string[];
  readonly isAllSelected: boolean;
  readonly onAll: (isAll: boolean) => void;
}

/** Acts on what is selected. */
function BulkBar({ selected, isAllSelected, onAll }: BulkProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [isDismissing, setIsDismissing] = useState(false);
  const refresh = async () => {
    onAll(false);
    await queryClient.invalidateQueries({ queryKey: ['quarantine'] });
  };
  const replay = useMutation({
    mutationFn: (ids: readonly string[]) => api.quarantine.replay({ body: { ids: [...ids] } }),
    onSuccess: async ({ items }) => {
      const accepted = items.filter(({ verdict }) => verdict === 'accepted' || verdict === 'duplicate').length;
      void message.info(t('quarantine.replayed', { accepted, total: items.length }));
      await refresh();
    },
  });
  const hasNone = selected.length === 0;
  return (
    <div className="bulk">
      <Checkbox
        checked={isAllSelected}
        indeterminate={!hasNone && !isAllSelected}
        onChange={({ target }) => onAll(target.checked)}
      >
        {t('quarantine.selectAll')}
      </Checkbox>
      <GuardedButton
        needs="quarantine.repair"
        disabled={hasNone}
        loading={replay.isPending}
        onClick={() => replay.mutate(selected)}
      >
        {t('quarantine.replay')}
      </GuardedButton>
      <GuardedButton needs="quarantine.repair" disabled={hasNone} onClick={() => setIsDismissing(true)}>
        {t('quarantine.dismiss')}
      </GuardedButton>
      {replay.isError && <ProblemPanel error={replay.error} isWrite />}
      {isDismissing && (
        <DismissModal
          ids={selected}
          onClose={() => setIsDismissing(false)}
          onDone={() => {
            setIsDismissing(false);
            void refresh();
          }}
        />
      )}
    </div>
  );
}
