import { moveDrill, netDrill, routes } from '@perennial/contracts/staff';
import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import type { OverviewPanelProps } from '../../../facet/overview-places.ts';
import { requestText } from '../../../api/request-text.ts';
import { Asked } from '../../../ui/loading/asked.tsx';
import { useFormat } from '../../../reader/use-format.ts';
import { useTheme } from '../../../theme/preferences.ts';
import { neutralSeries } from '../../../theme/tokens.ts';
import { Chart } from '../../../ui/chart/chart.tsx';
import { ChartPending } from '../../../ui/chart/chart-pending.tsx';
import { useLifecycle } from '../../../stages/use-lifecycle.ts';
import { chartBase, labelStyle } from '../../../ui/chart/chart-style.ts';
import { createFlow, isWhole, readFlowPick } from './flow.ts';
import type { FlowPick } from './flow.ts';
import { drillHref } from '../../members/urls/question.ts';
import { overviewQueries } from './overview-queries.ts';
import { overviewQuestions } from './overview-questions.ts';
import { PastNote } from './past-note.tsx';

const height = 340;

type FlowKind = 'net' | 'moves';

/** Where members came from and where they went within the period, as a Sankey diagram. */
export function FlowChart({ view }: OverviewPanelProps) {
  return (
    <Asked query={overviewQueries.flows(overviewQuestions(view).flows)} pending={<FlowPending view={view} />}>
      {(data) => <Flows view={view} data={data} />}
    </Asked>
  );
}

interface FlowProps extends OverviewPanelProps {
  readonly data: Result<'overview', 'flows'>;
}

function Flows({ view, data }: FlowProps) {
  const lifecycle = useLifecycle(view.lifecycle);
  const { t } = useTranslation();
  const format = useFormat();
  const theme = useTheme();
  const [kind, setKind] = useState<FlowKind>('net');
  const query = overviewQuestions(view).flows;
  const moves = data[kind];
  const hrefOf = (move: FlowPick | undefined) => {
    if (move === undefined) return undefined;
    if (kind === 'net') return drillHref(netDrill(data, view, move));
    // A member who makes two moves stands in two ribbons: the sum of a stage's ribbons counts nobody's members.
    return isWhole(move) ? drillHref(moveDrill(data, view, move)) : undefined;
  };
  const option = useMemo(() => {
    const nameOf = (id: string) => (id === '' ? t('lifecycle.overview.notYet') : lifecycle.stage(id).name);
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
  const span = { from: format.plainDate(view.from), to: format.plainDate(view.to) };
  return (
    <Chart
      title={t('lifecycle.overview.flows')}
      lead={
        <>
          {t('lifecycle.overview.flowsFromTo', span)} <PastNote view={view} />
        </>
      }
      option={option}
      height={height}
      period={t('lifecycle.overview.flowsFromTo', span)}
      controls={<KindChoice kind={kind} onChange={setKind} />}
      why={{
        definition: t('lifecycle.overview.why.flows'),
        asOfAt: data.asOfAt,
        query: requestText(routes.overview.flows, { query }),
      }}
      rows={{
        columns: [
          { title: t('lifecycle.overview.column.from'), kind: 'text' },
          { title: t('lifecycle.overview.column.to'), kind: 'text' },
          { title: t('lifecycle.overview.column.members'), kind: 'integer' },
        ],
        rows: moves.map(({ from, to, members }) => [
          from === '' ? t('lifecycle.overview.notYet') : lifecycle.stage(from).name,
          lifecycle.stage(to).name,
          members,
        ]),
      }}
      drill={{
        ofPick: ({ data: picked }) => hrefOf(readFlowPick(picked)),
        ofCell: (row) => hrefOf(moves[row]),
      }}
    />
  );
}

function FlowPending({ view }: OverviewPanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ChartPending
      title={t('lifecycle.overview.flows')}
      lead={t('lifecycle.overview.flowsFromTo', { from: format.plainDate(view.from), to: format.plainDate(view.to) })}
      height={height}
      controls={<KindChoice kind="net" />}
    />
  );
}

interface ChoiceProps {
  readonly kind: FlowKind;
  /** Absent while there is nothing to choose from. */
  readonly onChange?: (kind: FlowKind) => void;
}

function KindChoice({ kind, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  return (
    <Segmented
      size="small"
      aria-label={t('lifecycle.overview.flows')}
      value={kind}
      disabled={onChange === undefined}
      onChange={(value) => onChange?.(value === 'moves' ? 'moves' : 'net')}
      options={[
        { value: 'net', label: t('lifecycle.overview.flowsNet') },
        { value: 'moves', label: t('lifecycle.overview.flowsMoves') },
      ]}
    />
  );
}
