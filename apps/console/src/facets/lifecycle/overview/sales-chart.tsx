import { routes } from '@perennial/contracts/staff';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import type { OverviewPanelProps } from '../../../facet/overview-places.ts';
import { requestText } from '../../../api/request-text.ts';
import { Asked } from '../../../ui/loading/asked.tsx';
import { useFormat } from '../../../reader/use-format.ts';
import { useIsNarrow } from '../../../reader/use-is-narrow.ts';
import { movementColours } from '../../../stages/stage-style.ts';
import { useTheme } from '../../../theme/preferences.ts';
import { neutralSeries } from '../../../theme/tokens.ts';
import { Chart } from '../../../ui/chart/chart.tsx';
import { ChartPending } from '../../../ui/chart/chart-pending.tsx';
import { barLabelStyle, categoryAxis, chartBase, chartLegend, valueAxis } from '../../../ui/chart/chart-style.ts';
import { bucketLabel } from './bucket-label.ts';
import { overviewQueries } from './overview-queries.ts';
import { overviewQuestions } from './overview-questions.ts';
import { SalesFigures, SalesFiguresPending } from './sales-figures.tsx';

const height = 260;

/** What members bought, beside sales without a member. The figures above it are of the period, the bars of its past. */
export function SalesChart({ view }: OverviewPanelProps) {
  return (
    <Asked query={overviewQueries.sales(overviewQuestions(view).past)} pending={<SalesPending view={view} />}>
      {(data) => <Sales view={view} data={data} />}
    </Asked>
  );
}

interface SalesProps extends OverviewPanelProps {
  readonly data: Result<'overview', 'sales'>;
}

function Sales({ view, data }: SalesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const theme = useTheme();
  const isNarrow = useIsNarrow();
  const { past: query, sales: periodQuery } = overviewQuestions(view);
  const { points } = data;
  const option = useMemo(() => {
    const isRoomy = points.length <= 14 && !isNarrow;
    const bar = { type: 'bar', stack: 'sales', barCategoryGap: '22%' } as const;
    const colours = { members: movementColours(theme).reactivated, anonymous: neutralSeries[theme] };
    const labelOn = (ground: string) => ({
      ...barLabelStyle(ground),
      formatter: ({ value }: { value: number }) => format.moneyShort(value),
    });
    const peak = Math.max(1, ...points.map(({ membersMinor, anonymousMinor }) => membersMinor + anonymousMinor));
    const dataOf = (key: 'membersMinor' | 'anonymousMinor') =>
      points.map((point) => ({ value: point[key], label: { show: isRoomy && point[key] > peak * 0.1 } }));
    return {
      ...chartBase(theme),
      tooltip: {
        ...chartBase(theme).tooltip,
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        valueFormatter: (value: number) => format.money(value),
      },
      legend: {
        ...chartLegend(theme),
        data: [t('lifecycle.overview.salesMembers'), t('lifecycle.overview.salesAnonymous')],
      },
      grid: { left: 4, right: 8, top: 34, bottom: 2, containLabel: true },
      xAxis: categoryAxis(
        theme,
        points.map(({ on }) => bucketLabel(on, view.bucket, format)),
      ),
      yAxis: valueAxis(theme, format.moneyShort),
      series: [
        {
          ...bar,
          name: t('lifecycle.overview.salesMembers'),
          label: labelOn(colours.members),
          itemStyle: { color: colours.members },
          data: dataOf('membersMinor'),
        },
        {
          ...bar,
          name: t('lifecycle.overview.salesAnonymous'),
          label: labelOn(colours.anonymous),
          itemStyle: { color: colours.anonymous },
          data: dataOf('anonymousMinor'),
        },
      ],
    };
  }, [points, theme, format, t, view.bucket, isNarrow]);
  return (
    <Chart
      title={t('lifecycle.overview.sales')}
      lead={
        <Asked query={overviewQueries.sales(periodQuery)} pending={<SalesFiguresPending days={view.days} />}>
          {(sales) => <SalesFigures sales={sales} days={view.days} />}
        </Asked>
      }
      option={option}
      height={height}
      summary={`${t('lifecycle.overview.sales')}: ${format.plainDate(view.seriesFrom)} – ${format.plainDate(view.to)}`}
      why={{
        definition: t('lifecycle.overview.why.sales'),
        asOfAt: data.asOfAt,
        query: requestText(routes.overview.sales, { query }),
      }}
      rows={{
        columns: [
          { title: t('lifecycle.overview.column.on'), kind: 'text' },
          { title: t('lifecycle.overview.salesMembers'), kind: 'money' },
          { title: t('lifecycle.overview.salesAnonymous'), kind: 'money' },
          { title: t('lifecycle.overview.salesRefunds'), kind: 'money' },
          { title: t('lifecycle.overview.orders'), kind: 'integer' },
          { title: t('lifecycle.overview.buyers'), kind: 'integer' },
        ],
        rows: points.map((point) => [
          point.on,
          point.membersMinor,
          point.anonymousMinor,
          point.refundsMinor,
          point.membersOrders,
          point.buyers,
        ]),
      }}
    />
  );
}

function SalesPending({ view }: OverviewPanelProps) {
  const { t } = useTranslation();
  return (
    <ChartPending
      title={t('lifecycle.overview.sales')}
      lead={<SalesFiguresPending days={view.days} />}
      height={height}
    />
  );
}
