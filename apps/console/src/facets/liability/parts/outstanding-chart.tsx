import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import { movementColours } from '../../../stages/stage-style.ts';
import { useTheme } from '../../../theme/preferences.ts';
import { Chart } from '../../../ui/chart/chart.tsx';
import { categoryAxis, chartBase, chartLegend, valueAxis } from '../../../ui/chart/chart-style.ts';
import { dayOf } from '../said/months.ts';
import type { PartProps } from '../said/part-props.ts';
import { useUnits } from '../said/use-units.ts';

/** What is left by the month in which it expires; what never does stands at the end. */
export function OutstandingChart({ figures, query }: PartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const theme = useTheme();
  const say = useUnits(figures.decimals);
  const { outstanding, asOfAt } = figures;
  const { months } = outstanding;
  const option = useMemo(() => {
    const colours = movementColours(theme);
    const names = months.map(({ month }) =>
      month === null ? t('liability.outstanding.never') : format.monthOf(dayOf(month)),
    );
    const series = (name: string, color: string, read: (one: (typeof months)[number]) => number) => ({
      name,
      type: 'bar',
      stack: 'units',
      barMaxWidth: 48,
      itemStyle: { color },
      data: months.map(read),
    });
    const base = chartBase(theme);
    return {
      ...base,
      tooltip: { ...base.tooltip, trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: say },
      legend: chartLegend(theme),
      grid: { left: 4, right: 8, top: 34, bottom: 2, containLabel: true },
      xAxis: categoryAxis(theme, names),
      yAxis: valueAxis(theme, format.short),
      series: [
        series(
          t('liability.outstanding.available'),
          colours.added,
          ({ units, waiting, held }) => units - waiting - held,
        ),
        series(t('liability.outstanding.held'), colours.cooled, ({ held }) => held),
        series(t('liability.outstanding.waiting'), colours.reactivated, ({ waiting }) => waiting),
      ],
    };
  }, [months, theme, format, t, say]);
  return (
    <Chart
      title={t('liability.outstanding.title')}
      lead={t('liability.outstanding.lead', { units: say(outstanding.units) })}
      option={option}
      period={t('liability.outstanding.title')}
      why={{
        definition: t('liability.why.outstanding'),
        query,
        ...(asOfAt === null ? {} : { asOfAt }),
      }}
      rows={{
        columns: [
          { title: t('liability.outstanding.month'), kind: 'text' },
          { title: t('liability.outstanding.units'), kind: 'integer' },
          { title: t('liability.outstanding.waiting'), kind: 'integer' },
          { title: t('liability.outstanding.held'), kind: 'integer' },
          { title: t('liability.outstanding.value'), kind: 'money' },
          { title: t('liability.outstanding.cost'), kind: 'money' },
        ],
        rows: months.map(({ month, units, waiting, held, valueMinor, costMinor }) => [
          month ?? t('liability.outstanding.never'),
          units,
          waiting,
          held,
          valueMinor,
          costMinor,
        ]),
      }}
    />
  );
}
