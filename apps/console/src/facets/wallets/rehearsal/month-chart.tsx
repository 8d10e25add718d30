import { Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { movementColours } from '../../../stages/stage-style.ts';
import { useTheme } from '../../../theme/preferences.ts';
import { neutralSeries } from '../../../theme/tokens.ts';
import { Chart } from '../../../ui/chart/chart.tsx';
import { categoryAxis, chartBase, chartLegend, valueAxis } from '../../../ui/chart/chart-style.ts';
import { figureName, unitsOfLine } from './figure-words.ts';
import { listHref } from './open-props.ts';
import type { OpenProps } from './open-props.ts';
import type { Rehearsal, RehearsalResult, RehearsedLine } from './rehearsal-queries.ts';

interface Props extends OpenProps {
  readonly rehearsal: Rehearsal;
  readonly result: RehearsalResult;
}

const keyOf = ({ document, figure }: RehearsedLine) => `${document} ${figure}`;
const dayOf = (month: string) => `${month}-01`;

/** A figure month by month, under both programs; a month opens the members of whom it is another one. */
export function MonthChart({ rehearsal, result, ...open }: Props) {
  const { t } = useTranslation();
  const local = useLocal();
  const format = useFormat();
  const theme = useTheme();
  const { lines } = result;
  const first = lines.find(({ isGain, total }) => isGain && total.members > 0) ?? lines[0];
  const [chosen, setChosen] = useState<string>();
  const line = lines.find((one) => keyOf(one) === chosen) ?? first;
  const months = line?.months;
  const option = useMemo(() => {
    const base = chartBase(theme);
    const say = unitsOfLine(line?.document ?? '', open.documents, format);
    const series = [
      { name: t('wallets.rehearsal.base'), color: neutralSeries[theme], side: 'base' as const },
      { name: t('wallets.rehearsal.draft'), color: movementColours(theme).added, side: 'draft' as const },
    ];
    return {
      ...base,
      tooltip: { ...base.tooltip, trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: say },
      legend: chartLegend(theme),
      grid: { left: 4, right: 8, top: 44, bottom: 2, containLabel: true },
      xAxis: categoryAxis(
        theme,
        (months ?? []).map(({ month }) => format.monthOf(dayOf(month))),
      ),
      yAxis: valueAxis(theme, (units) => format.short(units)),
      series: series.map(({ name, color, side }) => ({
        name,
        type: 'bar',
        barMaxWidth: 28,
        itemStyle: { color },
        data: (months ?? []).map((month) => month[side]),
      })),
    };
  }, [line, months, theme, format, t, open.documents]);
  if (line === undefined || months === undefined) return null;
  const hrefOfMonth = (index: number) => {
    const month = months[index];
    return month === undefined || month.members === 0 ? undefined : listHref(open, month.list);
  };
  const [from, to] = [months[0]?.month ?? '', months.at(-1)?.month ?? ''];
  return (
    <Chart
      title={t('wallets.rehearsal.byMonth', { figure: figureName(line, local) })}
      lead={t(`wallets.rehearsal.kind.${line.kind}`)}
      controls={
        <Select
          className="rehearsal-figure"
          aria-label={t('wallets.rehearsal.figure')}
          value={keyOf(line)}
          options={lines.map((one) => ({ value: keyOf(one), label: figureName(one, local) }))}
          onChange={setChosen}
        />
      }
      option={option}
      period={from === '' ? '' : `${format.monthOf(dayOf(from))} – ${format.monthOf(dayOf(to))}`}
      why={{
        definition: t('wallets.rehearsal.why'),
        query: `GET /v1/program/rehearsals/${rehearsal.id}`,
        asOfAt: result.asOfAt,
      }}
      drill={{ ofPick: ({ dataIndex }) => hrefOfMonth(dataIndex), ofCell: (row) => hrefOfMonth(row) }}
      rows={{
        columns: [
          { title: t('wallets.rehearsal.month'), kind: 'text' },
          { title: t('wallets.rehearsal.base'), kind: 'integer' },
          { title: t('wallets.rehearsal.draft'), kind: 'integer' },
          { title: t('wallets.rehearsal.worthBase'), kind: 'money' },
          { title: t('wallets.rehearsal.worthDraft'), kind: 'money' },
          { title: t('wallets.rehearsal.members'), kind: 'integer' },
        ],
        rows: months.map(({ month, base, draft, baseMinor, draftMinor, members }) => [
          month,
          base,
          draft,
          baseMinor,
          draftMinor,
          members,
        ]),
      }}
    />
  );
}
