import { useSuspenseQuery } from '@tanstack/react-query';
import { Alert, Button, Empty, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { installationQuery } from '../../../api/queries.ts';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { usePlaces } from '../../../facet/use-places.ts';
import { useTodayMs } from '../../../reader/use-today-ms.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { AsOfControl } from '../../../ui/as-of-control.tsx';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { Page } from '../../../ui/page.tsx';
import { overviewPaths } from '../urls/paths.ts';
import { readOverviewSearch } from '../urls/search.ts';
import type { OverviewSearch } from '../urls/search.ts';
import { createOverviewView, periodChoices, periodDaysDefault, staleDataDay } from './overview-view.ts';
import './overview-page.css';

/** How the brand stands and moves, as of one day: a panel for each thing that a facet has to say of it. */
export function OverviewPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const go = useGo();
  const search = usePageSearch(readOverviewSearch);
  const { overviewPanels } = usePlaces();
  const nowMs = useTodayMs();
  const { data: installation } = useSuspenseQuery(installationQuery());
  const view = createOverviewView({ ...search, zone: format.zone, nowMs });
  const setSearch = (change: OverviewSearch) => go(overviewPaths.overview({ ...search, ...change }));
  const staleDay = staleDataDay(installation.lastFactAt, view, format.zone);
  return (
    <Page title={t('overview.title')} controls={<Controls search={search} onChange={setSearch} />}>
      {staleDay !== undefined && (
        <Alert
          type="info"
          showIcon
          title={t('asOf.behind', { day: format.plainDate(staleDay) })}
          action={
            <Button size="small" type="primary" onClick={() => setSearch({ asOf: staleDay })}>
              {t('asOf.show', { day: format.plainDate(staleDay) })}
            </Button>
          }
        />
      )}
      {installation.membersCount === 0 ? (
        <EmptyOverview />
      ) : (
        <div className="columns">
          {overviewPanels.map(({ rank, span, Component }) => (
            <div key={rank} className={`span-${span} panel-place`}>
              <Component view={view} />
            </div>
          ))}
        </div>
      )}
    </Page>
  );
}

interface ControlsProps {
  readonly search: OverviewSearch;
  readonly onChange: (change: OverviewSearch) => void;
}

function Controls({ search, onChange }: ControlsProps) {
  const { t } = useTranslation();
  const go = useGo();
  const { overviewControls } = usePlaces();
  const changeAsOf = (asOf: string | undefined) => {
    const { asOf: _, ...rest } = search;
    go(overviewPaths.overview(asOf === undefined ? rest : { ...rest, asOf }));
  };
  return (
    <>
      {overviewControls.map(({ rank, Component }) => (
        <Component key={rank} search={search} onChange={onChange} />
      ))}
      <Select
        className="period"
        aria-label={t('overview.period')}
        value={search.days ?? periodDaysDefault}
        options={periodChoices.map((days) => ({ value: days, label: t('overview.periodDays', { days }) }))}
        onChange={(days) => onChange({ days })}
      />
      <AsOfControl value={search.asOf} onChange={changeAsOf} />
    </>
  );
}

function EmptyOverview() {
  const { t } = useTranslation();
  const { firstSteps } = usePlaces();
  return (
    <div className="panel empty-page">
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('overview.emptyTitle')}>
        <p className="quiet">{t('overview.emptyNext')}</p>
        <p className="first-steps">
          {firstSteps.map(({ href, label }) => (
            <RouteLink key={href} href={href}>
              {label(t)}
            </RouteLink>
          ))}
        </p>
      </Empty>
    </div>
  );
}
