import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Alert, Button, Empty, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { installationQuery } from '../../../api/queries.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useLifecycle, useLifecycles } from '../../../stages/use-lifecycle.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { AsOfControl } from '../../../ui/as-of-control.tsx';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { Page } from '../../../ui/page.tsx';
import { paths } from '../../../urls/paths.ts';
import { readOverviewSearch } from '../../../urls/search.ts';
import type { OverviewSearch } from '../../../urls/search.ts';
import { FlowChart } from '../../lifecycle/overview/flow-chart.tsx';
import { MovementChart } from '../../lifecycle/overview/movement-chart.tsx';
import { createOverviewView, periodChoices, periodDaysDefault, staleDataDay } from './overview-view.ts';
import { SalesChart } from '../../lifecycle/overview/sales-chart.tsx';
import { StageSeriesChart } from '../../lifecycle/overview/stage-series-chart.tsx';
import { StageStrip } from '../../lifecycle/overview/stage-strip.tsx';
import { UpcomingPanel } from '../../lifecycle/overview/upcoming-panel.tsx';
import './overview.css';

/** Members by stage, how that moved, and who moves next; all as of one day. */
export function OverviewPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const go = useGo();
  const search = readOverviewSearch(useSearch({ strict: false }));
  const [nowMs] = useState(Date.now);
  const { data: installation } = useQuery(installationQuery());
  const view = createOverviewView({ ...search, zone: format.zone, nowMs });
  const lifecycle = useLifecycle(search.lifecycle);
  const setSearch = (change: OverviewSearch) => go(paths.overview({ ...search, ...change }), { replace: true });
  const staleDay = staleDataDay(installation?.lastFactAt ?? null, view, format.zone);
  const isEmpty = installation !== undefined && installation.membersCount === 0;
  const parts = { view, lifecycle };
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
      {isEmpty ? (
        <EmptyOverview />
      ) : (
        <>
          <StageStrip {...parts} />
          <div className="columns">
            <StageSeriesChart {...parts} />
            <UpcomingPanel {...parts} />
            <FlowChart {...parts} />
            <MovementChart {...parts} />
            <SalesChart {...parts} />
          </div>
        </>
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
  const local = useLocal();
  const go = useGo();
  const lifecycles = useLifecycles();
  const changeAsOf = (asOf: string | undefined) => {
    const { asOf: _, ...rest } = search;
    go(paths.overview(asOf === undefined ? rest : { ...rest, asOf }), { replace: true });
  };
  return (
    <>
      {lifecycles.length > 1 && (
        <Select
          aria-label={t('overview.lifecycle')}
          value={search.lifecycle ?? lifecycles[0]?.id ?? ''}
          options={lifecycles.map(({ id, name }) => ({ value: id, label: local(name) }))}
          onChange={(lifecycle) => onChange({ lifecycle })}
          popupMatchSelectWidth={false}
        />
      )}
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
  return (
    <div className="panel empty-page">
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('overview.emptyTitle')}>
        <p className="quiet">{t('overview.emptyNext')}</p>
        <p className="empty-links">
          <RouteLink href={paths.data('imports')}>{t('overview.emptyImport')}</RouteLink>
          <RouteLink href={paths.data('sources')}>{t('overview.emptySource')}</RouteLink>
        </p>
      </Empty>
    </div>
  );
}
