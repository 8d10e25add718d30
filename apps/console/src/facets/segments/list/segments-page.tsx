import { PlusOutlined } from '@ant-design/icons';
import { Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { segmentText } from '../../../conditions/segment-text.ts';
import { useTextContext } from '../../../conditions/use-text-context.ts';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { personName } from '../../../i18n/person-name.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { Asked } from '../../../ui/loading/asked.tsx';
import { Page } from '../../../ui/page.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import { segmentQueries } from '../asked/segment-queries.ts';
import type { Segment } from '../asked/segment-queries.ts';
import { examples } from '../examples/examples.ts';
import { segmentsPaths } from '../urls/paths.ts';
import { exampleNames, readSegmentsSearch } from '../urls/search.ts';
import './segments.css';

/** The segments by name, and whom each means. */
export function SegmentsPage() {
  const { t } = useTranslation();
  const go = useGo();
  const search = usePageSearch(readSegmentsSearch);
  const columns = useColumns();
  const { cursor: _, ...first } = search;
  const toFirst = () => go(segmentsPaths.segments(first));
  return (
    <Page
      title={t('segments.title')}
      lead={t('segments.lead')}
      controls={
        <>
          <label className="control">
            <Switch
              size="small"
              checked={search.archived === 'true'}
              onChange={(isOn) => go(segmentsPaths.segments(isOn ? { archived: 'true' } : {}))}
            />
            {t('segments.showArchived')}
          </label>
          <NewButton />
        </>
      }
    >
      <Panel title={t('segments.list')}>
        <Asked
          query={segmentQueries.list(search)}
          pending={<SkeletonRows rows={6} label={t('segments.list')} />}
          onFirst={toFirst}
        >
          {({ items, nextCursor }, isStale) => (
            <>
              <DataTable
                caption={t('segments.list')}
                columns={columns}
                rows={items}
                rowKey={({ id }) => id}
                empty={<NoSegments />}
                isStale={isStale}
              />
              <Pager
                label={t('segments.list')}
                isFirst={search.cursor === undefined}
                nextCursor={nextCursor}
                onFirst={toFirst}
                onCursor={(next) => go(segmentsPaths.segments({ ...first, cursor: next }))}
              />
            </>
          )}
        </Asked>
      </Panel>
    </Page>
  );
}

function NewButton() {
  const { t } = useTranslation();
  const go = useGo();
  return (
    <GuardedButton
      needs="segments.manage"
      type="primary"
      icon={<PlusOutlined />}
      onClick={() => go(segmentsPaths.newSegment())}
    >
      {t('segments.add')}
    </GuardedButton>
  );
}

/** What segments are for, and three to begin with. */
function NoSegments() {
  const { t } = useTranslation();
  const text = useTextContext();
  return (
    <div className="segments-none">
      <p>{t('segments.none')}</p>
      <ul>
        {exampleNames.map((name) => (
          <li key={name}>
            <RouteLink href={segmentsPaths.newSegment({ example: name })}>{t(`segments.example.${name}`)}</RouteLink>
            <span className="block quiet">{segmentText(examples[name], text)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function useColumns(): readonly Column<Segment>[] {
  const { t } = useTranslation();
  const text = useTextContext();
  return [
    {
      key: 'name',
      title: t('segments.name'),
      isLong: true,
      render: ({ id, name, description, isArchived }) => (
        <>
          <RouteLink href={segmentsPaths.segment(id)}>{name}</RouteLink>
          {isArchived && <span className="quiet"> {t('segments.archived')}</span>}
          {description !== '' && <span className="block quiet">{description}</span>}
        </>
      ),
    },
    {
      key: 'who',
      title: t('segments.who'),
      isLong: true,
      render: ({ condition }) => segmentText(condition, text),
    },
    { key: 'class', title: t('segments.class'), render: (segment) => t(`segments.classes.${segment.class}`) },
    {
      key: 'changed',
      title: t('segments.changed'),
      render: ({ changedAt, changedBy }) => (
        <>
          <Instant at={changedAt} />
          <span className="block quiet">{personName(changedBy, t)}</span>
        </>
      ),
    },
  ];
}
