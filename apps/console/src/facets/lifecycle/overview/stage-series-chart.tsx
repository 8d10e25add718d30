import { routes } from '@perennial/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { overviewQueries } from '../../../api/queries.ts';
import { requestText } from '../../../api/request-text.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useIsNarrow } from '../../../reader/use-is-narrow.ts';
import { neutralSeries } from '../../../theme/tokens.ts';
import { useTheme } from '../../../theme/preferences.ts';
import { useGo } from '../../../ui/link.tsx';
import { Chart } from '../../../ui/chart/chart.tsx';
import { barLabelStyle, categoryAxis, chartBase, chartLegend, valueAxis } from '../../../ui/chart/chart-style.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { paths } from '../../../urls/paths.ts';
import { bucketLabel } from './bucket-label.ts';
import { membersBase } from './overview-parts.ts';
import type { OverviewParts } from './overview-parts.ts';
import { overviewQuestions } from './overview-questions.ts';

/** Members by stage at the end of each week or month, stacked. */
export function StageSeriesChart(parts: OverviewParts) {
  const { view, lifecycle } = parts;
  const { t } = useTranslation();
  const format = useFormat();
  const theme = useTheme();
  const isNarrow = useIsNarrow();
  const go = useGo();
  const query = overviewQuestions(view).past;
  const { data, error, refetch } = useQuery({ ...overviewQueries.series(query), placeholderData: keepPreviousData });
  const points = useMemo(() => data?.points ?? [], [data]);
  const countOf = (point: (typeof points)[number], stage: string) =>
    point.stages.find((one) => one.stage === stage)?.count ?? 0;
  const option = useMemo(() => {
    const labels = points.map(({ on }) => bucketLabel(on, view.bucket, format));
    const totals = points.map(({ stages }) => stages.reduce((sum, { count }) => sum + count, 0));
    const isRoomy = points.length <= 14 && !isNarrow;
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
        return { value, label: { show: isRoomy && isTall } };
      }),
      label: {
        ...barLabelStyle(style?.colour ?? neutralSeries[theme]),
        formatter: ({ value }: { value: number }) => format.narrow(value),
      },
    }));
    return {
      ...chartBase(theme),
      tooltip: { ...chartBase(theme).tooltip, trigger: 'axis', axisPointer: { type: 'shadow' } },
      legend: {
        ...chartLegend(theme),
        data: lifecycle.stages.map(({ name, style }) => ({ name, icon: `path://${style?.shape ?? ''}` })),
      },
      grid: { left: 4, right: 8, top: isNarrow ? 58 : 34, bottom: 2, containLabel: true },
      xAxis: categoryAxis(theme, labels),
      yAxis: valueAxis(theme, format.short),
      series,
    };
  }, [points, lifecycle, theme, format, view.bucket, isNarrow]);
  if (error !== null) return <ProblemPanel error={error} onRetry={() => void refetch()} />;
  return (
    <Chart
      className="span-8"
      title={t('overview.series')}
      option={option}
      isLoading={data === undefined}
      height={320}
      summary={`${t('overview.series')}: ${format.plainDate(view.seriesFrom)} – ${format.plainDate(view.to)}`}
      why={{
        definition: t('overview.why.series'),
        asOfAt: data?.asOfAt,
        query: requestText(routes.overview.series, { query }),
      }}
      rows={{
        columns: [
          { title: t('overview.column.on'), kind: 'text' },
          ...lifecycle.stages.map(({ name }) => ({ title: name, kind: 'integer' as const })),
        ],
        rows: points.map((point) => [point.on, ...lifecycle.stages.map(({ id }) => countOf(point, id))]),
      }}
      onPick={({ seriesId, dataIndex }) => {
        const asOf = points[dataIndex]?.on;
        if (asOf !== undefined && seriesId !== undefined) {
          go(paths.members({ ...membersBase(parts), asOf, stage: [seriesId] }));
        }
      }}
    />
  );
}
