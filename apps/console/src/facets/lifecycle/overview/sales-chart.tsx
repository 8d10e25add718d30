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
import { VersionChart } from '../../../stages/version-chart.tsx';
import { ChartPending } from '../../../ui/chart/chart-pending.tsx';
import { overviewQueries } from './overview-queries.ts';
import { overviewQuestions } from './overview-questions.ts';
import { PastNote } from './past-note.tsx';
import { SalesFigures, SalesFiguresPending } from './sales-figures.tsx';
import { barLabel, isRoomyFor, stackedBars } from './stacked-bars.ts';

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
    const isRoomy = isRoomyFor(points, isNarrow);
    const peak = Math.max(1, ...points.map(({ membersMinor, anonymousMinor }) => membersMinor + anonymousMinor));
    const series = [
      { key: 'membersMinor', name: t('lifecycle.overview.salesMembers'), colour: movementColours(theme).reactivated },
      { key: 'anonymousMinor', name: t('lifecycle.overview.salesAnonymous'), colour: neutralSeries[theme] },
    ] as const;
    return {
      ...stackedBars({
        theme,
        format,
        bucket: view.bucket,
        points,
        names: series.map(({ name }) => name),
        say: format.money,
        sayShort: format.moneyShort,
      }),
      series: series.map(({ key, name, colour }) => ({
        type: 'bar',
        stack: 'sales',
        barCategoryGap: '22%',
        name,
        label: barLabel(colour, format.moneyShort),
        itemStyle: { color: colour },
        data: points.map((point) => ({ value: point[key], label: { show: isRoomy && point[key] > peak * 0.1 } })),
      })),
    };
  }, [points, theme, format, t, view.bucket, isNarrow]);
  return (
    <VersionChart
      points={points}
      to={view.to}
      title={t('lifecycle.overview.sales')}
      lead={
        <>
          <PastNote view={view} />
          <Asked query={overviewQueries.sales(periodQuery)} pending={<SalesFiguresPending days={view.days} />}>
            {(sales) => <SalesFigures sales={sales} days={view.days} />}
          </Asked>
        </>
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
      lead={
        <>
          <PastNote view={view} />
          <SalesFiguresPending days={view.days} />
        </>
      }
      height={height}
    />
  );
}
