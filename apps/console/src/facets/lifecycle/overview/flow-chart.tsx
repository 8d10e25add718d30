import { routes } from '@perennial/contracts';
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { overviewQueries } from '../../../api/queries.ts';
import { requestText } from '../../../api/request-text.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useTheme } from '../../../theme/preferences.ts';
import { neutralSeries } from '../../../theme/tokens.ts';
import { Chart } from '../../../ui/chart/chart.tsx';
import { chartBase, labelStyle } from '../../../ui/chart/chart-style.ts';
import { useGo } from '../../../ui/link.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { paths } from '../../../urls/paths.ts';
import { createFlow, readFlowPick } from './flow.ts';
import type { FlowMove } from './flow.ts';
import { membersBase } from './overview-parts.ts';
import type { OverviewParts } from './overview-parts.ts';
import { overviewQuestions } from './overview-questions.ts';

const noMoves: readonly FlowMove[] = [];

/** Where members came from and where they went within the period, as a Sankey diagram. */
export function FlowChart(parts: OverviewParts) {
  const { view, lifecycle } = parts;
  const { t } = useTranslation();
  const format = useFormat();
  const theme = useTheme();
  const go = useGo();
  const [kind, setKind] = useState<'net' | 'moves'>('net');
  const query = overviewQuestions(view).flows;
  const { data, error, refetch } = useQuery(overviewQueries.flows(query));
  const moves: readonly FlowMove[] = data?.[kind] ?? noMoves;
  const option = useMemo(() => {
    const nameOf = (id: string) => (id === '' ? t('overview.notYet') : lifecycle.stage(id).name);
    const colourOf = (id: string) => lifecycle.stage(id).style?.colour ?? neutralSeries[theme];
    const order = ['', ...lifecycle.stages.map(({ id }) => id)];
    const flow = createFlow(moves, order);
    return {
      ...chartBase(theme),
      series: [
        {
          type: 'sankey',
          left: 4,
          right: 4,
          top: 6,
          bottom: 6,
          nodeWidth: 12,
          nodeGap: 12,
          layoutIterations: 0,
          draggable: false,
          emphasis: { focus: 'adjacency' },
          data: flow.nodes.map((node) => ({
            name: node.key,
            itemStyle: { color: colourOf(node.stage), borderWidth: 0 },
            label: {
              ...labelStyle(theme),
              position: node.side === 'from' ? 'right' : 'left',
              formatter: `${nameOf(node.stage)}  ${format.integer(node.members)}`,
            },
          })),
          links: flow.links.map((link) => ({
            source: link.source,
            target: link.target,
            value: link.members,
            lineStyle: { color: colourOf(link.to), opacity: link.isStay ? 0.13 : 0.5, curveness: 0.5 },
          })),
          tooltip: { valueFormatter: (value: number) => format.integer(value) },
        },
      ],
    };
  }, [moves, lifecycle, theme, format, t]);
  if (error !== null) return <ProblemPanel error={error} onRetry={() => void refetch()} />;
  const span = { from: format.plainDate(view.from), to: format.plainDate(view.to) };
  return (
    <Chart
      className="span-7"
      title={t('overview.flows')}
      lead={t('overview.flowsFromTo', span)}
      option={option}
      height={340}
      isLoading={data === undefined}
      summary={`${t('overview.flows')}: ${t('overview.flowsFromTo', span)}`}
      controls={
        <Segmented
          size="small"
          aria-label={t('overview.flows')}
          value={kind}
          onChange={(value) => setKind(value === 'moves' ? 'moves' : 'net')}
          options={[
            { value: 'net', label: t('overview.flowsNet') },
            { value: 'moves', label: t('overview.flowsMoves') },
          ]}
        />
      }
      why={{ definition: t('overview.why.flows'), query: requestText(routes.overview.flows, { query }) }}
      rows={{
        columns: [
          { title: t('overview.column.from'), kind: 'text' },
          { title: t('overview.column.to'), kind: 'text' },
          { title: t('overview.column.members'), kind: 'integer' },
        ],
        rows: moves.map(({ from, to, members }) => [
          from === '' ? t('overview.notYet') : lifecycle.stage(from).name,
          lifecycle.stage(to).name,
          members,
        ]),
      }}
      onPick={({ data: picked }) => {
        const move = readFlowPick(picked);
        if (move === undefined) return;
        const where = { movedFrom: move.from, movedTo: move.to, movedAfter: view.from, movedBefore: view.to };
        const known = Object.fromEntries(Object.entries(where).filter(([, value]) => value !== ''));
        go(paths.members({ ...membersBase(parts), where: known }));
      }}
    />
  );
}
