import { useTranslation } from 'react-i18next';
import { HitText } from '../search/hit-text.tsx';
import type { LifecycleView } from '../../../stages/use-lifecycle.ts';
import { useFormat } from '../../../reader/use-format.ts';
import type { Column } from '../../../ui/table/data-table.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { membersPaths } from '../urls/paths.ts';
import { columnsShownFirst, useMemberColumns } from './member-columns.tsx';
import type { MemberListRow } from './member-columns.tsx';

interface Hit {
  readonly member: MemberListRow;
  readonly matched: string;
  readonly maskedName: string;
}

interface Props {
  readonly q: string;
  readonly hits: readonly Hit[];
  readonly namesWaiting: number;
  readonly lifecycle: LifecycleView;
  readonly asOf: string | undefined;
}

/** Members found by a name, an order or an identity, with what matched; found as they are now, whatever day the page is of, and opened as of that day. */
export function SearchResults({ q, hits, namesWaiting, lifecycle, asOf }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: readonly Column<Hit>[] = useMemberColumns(lifecycle, { asOf, isHistory: false })
    .filter(({ key }) => columnsShownFirst.some((column) => column === key))
    .map((column) => ({
      key: column.key,
      title: column.title,
      isNumber: column.isNumber === true,
      render: (hit) =>
        column.key === 'label' ? (
          <span className="search-hit">
            {column.render(hit.member)} <HitText q={q} hit={hit} />
          </span>
        ) : (
          column.render(hit.member)
        ),
    }));
  return (
    <Panel
      title={t('members.searchFor', { q })}
      extra={<RouteLink href={membersPaths.members()}>{t('members.searchClear')}</RouteLink>}
    >
      {asOf !== undefined && <p className="quiet">{t('members.searchIsNow')}</p>}
      {namesWaiting > 0 && (
        <p className="quiet">{t('members.searchWaits', { waiting: format.integer(namesWaiting) })}</p>
      )}
      <DataTable
        caption={t('members.table')}
        columns={columns}
        rows={hits}
        rowKey={({ member }) => member.id}
        empty={t('members.searchNone')}
      />
    </Panel>
  );
}
