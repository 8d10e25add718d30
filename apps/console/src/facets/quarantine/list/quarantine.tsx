import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { App, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { factName } from '../../../i18n/names.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { paths } from '../../../urls/paths.ts';
import { readDataSearch } from '../../../urls/search.ts';
import { DismissModal } from './dismiss-modal.tsx';
import { QuarantineReasons } from './quarantine-reasons.tsx';
import { RepairModal } from './repair-modal.tsx';

type Quarantined = Result<'quarantine', 'list'>['items'][number];
const statuses = ['waiting', 'replayed', 'dismissed'] as const;

/** Facts that failed their schema: looked at, repaired, tried again, or put aside. */
export function Quarantine() {
  const { t } = useTranslation();
  const format = useFormat();
  const go = useGo();
  const search = readDataSearch(useSearch({ strict: false }));
  const [selected, setSelected] = useState<readonly string[]>([]);
  const status = statuses.find((one) => one === search.status) ?? 'waiting';
  const { reason } = search;
  const view = { ...(status === 'waiting' ? {} : { status }), ...(reason === undefined ? {} : { reason }) };
  const query = {
    status,
    limit: 50,
    ...(reason === undefined ? {} : { reason }),
    ...(search.cursor === undefined ? {} : { cursor: search.cursor }),
  };
  const { data, error, refetch } = useQuery({
    queryKey: ['quarantine', query],
    queryFn: ({ signal }) => api.quarantine.list({ query }, { signal }),
    placeholderData: keepPreviousData,
  });
  const items = data?.items ?? [];
  const toggle = (id: string) =>
    setSelected(selected.includes(id) ? selected.filter((one) => one !== id) : [...selected, id]);
  const columns: readonly Column<Quarantined>[] = [
    {
      key: 'select',
      title: t('data.quarantine.selected', { count: selected.length }),
      render: ({ id, messageId }) => (
        <Checkbox
          checked={selected.includes(id)}
          aria-label={t('data.quarantine.select', { id: messageId })}
          onChange={() => toggle(id)}
        />
      ),
    },
    {
      key: 'received',
      title: t('data.quarantine.column.received'),
      render: (row) => <Instant at={row.receivedAt} precision="second" />,
    },
    {
      key: 'type',
      title: t('data.quarantine.column.type'),
      render: (row) => (
        <RouteLink href={paths.data('quarantine', { ...view, id: row.id })}>{factName(row.type, t)}</RouteLink>
      ),
    },
    { key: 'source', title: t('data.quarantine.column.source'), render: (row) => <code>{row.source}</code> },
    { key: 'code', title: t('data.quarantine.column.code'), render: (row) => <code>{row.code}</code> },
    { key: 'reason', title: t('data.quarantine.column.reason'), isLong: true, render: (row) => row.reason },
  ];
  const table = (
    <Panel
      title={
        data === undefined
          ? t('data.quarantine.title')
          : t('data.quarantine.count', { count: format.integer(data.count) })
      }
      lead={t('data.quarantine.lead')}
      extra={
        <Select
          aria-label={t('data.quarantine.statusLabel')}
          value={status}
          options={statuses.map((one) => ({ value: one, label: t(`data.quarantine.status.${one}`) }))}
          onChange={(next) => {
            setSelected([]);
            go(paths.data('quarantine', { ...view, status: next }), { replace: true });
          }}
        />
      }
    >
      {reason !== undefined && (
        <p className="panel-lead">
          {t('data.quarantine.onlyReason', { reason })}{' '}
          <RouteLink href={paths.data('quarantine', { status })}>{t('data.quarantine.allReasons')}</RouteLink>
        </p>
      )}
      {error !== null && <ProblemPanel error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <SkeletonRows rows={8} label={t('data.quarantine.title')} />}
      {data !== undefined && (
        <>
          {items.length > 0 && (
            <BulkBar
              selected={selected}
              isAllSelected={items.every(({ id }) => selected.includes(id))}
              onAll={(isAll) => setSelected(isAll ? items.map(({ id }) => id) : [])}
            />
          )}
          <DataTable
            caption={t('data.quarantine.title')}
            columns={columns}
            rows={items}
            rowKey={({ id }) => id}
            empty={t('data.quarantine.empty')}
          />
          <Pager
            label={t('data.quarantine.title')}
            isFirst={search.cursor === undefined}
            nextCursor={data.nextCursor}
            onFirst={() => go(paths.data('quarantine', view))}
            onNext={(cursor) => go(paths.data('quarantine', { ...view, cursor }))}
          />
        </>
      )}
      {search.id !== undefined && <RepairModal id={search.id} onClose={() => go(paths.data('quarantine', view))} />}
    </Panel>
  );
  return (
    <div className="stack">
      {status === 'waiting' && <QuarantineReasons chosen={reason} />}
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
      void message.info(t('data.quarantine.replayed', { accepted, total: items.length }));
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
        {t('data.quarantine.selectAll')}
      </Checkbox>
      <GuardedButton
        needs="quarantine.repair"
        disabled={hasNone}
        loading={replay.isPending}
        onClick={() => replay.mutate(selected)}
      >
        {t('data.quarantine.replay')}
      </GuardedButton>
      <GuardedButton needs="quarantine.repair" disabled={hasNone} onClick={() => setIsDismissing(true)}>
        {t('data.quarantine.dismiss')}
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
