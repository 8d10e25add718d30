import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import { movementColours } from '../../../stages/stage-style.ts';
import { useTheme } from '../../../theme/preferences.ts';
import { neutralSeries } from '../../../theme/tokens.ts';
import { Chart } from '../../../ui/chart/chart.tsx';
import { categoryAxis, chartBase, chartLegend, partialStyle, valueAxis } from '../../../ui/chart/chart-style.ts';
import { Panel } from '../../../ui/panel.tsx';
import { dayOf } from '../said/months.ts';
import type { PartProps } from '../said/part-props.ts';

/** What of the sales is put off, what of it is earned, and what is still owed. */
export function RevenueChart({ figures, query }: PartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const theme = useTheme();
  const { revenue, asOfAt, from, to } = figures;
  const months = useMemo(() => revenue?.months ?? [], [revenue]);
  const option = useMemo(() => {
    const { added, cooled } = movementColours(theme);
    const base = chartBase(theme);
    const bars = (name: string, color: string, read: (one: (typeof months)[number]) => number) => ({
      name,
      type: 'bar',
      barMaxWidth: 32,
      itemStyle: { color },
      data: months.map((month) => ({
        value: read(month),
        ...(month.isOver ? {} : { itemStyle: { color, ...partialStyle(theme) } }),
      })),
    });
    return {
      ...base,
      tooltip: { ...base.tooltip, trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: format.money },
      legend: chartLegend(theme),
      grid: { left: 4, right: 8, top: 58, bottom: 2, containLabel: true },
      xAxis: categoryAxis(
        theme,
        months.map(({ month }) => format.monthOf(dayOf(month))),
      ),
      yAxis: valueAxis(theme, format.moneyShort, 100),
      series: [
        bars(t('liability.revenue.deferred'), cooled, ({ deferredMinor }) => deferredMinor),
        bars(t('liability.revenue.earned'), added, ({ revenueMinor }) => revenueMinor),
        {
          name: t('liability.revenue.liability'),
          type: 'line',
          symbolSize: 6,
          lineStyle: { color: neutralSeries[theme] },
          itemStyle: { color: neutralSeries[theme] },
          data: months.map(({ liabilityMinor }) => liabilityMinor),
        },
      ],
    };
  }, [months, theme, format, t]);
  if (revenue === null)
    return (
      <Panel title={t('liability.revenue.title')}>
        <p className="quiet">{t('liability.revenue.none')}</p>
      </Panel>
    );
  return (
    <Chart
      title={t('liability.revenue.title')}
      lead={t('liability.revenue.lead', { opening: format.money(revenue.openingMinor) })}
      option={option}
      period={`${format.monthOf(dayOf(from))} – ${format.monthOf(dayOf(to))}`}
      why={{ definition: t('liability.why.revenue'), query, ...(asOfAt === null ? {} : { asOfAt }) }}
      rows={{
        columns: [
          { title: t('liability.month'), kind: 'text' },
          { title: t('liability.revenue.sales'), kind: 'money' },
          { title: t('liability.revenue.deferred'), kind: 'money' },
          { title: t('liability.revenue.earned'), kind: 'money' },
          { title: t('liability.revenue.liability'), kind: 'money' },
        ],
        rows: months.map(({ month, salesMinor, deferredMinor, revenueMinor, liabilityMinor }) => [
          month,
          salesMinor,
          deferredMinor,
          revenueMinor,
          liabilityMinor,
        ]),
      }}
    />
  );
}
