import { ArrowRightOutlined } from '@ant-design/icons';
import { changeDrill, routes } from '@perennial/contracts/staff';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../../api/queries.ts';
import type { OverviewPanelProps } from '../../../../facet/overview-places.ts';
import { addDays, dateOfInstant } from '../../../../format/zoned-days.ts';
import { requestText } from '../../../../api/request-text.ts';
import { Asked } from '../../../../ui/loading/asked.tsx';
import { useFormat } from '../../../../reader/use-format.ts';
import { useTheme } from '../../../../theme/preferences.ts';
import { Chart } from '../../../../ui/chart/chart.tsx';
import { ChartPending } from '../../../../ui/chart/chart-pending.tsx';
import { useLifecycle } from '../../../../stages/use-lifecycle.ts';
import { categoryAxis, chartBase, valueAxis } from '../../../../ui/chart/chart-style.ts';
import { DrillLink } from '../../../../ui/drill.tsx';
import { StageChip } from '../../../../stages/stage-chip.tsx';
import { bucketLabel } from '../bucket-label.ts';
import { overviewQueries } from '../overview-queries.ts';
import { drillHref } from '../../../members/urls/question.ts';
import { overviewQuestions } from '../overview-questions.ts';
import { UpcomingLead, useUpcomingTitle } from './upcoming-lead.tsx';
import '../overview.css';

const rowsShownMax = 5;
const height = 156;

/** Who turns silent, dormant or lost in the next days if nothing happens: how many, when, and a way to them. */
export function UpcomingPanel({ view }: OverviewPanelProps) {
  return (
    <Asked query={overviewQueries.upcoming(overviewQuestions(view).upcoming)} pending={<UpcomingPending view={view} />}>
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
  const title = useUpcomingTitle({ view });
  const query = overviewQuestions(view).upcoming;
  const changes = useMemo(() => data.changes.toSorted((a, b) => b.members - a.members), [data]);
  const days = useMemo(() => [...new Set(data.days.map(({ on }) => on))].toSorted(), [data]);
  const option = useMemo(() => {
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
  }, [data, days, lifecycle, theme, format]);
  const hrefOf = (change: Parameters<typeof changeDrill>[2]) => drillHref(changeDrill(data, view, change));
  return (
    <Chart
      title={title}
      lead={<UpcomingLead view={view} hasNone={changes.length === 0} />}
      option={option}
      height={height}
      period={format.plainRange(dateOfInstant(Date.parse(data.asOfAt), format.zone), addDays(data.until, -1))}
      why={{
        definition: t(data.isHistory ? 'lifecycle.overview.why.came' : 'lifecycle.overview.why.upcoming'),
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
      drill={{
        ofPick: ({ seriesId, dataIndex }) => {
          const on = days[dataIndex];
          return on === undefined || seriesId === undefined ? undefined : hrefOf({ to: seriesId, on });
        },
        ofCell: (row) => {
          const day = data.days[row];
          return day === undefined ? undefined : hrefOf(day);
        },
      }}
      footer={
        changes.length > 0 && (
          <ul className="upcoming">
            {changes.slice(0, rowsShownMax).map(({ from, to, members }) => (
              <li key={`${from}>${to}`}>
                <DrillLink figure={members} href={hrefOf({ from, to })} title={t('lifecycle.overview.upcomingSee')}>
                  <StageChip stage={lifecycle.stage(from)} />
                  <ArrowRightOutlined aria-hidden className="quiet" />
                  <StageChip stage={lifecycle.stage(to)} />
                  <strong>{format.integer(members)}</strong>
                </DrillLink>
              </li>
            ))}
          </ul>
        )
      }
    />
  );
}

function UpcomingPending({ view }: OverviewPanelProps) {
  return (
    <ChartPending
      title={useUpcomingTitle({ view })}
      lead={<UpcomingLead view={view} hasNone={false} />}
      height={height}
    />
  );
}
