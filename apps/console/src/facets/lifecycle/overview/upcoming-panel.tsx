import { ArrowRightOutlined } from '@ant-design/icons';
import { routes } from '@perennial/contracts/staff';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import type { OverviewPanelProps } from '../../../facet/overview-places.ts';
import { requestText } from '../../../api/request-text.ts';
import { Asked } from '../../../ui/loading/asked.tsx';
import { useFormat } from '../../../reader/use-format.ts';
import { useTheme } from '../../../theme/preferences.ts';
import { Chart } from '../../../ui/chart/chart.tsx';
import { ChartPending } from '../../../ui/chart/chart-pending.tsx';
import { useLifecycle } from '../../../stages/use-lifecycle.ts';
import { categoryAxis, chartBase, valueAxis } from '../../../ui/chart/chart-style.ts';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { StageChip } from '../../../stages/stage-chip.tsx';
import { membersPaths } from '../../members/urls/paths.ts';
import { bucketLabel } from './bucket-label.ts';
import { overviewQueries } from './overview-queries.ts';
import { changing, membersBase, overviewQuestions, upcomingDays } from './overview-questions.ts';
import './overview.css';

const rowsShownMax = 5;
const height = 156;

/** Who turns silent, dormant or lost in the next days if nothing happens: how many, when, and a way to them. */
export function UpcomingPanel({ view }: OverviewPanelProps) {
  return (
    <Asked query={overviewQueries.upcoming(overviewQuestions(view).upcoming)} pending={<UpcomingPending />}>
      {(data) => <Upcoming view={view} data={data} />}
    </Asked>
  );
}

interface UpcomingProps extends OverviewPanelProps {
  readonly data: Result<'overview', 'upcoming'>;
}

function Upcoming({ view, data }: UpcomingProps) {
  const lifecycle = useLifecycle(view.lifecycle);
  const { t } = useTranslation();
  const format = useFormat();
  const theme = useTheme();
  const go = useGo();
  const query = overviewQuestions(view).upcoming;
  const changes = useMemo(() => data.changes.toSorted((a, b) => b.members - a.members), [data]);
  const option = useMemo(() => {
    const days = [...new Set(data.days.map(({ on }) => on))].toSorted();
    const targets = lifecycle.stages.filter(({ id }) => data.days.some(({ to }) => to === id));
    return {
      ...chartBase(theme),
      tooltip: {
        ...chartBase(theme).tooltip,
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        valueFormatter: format.integer,
      },
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
          data.days.reduce((sum, day) => sum + (day.on === on && day.to === id ? day.members : 0), 0),
        ),
      })),
    };
  }, [data, lifecycle, theme, format]);
  const membersOf = (from: string, to: string) =>
    membersPaths.members({
      ...membersBase(view, lifecycle),
      ...changing(lifecycle, { from, to, asOfAt: data.asOfAt, zone: format.zone, isHistory: data.isHistory }),
      sort: 'nextChangeAt',
      direction: 'asc',
    });
  return (
    <Chart
      title={t('lifecycle.overview.upcoming')}
      lead={<UpcomingLead hasNone={changes.length === 0} />}
      option={option}
      height={height}
      period={t('lifecycle.overview.upcomingLead', { days: upcomingDays })}
      why={{
        definition: t('lifecycle.overview.why.upcoming'),
        asOfAt: data.asOfAt,
        query: requestText(routes.overview.upcoming, { query }),
      }}
      rows={{
        columns: [
          { title: t('lifecycle.overview.column.on'), kind: 'text' },
          { title: t('lifecycle.overview.column.from'), kind: 'text' },
          { title: t('lifecycle.overview.column.to'), kind: 'text' },
          { title: t('lifecycle.overview.column.members'), kind: 'integer' },
        ],
        rows: data.days.map(({ on, from, to, members }) => [
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
                <RouteLink href={membersOf(from, to)} title={t('lifecycle.overview.upcomingSee')}>
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
  if (hasNone) return <>{t('lifecycle.overview.upcomingNone', { days: upcomingDays })}</>;
  return <>{t('lifecycle.overview.upcomingLead', { days: upcomingDays })}</>;
}

function UpcomingPending() {
  const { t } = useTranslation();
  return (
    <ChartPending title={t('lifecycle.overview.upcoming')} lead={<UpcomingLead hasNone={false} />} height={height} />
  );
}
