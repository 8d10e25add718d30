import { DownloadOutlined, FilterOutlined } from '@ant-design/icons';
import { routes } from '@perennial/contracts/staff';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Badge, Button, Popover, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { requestText } from '../../../api/request-text.ts';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useLifecycle } from '../../../stages/use-lifecycle.ts';
import type { LifecycleView } from '../../../stages/use-lifecycle.ts';
import { AsOfControl } from '../../../ui/as-of-control.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { useGo } from '../../../ui/link.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { Page } from '../../../ui/page.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { StageMark } from '../../../stages/stage-mark.tsx';
import { Why } from '../../../ui/why.tsx';
import { membersPaths } from '../urls/paths.ts';
import { readMembersSearch } from '../urls/search.ts';
import type { MembersSearch } from '../urls/search.ts';
import { ColumnMenu, shownColumns } from './column-menu.tsx';
import { FilterForm } from './filter-form.tsx';
import { listQuery, pageQueryOf } from './list-queries.ts';
import { MembersPending } from './members-pending.tsx';
import { useMemberColumns } from './member-columns.tsx';
import { memberFilterNames, sortOf, toListQuery } from './members-query.ts';
import { SearchResults } from './search-results.tsx';
import { downloadMembers } from './download-members.ts';
import './members.css';

/** The list of members: searched by any identity, or filtered, sorted and paged by the server. */
export function MembersPage() {
  const { t } = useTranslation();
  const go = useGo();
  const { search, shown, isStale } = usePageSearch(readMembersSearch);
  const lifecycle = useLifecycle(shown.lifecycle);
  const change = (next: MembersSearch) => go(membersPaths.members(next));
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
      <Loaded pending={<MembersPending />}>
        {shown.q === undefined ? (
          <MemberList search={search} shown={shown} isStale={isStale} lifecycle={lifecycle} onChange={change} />
        ) : (
          <SearchResults q={shown.q} lifecycle={lifecycle} asOf={shown.asOf} />
        )}
      </Loaded>
    </Page>
  );
}

interface FilterProps {
  readonly search: MembersSearch;
  readonly lifecycle: LifecycleView;
  readonly onChange: (search: MembersSearch) => void;
}

interface ListProps extends FilterProps {
  /** What the rows were asked for by; `search` is ahead of it while others are on their way. */
  readonly shown: MembersSearch;
  readonly isStale: boolean;
}

function MemberList({ search, shown, isStale, lifecycle, onChange }: ListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = pageQueryOf(shown);
  const { data } = useSuspenseQuery(listQuery(query));
  const { isHistory } = data;
  const columns = useMemberColumns(lifecycle, { asOf: shown.asOf, isHistory });
  const columnsShown = shownColumns(search.columns);
  const sort = sortOf(search);
  const base = without(search, 'cursor');
  return (
    <Panel
      title={t('members.count', { count: format.integer(data.count) })}
      extra={
        <>
          <Why
            name={t('members.title')}
            definition={t('members.why')}
            asOfAt={data.asOfAt}
            query={requestText(routes.members.list, { query })}
          />
          <ColumnMenu shown={columnsShown} onChange={(next) => onChange({ ...search, columns: next })} />
          <GuardedButton
            needs="members.download"
            icon={<DownloadOutlined />}
            onClick={() => downloadMembers(toListQuery(search))}
          >
            {t('action.exportCsv')}
          </GuardedButton>
        </>
      }
    >
      {isHistory && <p className="quiet">{t('members.past', { at: format.instant(data.asOfAt) })}</p>}
      <FilterRow search={base} lifecycle={lifecycle} onChange={onChange} />
      <DataTable
        caption={t('members.table')}
        columns={columns.filter(({ key }) => columnsShown.some((column) => column === key))}
        rows={data.items}
        rowKey={(row) => row.id}
        sort={{ field: sort.sort, direction: sort.direction }}
        onSort={({ field, direction }) => onChange({ ...base, sort: field, direction })}
        isStale={isStale}
        empty={t('members.noneMatch')}
      />
      <Pager
        label={t('members.page')}
        isFirst={shown.cursor === undefined}
        nextCursor={data.nextCursor}
        onFirst={() => onChange(base)}
        onNext={(cursor) => onChange({ ...search, cursor })}
      />
    </Panel>
  );
}

function FilterRow({ search, lifecycle, onChange }: FilterProps) {
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
