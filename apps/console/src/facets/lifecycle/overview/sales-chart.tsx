import { minorDigits } from '@perennial/contracts';
import { routes } from '@perennial/contracts/staff';
import { useCallback, useMemo } from 'react';
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
import { barLook, spanText } from './bucket-axis.ts';
import { barLabel, isRoomyFor, stackedBars } from './stacked-bars.ts';

const height = 260;

type Point = Result<'overview', 'sales'>['points'][number];

/** What was sold stands above the line, what was given back below it: net sales are what remains. */
const membersSold = (point: Point) => point.membersGrossMinor;
const othersSold = (point: Point) => point.anonymousGrossMinor;
const givenBack = (point: Point) => -(point.membersRefundsMinor + point.anonymousRefundsMinor);

/** As the rows have them: each net amount beside what it is made of. */
const sums = [
  'membersGrossMinor',
  'membersRefundsMinor',
  'membersNetMinor',
  'anonymousGrossMinor',
  'anonymousRefundsMinor',
  'anonymousNetMinor',
  'unknownRefundsMinor',
] as const;

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
  const only = useCallback((span: string) => t('lifecycle.overview.only', { span }), [t]);
  const option = useMemo(() => {
    const isRoomy = isRoomyFor(points, isNarrow);
    const peak = Math.max(1, ...points.map((point) => point.membersGrossMinor + point.anonymousGrossMinor));
    const series = [
      { name: t('lifecycle.overview.salesMembers'), colour: movementColours(theme).reactivated, of: membersSold },
      { name: t('lifecycle.overview.salesAnonymous'), colour: neutralSeries[theme], of: othersSold },
      { name: t('lifecycle.overview.refundsOfAll'), colour: movementColours(theme).lost, of: givenBack },
    ];
    return {
      ...stackedBars({
        theme,
        format,
        bucket: view.bucket,
        points,
        only,
        isNarrow,
        least: 10 ** minorDigits(format.currency),
        names: series.map(({ name }) => name),
        say: (value) => format.money(Math.abs(value)),
        sayShort: (value) => format.moneyShort(Math.abs(value)),
      }),
      series: series.map(({ name, colour, of }) => ({
        type: 'bar',
        stack: 'sales',
        barCategoryGap: '22%',
        name,
        label: barLabel(colour, (value) => format.moneyShort(Math.abs(value))),
        itemStyle: { color: colour },
        data: points.map((point) => {
          const { itemStyle, labelStyle } = barLook(point, colour, theme);
          const value = of(point);
          return { value, itemStyle, label: { show: isRoomy && Math.abs(value) > peak * 0.1, ...labelStyle } };
        }),
      })),
    };
  }, [points, theme, format, t, view.bucket, isNarrow, only]);
  return (
    <VersionChart
      points={points}
      to={view.to}
      title={t('lifecycle.overview.sales')}
      lead={
        <>
          <PastNote view={view} />
          <Asked query={overviewQueries.sales(periodQuery)} pending={<SalesFiguresPending />}>
            {(sales) => <SalesFigures sales={sales} days={view.days} />}
          </Asked>
        </>
      }
      option={option}
      height={height}
      period={format.plainRange(view.seriesFrom, view.to)}
      why={{
        definition: t('lifecycle.overview.why.sales'),
        asOfAt: data.asOfAt,
        query: requestText(routes.overview.sales, { query }),
      }}
      rows={{
        columns: [
          { title: t('lifecycle.overview.column.on'), kind: 'text' },
          ...sums.map((key) => ({ title: t(`lifecycle.overview.sum.${key}`), kind: 'money' as const })),
          { title: t('lifecycle.overview.orders'), kind: 'integer' },
          { title: t('lifecycle.overview.buyers'), kind: 'integer' },
          { title: t('lifecycle.overview.column.part'), kind: 'text' },
        ],
        rows: points.map((point) => [
          point.on,
          ...sums.map((key) => point[key]),
          point.membersOrders,
          point.buyers,
          spanText(point, format, only),
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
          <SalesFiguresPending />
        </>
      }
      height={height}
    />
  );
}
