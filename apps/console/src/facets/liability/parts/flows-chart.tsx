import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import { movementColours } from '../../../stages/stage-style.ts';
import { useTheme } from '../../../theme/preferences.ts';
import { neutralSeries } from '../../../theme/tokens.ts';
import { Chart } from '../../../ui/chart/chart.tsx';
import { categoryAxis, chartBase, chartLegend, partialStyle, valueAxis } from '../../../ui/chart/chart-style.ts';
import { dayOf } from '../said/months.ts';
import type { PartProps } from '../said/part-props.ts';
import { useUnits } from '../said/use-units.ts';

/** What comes in stands above the line, what goes below it. */
const flows = [
  { id: 'issued', sign: 1 },
  { id: 'reinstated', sign: 1 },
  { id: 'redeemed', sign: -1 },
  { id: 'expired', sign: -1 },
  { id: 'takenBack', sign: -1 },
] as const;

/** What was issued, redeemed, expired and taken back, month by month. */
export function FlowsChart({ figures, query }: PartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const theme = useTheme();
  const say = useUnits(figures.decimals);
  const { months, asOfAt, from, to } = figures;
  const option = useMemo(() => {
    const { added, reactivated, cooled, lost } = movementColours(theme);
    const colours = {
      issued: added,
      reinstated: reactivated,
      redeemed: neutralSeries[theme],
      expired: cooled,
      takenBack: lost,
    };
    const base = chartBase(theme);
    return {
      ...base,
      tooltip: {
        ...base.tooltip,
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        valueFormatter: (units: number) => say(Math.abs(units)),
      },
      legend: chartLegend(theme),
      grid: { left: 4, right: 8, top: 58, bottom: 2, containLabel: true },
      xAxis: categoryAxis(
        theme,
        months.map(({ month }) => format.monthOf(dayOf(month))),
      ),
      yAxis: valueAxis(theme, (units) => format.short(Math.abs(units))),
      series: flows.map(({ id, sign }) => ({
        name: t(`liability.flows.${id}`),
        type: 'bar',
        stack: 'units',
        barMaxWidth: 48,
        itemStyle: { color: colours[id] },
        data: months.map((month) => ({
          value: sign * month[id],
          ...(month.isOver ? {} : { itemStyle: { color: colours[id], ...partialStyle(theme) } }),
        })),
      })),
    };
  }, [months, theme, format, t, say]);
  return (
    <Chart
      title={t('liability.flows.title')}
      lead={t('liability.flows.lead')}
      option={option}
      period={`${format.monthOf(dayOf(from))} – ${format.monthOf(dayOf(to))}`}
      why={{ definition: t('liability.why.flows'), query, ...(asOfAt === null ? {} : { asOfAt }) }}
      rows={{
        columns: [
          { title: t('liability.month'), kind: 'text' },
          ...flows.map(({ id }) => ({ title: t(`liability.flows.${id}`), kind: 'integer' as const })),
          { title: t('liability.flows.opened'), kind: 'integer' },
        ],
        rows: months.map((month) => [month.month, ...flows.map(({ id }) => month[id]), month.opened]),
      }}
    />
  );
}
