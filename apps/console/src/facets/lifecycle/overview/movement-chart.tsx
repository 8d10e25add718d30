import { movementDrill, routes } from '@perennial/contracts/staff';
import type { MovementName } from '@perennial/contracts/staff';
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
import { VersionChart } from '../../../stages/version-chart.tsx';
import { ChartPending } from '../../../ui/chart/chart-pending.tsx';
import { drillHref } from '../../members/urls/question.ts';
import { overviewQueries } from './overview-queries.ts';
import { overviewQuestions } from './overview-questions.ts';
import { PastNote } from './past-note.tsx';
import { barLook, spanText } from './bucket-axis.ts';
import { barLabel, isRoomyFor, stackedBars } from './stacked-bars.ts';

const height = 364;

/** Gains stand above the line, losses below it. */
const movements = [
  { id: 'added', sign: 1 },
  { id: 'reactivated', sign: 1 },
  { id: 'cooled', sign: -1 },
  { id: 'lost', sign: -1 },
] as const;

/** New, reactivated, cooling and lost members in each week or month. */
export function MovementChart({ view }: OverviewPanelProps) {
  return (
    <Asked query={overviewQueries.movements(overviewQuestions(view).past)} pending={<MovementPending view={view} />}>
      {(data) => <Movements view={view} data={data} />}
    </Asked>
  );
}

interface MovementProps extends OverviewPanelProps {
  readonly data: Result<'overview', 'movements'>;
}

function Movements({ view, data }: MovementProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const theme = useTheme();
  const isNarrow = useIsNarrow();
  const query = overviewQuestions(view).past;
  const { points } = data;
  const hrefOf = (row: number, movement: MovementName | undefined) => {
    const point = points[row];
    if (point === undefined || movement === undefined) return undefined;
    return drillHref(movementDrill(data, { asOf: view.asOf, point }, movement));
  };
  const only = useCallback((span: string) => t('lifecycle.overview.only', { span }), [t]);
  const option = useMemo(() => {
    const colours = movementColours(theme);
    const isRoomy = isRoomyFor(points, isNarrow);
    const peak = Math.max(
      1,
      ...points.map((point) => Math.max(point.added + point.reactivated, point.cooled + point.lost)),
    );
    return {
      ...stackedBars({
        theme,
        format,
        bucket: view.bucket,
        points,
        only,
        isNarrow,
        names: movements.map(({ id }) => t(`lifecycle.overview.${id}`)),
        say: (value) => format.integer(Math.abs(value)),
        sayShort: (value) => format.short(Math.abs(value)),
      }),
      series: movements.map(({ id, sign }) => ({
        id,
        name: t(`lifecycle.overview.${id}`),
        type: 'bar',
        stack: 'movements',
        barCategoryGap: '10%',
        itemStyle: { color: colours[id] },
        label: barLabel(colours[id], (value) => format.short(Math.abs(value))),
        data: points.map((point) => {
          const { itemStyle, labelStyle } = barLook(point, colours[id], theme);
          return {
            value: sign * point[id],
            itemStyle,
            label: { show: isRoomy && point[id] > peak * 0.09, ...labelStyle },
          };
        }),
      })),
    };
  }, [points, theme, format, t, view.bucket, isNarrow, only]);
  return (
    <VersionChart
      points={points}
      to={view.to}
      title={t('lifecycle.overview.movements')}
      lead={<PastNote view={view} />}
      option={option}
      height={height}
      period={format.plainRange(view.seriesFrom, view.to)}
      why={{
        definition: t('lifecycle.overview.why.movements'),
        asOfAt: data.asOfAt,
        query: requestText(routes.overview.movements, { query }),
      }}
      rows={{
        columns: [
          { title: t('lifecycle.overview.column.on'), kind: 'text' },
          ...movements.map(({ id }) => ({ title: t(`lifecycle.overview.${id}`), kind: 'integer' as const })),
          { title: t('lifecycle.overview.column.part'), kind: 'text' },
        ],
        rows: points.map((point) => [point.on, ...movements.map(({ id }) => point[id]), spanText(point, format, only)]),
      }}
      drill={{
        ofPick: ({ seriesId, dataIndex }) => hrefOf(dataIndex, movements.find(({ id }) => id === seriesId)?.id),
        ofCell: (row, column) => hrefOf(row, movements[column - 1]?.id),
      }}
    />
  );
}

function MovementPending({ view }: OverviewPanelProps) {
  const { t } = useTranslation();
  return <ChartPending title={t('lifecycle.overview.movements')} lead={<PastNote view={view} />} height={height} />;
}
