import { DownloadOutlined, FilterOutlined } from '@ant-design/icons';
import { pageSizeMax, routes } from '@perennial/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Badge, Button, Popover, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { requestText } from '../../../api/request-text.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useLifecycle } from '../../../stages/use-lifecycle.ts';
import type { LifecycleView } from '../../../stages/use-lifecycle.ts';
import { AsOfControl } from '../../../ui/as-of-control.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { useGo } from '../../../ui/link.tsx';
import { Page } from '../../../ui/page.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { StageMark } from '../../../stages/stage-mark.tsx';
import { Why } from '../../../ui/why.tsx';
import { paths } from '../../../urls/paths.ts';
import { readMembersSearch } from '../../../urls/search.ts';
import type { MembersSearch } from '../../../urls/search.ts';
import { ColumnMenu, shownColumns } from './column-menu.tsx';
import { FilterForm } from './filter-form.tsx';
import { useMemberColumns } from './member-columns.tsx';
import { memberFilterNames, sortOf, toListQuery } from './members-query.ts';
import { SearchResults } from './search-results.tsx';
import { downloadMembers } from './download-members.ts';

const rowsPerPage = 50;

/** The list of members: searched by any identity, or filtered, sorted and paged by the server. */
export function MembersPage() {
  const { t } = useTranslation();
  const go = useGo();
  const search = readMembersSearch(useSearch({ strict: false }));
  const lifecycle = useLifecycle(search.lifecycle);
  const change = (next: MembersSearch) => go(paths.members(next));
  const withoutCursor = without(search, 'cursor');
  return (
    <Page
      title={t('members.title')}
      controls={
        <AsOfControl
          value={search.asOf}
          onChange={(asOf) => change(asOf === undefined ? without(withoutCursor, 'asOf') : { ...withoutCursor, asOf })}
        />
      }
    >
      {search.q === undefined ? (
        <MemberList search={search} lifecycle={lifecycle} onChange={change} />
      ) : (
        <SearchResults q={search.q} lifecycle={lifecycle} asOf={search.asOf} />
      )}
    </Page>
  );
}

interface ListProps {
  readonly search: MembersSearch;
  readonly lifecycle: LifecycleView;
  readonly onChange: (search: MembersSearch) => void;
}

function MemberList({ search, lifecycle, onChange }: ListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const listQuery = toListQuery(search);
  const query = {
    ...listQuery,
    limit: Math.min(rowsPerPage, pageSizeMax),
    ...(search.cursor === undefined ? {} : { cursor: search.cursor }),
  };
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ['members', 'list', query],
    queryFn: ({ signal }) => api.members.list({ query }, { signal }),
    placeholderData: keepPreviousData,
  });
  const isHistory = data?.isHistory ?? false;
  const columns = useMemberColumns(lifecycle, { asOf: search.asOf, isHistory });
  const shown = shownColumns(search.columns);
  const sort = sortOf(search);
  const base = without(search, 'cursor');
  if (error !== null) return <ProblemPanel error={error} onRetry={() => void refetch()} />;
  return (
    <Panel
      title={data === undefined ? t('members.title') : t('members.count', { count: format.integer(data.count) })}
      extra={
        <>
          <Why
            name={t('members.title')}
            definition={t('members.why')}
            asOfAt={data?.asOfAt}
            query={requestText(routes.members.list, { query })}
          />
          <ColumnMenu shown={shown} onChange={(next) => onChange({ ...search, columns: next })} />
          <GuardedButton
            needs="members.download"
            icon={<DownloadOutlined />}
            onClick={() => downloadMembers(listQuery)}
          >
            {t('action.exportCsv')}
          </GuardedButton>
        </>
      }
    >
      {data !== undefined && isHistory && (
        <p className="quiet">{t('members.past', { at: format.instant(data.asOfAt) })}</p>
      )}
      <FilterRow search={base} lifecycle={lifecycle} onChange={onChange} />
      {data === undefined ? (
        <SkeletonRows rows={14} label={t('members.table')} />
      ) : (
        <>
          <DataTable
            caption={t('members.table')}
            columns={columns.filter(({ key }) => shown.some((column) => column === key))}
            rows={data.items}
            rowKey={(row) => row.id}
            sort={{ field: sort.sort, direction: sort.direction }}
            onSort={({ field, direction }) => onChange({ ...base, sort: field, direction })}
            isStale={isPlaceholderData}
            empty={t('members.noneMatch')}
          />
          <Pager
            label={t('members.page')}
            isFirst={search.cursor === undefined}
            nextCursor={data.nextCursor}
            onFirst={() => onChange(base)}
            onNext={(cursor) => onChange({ ...search, cursor })}
          />
        </>
      )}
    </Panel>
  );
}

function FilterRow({ search, lifecycle, onChange }: ListProps) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const where = search.where ?? {};
  const active = Object.keys(where).filter((name) => memberFilterNames.some((known) => known === name)).length;
  return (
    <div className="filter-row">
      <Select
        mode="multiple"
        allowClear
        maxTagCount="responsive"
        aria-label={t('members.stage')}
        placeholder={t('members.stage')}
        value={[...(search.stage ?? [])]}
        onChange={(stage) => onChange({ ...search, stage })}
        options={lifecycle.stages.map(({ id, name, style }) => ({
          value: id,
          label: (
            <span className="stage-chip">
              <StageMark style={style} /> {name}
            </span>
          ),
        }))}
      />
      <Popover
        trigger="click"
        placement="bottomLeft"
        open={isOpen}
        onOpenChange={setIsOpen}
        destroyOnHidden
        content={
          <FilterForm
            where={where}
            lifecycle={lifecycle}
            onApply={(next) => {
              setIsOpen(false);
              onChange({ ...search, where: next });
            }}
          />
        }
      >
        <Badge count={active} size="small">
          <Button icon={<FilterOutlined />} aria-expanded={isOpen}>
            {t('members.filters')}
          </Button>
        </Badge>
      </Popover>
      {(active > 0 || search.stage !== undefined) && (
        <Button type="link" onClick={() => onChange(without(without(search, 'where'), 'stage'))}>
          {t('members.clearFilters')}
        </Button>
      )}
    </div>
  );
}

function without<Key extends keyof MembersSearch>(search: MembersSearch, key: Key): Omit<MembersSearch, Key> {
  const { [key]: _, ...rest } = search;
  return rest;
}
