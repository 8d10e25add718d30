import { DownloadOutlined, FilterOutlined } from '@ant-design/icons';
import { routes } from '@perennial/contracts/staff';
import { Badge, Button, Popover, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import { requestText } from '../../../api/request-text.ts';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useLifecycle } from '../../../stages/use-lifecycle.ts';
import type { LifecycleView } from '../../../stages/use-lifecycle.ts';
import { AsOfControl } from '../../../ui/as-of-control.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { useGo } from '../../../ui/link.tsx';
import { Asked } from '../../../ui/loading/asked.tsx';
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
import { listQuery, pageQueryOf, searchQuery } from './list-queries.ts';
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
  const search = usePageSearch(readMembersSearch);
  const lifecycle = useLifecycle(search.lifecycle);
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
      {search.q === undefined ? (
        <Asked query={listQuery(pageQueryOf(search))} pending={<MembersPending />}>
          {(page, isStale) => (
            <MemberList page={page} isStale={isStale} search={search} lifecycle={lifecycle} onChange={change} />
          )}
        </Asked>
      ) : (
        <Asked key={search.q} query={searchQuery(search.q)} pending={<MembersPending />}>
          {({ items }) => <SearchResults q={search.q ?? ''} hits={items} lifecycle={lifecycle} asOf={search.asOf} />}
        </Asked>
      )}
    </Page>
  );
}

interface FilterProps {
  readonly search: MembersSearch;
  readonly lifecycle: LifecycleView;
  readonly onChange: (search: MembersSearch) => void;
}

interface ListProps extends FilterProps {
  readonly page: Result<'members', 'list'>;
  /** Whether the page is that of the address before, until the present one is there. */
  readonly isStale: boolean;
}

function MemberList({ page, isStale, search, lifecycle, onChange }: ListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { isHistory } = page;
  const columns = useMemberColumns(lifecycle, { asOf: search.asOf, isHistory });
  const columnsShown = shownColumns(search.columns);
  const sort = sortOf(search);
  const base = without(search, 'cursor');
  return (
    <Panel
      title={t('members.count', { count: format.integer(page.count) })}
      extra={
        <>
          <Why
            name={t('members.title')}
            definition={t('members.why')}
            asOfAt={page.asOfAt}
            query={requestText(routes.members.list, { query: pageQueryOf(search) })}
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
      {isHistory && <p className="quiet">{t('members.past', { at: format.instant(page.asOfAt) })}</p>}
      <FilterRow search={base} lifecycle={lifecycle} onChange={onChange} />
      <DataTable
        caption={t('members.table')}
        columns={columns.filter(({ key }) => columnsShown.some((column) => column === key))}
        rows={page.items}
        rowKey={(row) => row.id}
        sort={{ field: sort.sort, direction: sort.direction }}
        onSort={({ field, direction }) => onChange({ ...base, sort: field, direction })}
        isStale={isStale}
        empty={t('members.noneMatch')}
      />
      <Pager
        label={t('members.page')}
        isFirst={search.cursor === undefined}
        nextCursor={page.nextCursor}
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
