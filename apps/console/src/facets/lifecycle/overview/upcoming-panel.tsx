import { ArrowRightOutlined } from '@ant-design/icons';
import { routes } from '@perennial/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { overviewQueries } from '../../../api/queries.ts';
import { requestText } from '../../../api/request-text.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useTheme } from '../../../theme/preferences.ts';
import { Chart } from '../../../ui/chart/chart.tsx';
import { categoryAxis, chartBase, valueAxis } from '../../../ui/chart/chart-style.ts';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { StageChip } from '../../../stages/stage-chip.tsx';
import { paths } from '../../../urls/paths.ts';
import { bucketLabel } from './bucket-label.ts';
import { membersBase } from './overview-parts.ts';
import type { OverviewParts } from './overview-parts.ts';
import { overviewQuestions } from './overview-questions.ts';
import { upcomingDays } from '../../overview/page/overview-view.ts';

const rowsShownMax = 5;

/** Who turns silent, dormant or lost in the next days if nothing happens: how many, when, and a way to them. */
export function UpcomingPanel(parts: OverviewParts) {
  const { view, lifecycle } = parts;
  const { t } = useTranslation();
  const format = useFormat();
  const theme = useTheme();
  const go = useGo();
  const query = overviewQuestions(view).upcoming;
  const { data, error, refetch } = useQuery(overviewQueries.upcoming(query));
  const changes = useMemo(() => (data?.changes ?? []).toSorted((a, b) => b.members - a.members), [data]);
  const option = useMemo(() => {
    const days = [...new Set(data?.days.map(({ on }) => on))].toSorted();
    const targets = lifecycle.stages.filter(({ id }) => data?.days.some(({ to }) => to === id));
    return {
      ...chartBase(theme),
      tooltip: { ...chartBase(theme).tooltip, trigger: 'axis', axisPointer: { type: 'shadow' } },
      grid: { left: 4, right: 8, top: 10, bottom: 2, containLabel: true },
      xAxis: categoryAxis(
        theme,
        days.map((on) => bucketLabel(on, 'day', format)),
      ),
      yAxis: valueAxis(theme, format.short),
      series: targets.map(({ id, name, style }) => ({
        id,
        name,
        type: 'bar',
        stack: 'changes',
        barCategoryGap: '20%',
        itemStyle: { color: style?.colour },
        data: days.map((on) =>
          (data?.days ?? []).reduce((sum, day) => sum + (day.on === on && day.to === id ? day.members : 0), 0),
        ),
      })),
    };
  }, [data, lifecycle, theme, format]);
  if (error !== null) return <ProblemPanel error={error} onRetry={() => void refetch()} />;
  const membersOf = (from: string, to: string) =>
    paths.members({
      ...membersBase(parts),
      stage: [from],
      sort: 'nextChangeAt',
      direction: 'asc',
      where: { nextStage: to, nextWithinDays: String(upcomingDays) },
    });
  return (
    <Chart
      className="span-4"
      title={t('overview.upcoming')}
      lead={<UpcomingLead hasNone={data !== undefined && changes.length === 0} />}
      option={option}
      height={156}
      isLoading={data === undefined}
      summary={`${t('overview.upcoming')}: ${t('overview.upcomingLead', { days: upcomingDays })}`}
      why={{
        definition: t('overview.why.upcoming'),
        asOfAt: data?.asOfAt,
        query: requestText(routes.overview.upcoming, { query }),
      }}
      rows={{
        columns: [
          { title: t('overview.column.on'), kind: 'text' },
          { title: t('overview.column.from'), kind: 'text' },
          { title: t('overview.column.to'), kind: 'text' },
          { title: t('overview.column.members'), kind: 'integer' },
        ],
        rows: (data?.days ?? []).map(({ on, from, to, members }) => [
          on,
          lifecycle.stage(from).name,
          lifecycle.stage(to).name,
          members,
        ]),
      }}
      onPick={({ seriesId }) => {
        const change = changes.find(({ to }) => to === seriesId);
        if (change !== undefined) go(membersOf(change.from, change.to));
      }}
      footer={
        changes.length > 0 && (
          <ul className="upcoming">
            {changes.slice(0, rowsShownMax).map(({ from, to, members }) => (
              <li key={`${from}>${to}`}>
                <RouteLink href={membersOf(from, to)} title={t('overview.upcomingSee')}>
                  <StageChip stage={lifecycle.stage(from)} />
                  <ArrowRightOutlined aria-hidden className="quiet" />
                  <StageChip stage={lifecycle.stage(to)} />
                  <strong>{format.integer(members)}</strong>
                </RouteLink>
              </li>
            ))}
          </ul>
        )
      }
    />
  );
}

function UpcomingLead({ hasNone }: { readonly hasNone: boolean }) {
  const { t } = useTranslation();
  if (hasNone) return <>{t('overview.upcomingNone', { days: upcomingDays })}</>;
  return <>{t('overview.upcomingLead', { days: upcomingDays })}</>;
}
