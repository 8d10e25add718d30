import { routes } from '@perennial/contracts/staff';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import { requestText } from '../../../api/request-text.ts';
import { readCondition, writeCondition } from '../../../conditions/address-condition.ts';
import type { DocumentCondition } from '../../../conditions/builder-query.ts';
import { rulesIn, withoutClauses } from '../../../conditions/clauses.ts';
import { refusalOf } from '../../../conditions/editor-field.ts';
import type { FieldSet } from '../../../conditions/editor-field.ts';
import { useListedFields } from '../../../conditions/fields/use-listed-fields.ts';
import { useFormat } from '../../../reader/use-format.ts';
import type { LifecycleView } from '../../../stages/use-lifecycle.ts';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import { Why } from '../../../ui/why.tsx';
import { FilterBar, withoutFilters } from '../filter/filter-bar.tsx';
import { pageSizes } from '../urls/search.ts';
import { momentAt } from '../urls/question.ts';
import { TagMany } from '../tags/tag-many.tsx';
import type { MembersSearch } from '../urls/search.ts';
import { ColumnMenu, shownColumns } from './column-menu.tsx';
import { ExportMembers } from './export-members.tsx';
import { FindInList } from './find-in-list.tsx';
import { listQuery, pageQueryOf } from './list-queries.ts';
import { useMemberColumns } from './member-columns.tsx';
import { pageSizeOf, sortOf, toListQuery } from './members-query.ts';

interface Props {
  readonly search: MembersSearch;
  readonly lifecycle: LifecycleView;
  readonly onChange: (search: MembersSearch) => void;
}

type MembersPageResult = Result<'members', 'list'>;

/** The list under its filters, which stay where they are while another page is on its way, or where one is refused. */
export function MemberList({ search, lifecycle, onChange }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const fields = useListedFields({ isPast: search.asOf !== undefined });
  const condition = search.condition === undefined ? undefined : readCondition(search.condition);
  const isBroken = search.condition !== undefined && condition === undefined;
  const refused = condition === undefined ? [] : refusedFields(condition, fields);
  const canAsk = !isBroken && refused.length === 0;
  const result = useQuery({
    ...listQuery(pageQueryOf(search)),
    enabled: canAsk,
    placeholderData: keepPreviousData,
  });
  const page = canAsk ? result.data : undefined;
  const isShown = !result.isPlaceholderData;
  const base = withoutCursor(search);
  const columnsShown = shownColumns(search.columns);
  return (
    <Panel
      listed={isShown ? page?.count : undefined}
      title={page === undefined ? t('members.title') : t('members.count', { count: format.integer(page.count) })}
      extra={
        <>
          {page !== undefined && (
            <Why
              name={t('members.title')}
              definition={t('members.why')}
              asOfAt={page.asOfAt}
              query={requestText(routes.members.list, { query: pageQueryOf(search) })}
            />
          )}
          <ColumnMenu shown={columnsShown} onChange={(next) => onChange({ ...search, columns: next })} />
          {isNarrowed(search) && <FindInList filter={filterOf(search)} />}
          <TagMany filter={filterOf(search)} count={page?.count} />
          <ExportMembers
            file={{ query: toListQuery(search), columns: columnsShown }}
            count={page === undefined ? undefined : format.integer(page.count)}
            isDisabled={!canAsk}
          />
        </>
      }
    >
      {page?.isHistory === true && <p className="quiet">{t('members.past', { at: format.instant(page.asOfAt) })}</p>}
      {page !== undefined && page.held !== 'no' && (
        <Notice
          type={page.held === 'yes' ? 'info' : 'warning'}
          title={
            page.held === 'yes'
              ? t('members.held', { at: format.instant(momentAt(search) ?? page.asOfAt) })
              : t('members.heldGone')
          }
          act={t('members.showNow')}
          onAct={() => onChange(withoutKnown(base))}
        />
      )}
      {search.left !== undefined && (
        <Notice
          title={`${t('members.filter.leftOut')} ${search.left.join(', ')}`}
          act={t('action.close')}
          onAct={() => onChange(withoutLeft(search))}
        />
      )}
      {isBroken ? (
        <Notice
          title={t('members.filter.broken')}
          act={t('members.filter.clear')}
          onAct={() => onChange(withoutFilters(base))}
        />
      ) : (
        <FilterBar {...{ condition, fields, lifecycle, onChange }} search={base} tags={tagsOf(page)} />
      )}
      {refused.length > 0 && (
        <Notice
          title={t('members.filter.refusedThen', { fields: refused.join(t('condition.comma')) })}
          act={t('members.filter.leaveOut')}
          onAct={() => onChange(withoutRefused(base, condition, fields))}
        />
      )}
      {canAsk && result.isLoadingError && (
        <ProblemPanel error={result.error} onRetry={() => void result.refetch()} onFirst={() => onChange(base)} />
      )}
      {canAsk && result.isPending && <SkeletonRows rows={14} label={t('members.table')} />}
      {page !== undefined && (
        <Rows {...{ page, search, lifecycle, onChange, columnsShown }} isStale={result.isPlaceholderData} />
      )}
    </Panel>
  );
}

interface RowsProps extends Props {
  readonly page: MembersPageResult;
  readonly columnsShown: readonly string[];
  /** Whether the page is that of the address before, until the present one is there. */
  readonly isStale: boolean;
}

function Rows({ page, search, lifecycle, columnsShown, isStale, onChange }: RowsProps) {
  const { t } = useTranslation();
  const columns = useMemberColumns(lifecycle, { asOf: search.asOf, isHistory: page.isHistory });
  const sort = sortOf(search);
  const base = withoutCursor(search);
  return (
    <>
      <DataTable
        caption={t('members.table')}
        columns={columns.filter(({ key }) => columnsShown.includes(key))}
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
        previousCursor={page.previousCursor}
        size={{
          value: pageSizeOf(search),
          choices: pageSizes,
          onChange: (size) => onChange({ ...base, limit: String(size) }),
        }}
        onFirst={() => onChange(base)}
        onCursor={(cursor) => onChange({ ...search, cursor })}
      />
    </>
  );
}

interface NoticeProps {
  readonly type?: 'info' | 'warning';
  readonly title: string;
  readonly act: string;
  readonly onAct: () => void;
}

function Notice({ type = 'warning', title, act, onAct }: NoticeProps) {
  return <Alert type={type} showIcon title={title} action={<Button onClick={onAct}>{act}</Button>} />;
}

const tagsShownMax = 8;

/** Tags of the members on the page: the nearest at hand to choose from. */
function tagsOf(page: MembersPageResult | undefined): readonly string[] {
  return [...new Set(page?.items.flatMap(({ tags }) => tags))].toSorted().slice(0, tagsShownMax);
}

/** Names of the fields that cannot be asked of the day that is looked at. */
function refusedFields(condition: DocumentCondition, fields: FieldSet): readonly string[] {
  const refused = rulesIn(condition).flatMap((rule) =>
    refusalOf(rule, fields) === undefined ? [] : [fields.find(rule.field)?.label ?? rule.field],
  );
  return [...new Set(refused)];
}

function withoutRefused(search: MembersSearch, condition: DocumentCondition | undefined, fields: FieldSet) {
  const { condition: _, ...rest } = search;
  const left = condition && withoutClauses(condition, (rule) => refusalOf(rule, fields) !== undefined);
  return left === undefined ? rest : { ...rest, condition: writeCondition(left) };
}

function withoutCursor({ cursor: _cursor, ...rest }: MembersSearch): MembersSearch {
  return rest;
}

function withoutKnown({ known: _known, ...rest }: MembersSearch): MembersSearch {
  return rest;
}

function withoutLeft({ left: _left, ...rest }: MembersSearch): MembersSearch {
  return rest;
}

/** Whom the list shows, in whatever order. */
function isNarrowed({ condition, moved, segment, who }: MembersSearch): boolean {
  return [condition, moved, segment, who].some((part) => part !== undefined);
}

function filterOf(search: MembersSearch) {
  const { sort: _sort, direction: _direction, ...filter } = toListQuery(search);
  return filter;
}
