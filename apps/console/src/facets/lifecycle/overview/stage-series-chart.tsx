import { routes, seriesDrill } from '@perennial/contracts/staff';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import type { OverviewPanelProps } from '../../../facet/overview-places.ts';
import { requestText } from '../../../api/request-text.ts';
import { Asked } from '../../../ui/loading/asked.tsx';
import { useFormat } from '../../../reader/use-format.ts';
import { useIsNarrow } from '../../../reader/use-is-narrow.ts';
import { neutralSeries } from '../../../theme/tokens.ts';
import { useTheme } from '../../../theme/preferences.ts';
import { VersionChart } from '../../../stages/version-chart.tsx';
import { ChartPending } from '../../../ui/chart/chart-pending.tsx';
import { useLifecycle } from '../../../stages/use-lifecycle.ts';
import { barLabelStyle, chartBase, chartLegend, valueAxis } from '../../../ui/chart/chart-style.ts';
import { barLook, bucketAxis, spanText } from './bucket-axis.ts';
import { isRoomyFor } from './stacked-bars.ts';
import { overviewQueries } from './overview-queries.ts';
import { drillHref } from '../../members/urls/question.ts';
import { overviewQuestions } from './overview-questions.ts';
import { PastNote } from './past-note.tsx';

const height = 320;

/** Members by stage at the end of each week or month, stacked. */
export function StageSeriesChart({ view }: OverviewPanelProps) {
  return (
    <Asked query={overviewQueries.series(overviewQuestions(view).past)} pending={<StageSeriesPending view={view} />}>
      {(data) => <SeriesChart view={view} data={data} />}
    </Asked>
  );
}

interface SeriesProps extends OverviewPanelProps {
  readonly data: Result<'overview', 'series'>;
}

function SeriesChart({ view, data }: SeriesProps) {
  const lifecycle = useLifecycle(view.lifecycle);
  const { t } = useTranslation();
  const format = useFormat();
  const theme = useTheme();
  const isNarrow = useIsNarrow();
  const query = overviewQuestions(view).past;
  const { points } = data;
  const countOf = (point: (typeof points)[number], stage: string) =>
    point.stages.find((one) => one.stage === stage)?.count ?? 0;
  const hrefOf = (row: number, stage: string | undefined) => {
    const point = points[row];
    return point === undefined || stage === undefined ? undefined : drillHref(seriesDrill(data, point, stage));
  };
  const only = useCallback((span: string) => t('lifecycle.overview.only', { span }), [t]);
  const option = useMemo(() => {
    const totals = points.map(({ stages }) => stages.reduce((sum, { count }) => sum + count, 0));
    const isRoomy = isRoomyFor(points, isNarrow);
    const series = lifecycle.stages.map(({ id, name, style }) => ({
      id,
      name,
      type: 'bar',
      stack: 'members',
      barCategoryGap: '22%',
      itemStyle: { color: style?.colour },
      emphasis: { focus: 'series' },
      data: points.map((point, index) => {
        const value = point.stages.find((one) => one.stage === id)?.count ?? 0;
        const isTall = value > (totals[index] ?? 0) * 0.09;
        const { itemStyle, labelStyle } = barLook(point, style?.colour, theme);
        return { value, itemStyle, label: { show: isRoomy && isTall, ...labelStyle } };
      }),
      label: {
        ...barLabelStyle(style?.colour ?? neutralSeries[theme]),
        formatter: ({ value }: { value: number }) => format.short(value),
      },
    }));
    return {
      ...chartBase(theme),
      tooltip: {
        ...chartBase(theme).tooltip,
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        valueFormatter: format.integer,
      },
      legend: {
        ...chartLegend(theme),
        data: lifecycle.stages.map(({ name, style }) => ({ name, icon: `path://${style?.shape ?? ''}` })),
      },
      grid: { left: 4, right: 8, top: isNarrow ? 58 : 34, bottom: 2, containLabel: true },
      xAxis: bucketAxis({ theme, format, bucket: view.bucket, points, only }),
      yAxis: valueAxis(theme, format.short),
      series,
    };
  }, [points, lifecycle, theme, format, view.bucket, isNarrow, only]);
  return (
    <VersionChart
      points={points}
      to={view.to}
      title={t('lifecycle.overview.series')}
      lead={<PastNote view={view} />}
      option={option}
      height={height}
      period={format.plainRange(view.seriesFrom, view.to)}
      why={{
        definition: t('lifecycle.overview.why.series'),
        asOfAt: data.asOfAt,
        query: requestText(routes.overview.series, { query }),
      }}
      rows={{
        columns: [
          { title: t('lifecycle.overview.column.on'), kind: 'text' },
          ...lifecycle.stages.map(({ name }) => ({ title: name, kind: 'integer' as const })),
          { title: t('lifecycle.overview.column.part'), kind: 'text' },
        ],
        rows: points.map((point) => [
          point.on,
          ...lifecycle.stages.map(({ id }) => countOf(point, id)),
          spanText(point, format, only),
        ]),
      }}
      drill={{
        ofPick: ({ seriesId, dataIndex }) => hrefOf(dataIndex, seriesId),
        ofCell: (row, column) => hrefOf(row, lifecycle.stages[column - 1]?.id),
      }}
    />
  );
}

function StageSeriesPending({ view }: OverviewPanelProps) {
  const { t } = useTranslation();
  return <ChartPending title={t('lifecycle.overview.series')} lead={<PastNote view={view} />} height={height} />;
}
