import { routes, stageDrill } from '@perennial/contracts/staff';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import type { OverviewPanelProps, OverviewView } from '../../../facet/overview-places.ts';
import { requestText } from '../../../api/request-text.ts';
import { Asked } from '../../../ui/loading/asked.tsx';
import { useFormat } from '../../../reader/use-format.ts';
import { useLifecycle } from '../../../stages/use-lifecycle.ts';
import type { StageView } from '../../../stages/use-lifecycle.ts';
import { DrillLink } from '../../../ui/drill.tsx';
import type { Drill } from '../../../ui/drill.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { StageMark } from '../../../stages/stage-mark.tsx';
import { Why } from '../../../ui/why.tsx';
import { ComparedWith, ComparedWithPending } from './compared/compared-with.tsx';
import { overviewQueries } from './overview-queries.ts';
import { drillHref } from '../../members/urls/question.ts';
import { overviewQuestions } from './overview-questions.ts';
import { PastNote } from './past-note.tsx';
import './overview.css';

/** How many members stand in each stage, as figures and as one bar, against the period before and last year. */
export function StageStrip({ view }: OverviewPanelProps) {
  return (
    <Asked query={overviewQueries.stages(overviewQuestions(view).stages)} pending={<StageStripPending view={view} />}>
      {(data) => <Strip view={view} data={data} />}
    </Asked>
  );
}

interface StripProps extends OverviewPanelProps {
  readonly data: Result<'overview', 'stages'>;
}

function Strip({ view, data }: StripProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const lifecycle = useLifecycle(view.lifecycle);
  const query = overviewQuestions(view).stages;
  const counts = new Map(data.stages.map((stage) => [stage.stage, stage]));
  const unknown = [...counts.keys()].filter((id) => !lifecycle.stages.some((stage) => stage.id === id));
  const stages = [...lifecycle.stages, ...unknown.map(lifecycle.stage)].map((stage) => ({
    ...stage,
    counts: counts.get(stage.id) ?? noMembers,
  }));
  const why = {
    definition: `${t('lifecycle.overview.why.total')} ${t('lifecycle.overview.why.stage')}`,
    asOfAt: data.asOfAt,
    query: requestText(routes.overview.stages, { query }),
  };
  const drillOf = ({ id, counts: { count } }: (typeof stages)[number]): Drill | undefined =>
    unknown.includes(id) ? undefined : { figure: count, href: drillHref(stageDrill(data, view, id)) };
  const changeText = (now: number, before: number) => {
    const proportion = format.change(now, before);
    return format.signed(now - before) + (proportion === '' ? '' : ` (${proportion})`);
  };
  return (
    <StripPanel
      view={view}
      total={format.integer(data.membersCount)}
      lead={<ComparedWith compared={data.compared} days={view.days} />}
      why={<Why name={t('lifecycle.overview.stages')} {...why} />}
    >
      <div className="strip-bar" aria-hidden="true">
        {stages
          .filter((stage) => stage.counts.count > 0)
          .map((stage) => (
            <span key={stage.id} style={{ flexGrow: stage.counts.count, background: stage.style?.colour }} />
          ))}
      </div>
      <ul className="strip-tiles">
        {stages.map((stage) => (
          <StageTile
            key={stage.id}
            stage={stage}
            view={view}
            drill={drillOf(stage)}
            figures={{
              count: format.integer(stage.counts.count),
              share: format.percent(stage.counts.count / (data.membersCount || 1)),
              sincePeriod: changeText(stage.counts.count, stage.counts.countBefore),
              sinceYear: changeText(stage.counts.count, stage.counts.countLastYear),
            }}
          />
        ))}
      </ul>
    </StripPanel>
  );
}

const noMembers = { count: 0, countBefore: 0, countLastYear: 0 };

/** The tiles take their room before their figures are there. */
function StageStripPending({ view }: OverviewPanelProps) {
  const { t } = useTranslation();
  const { stages } = useLifecycle(view.lifecycle);
  const figures = { count: t('value.none'), share: '', sincePeriod: '', sinceYear: '' };
  return (
    <StripPanel
      view={view}
      total={t('value.none')}
      lead={<ComparedWithPending />}
      why={<span className="why" aria-hidden="true" />}
    >
      <div className="strip-bar" aria-hidden="true" />
      <ul className="strip-tiles" aria-busy="true">
        {stages.map((stage) => (
          <StageTile key={stage.id} stage={stage} view={view} figures={figures} />
        ))}
      </ul>
    </StripPanel>
  );
}

interface StripPanelProps extends OverviewPanelProps {
  readonly lead: ReactNode;
  readonly total: string;
  readonly why: ReactNode;
  readonly children: ReactNode;
}

function StripPanel({ view, total, lead, why, children }: StripPanelProps) {
  const { t } = useTranslation();
  return (
    <Panel
      title={t('lifecycle.overview.stages')}
      className="strip"
      lead={
        <>
          <PastNote view={view} /> {lead}
        </>
      }
      extra={
        <>
          <span className="strip-total">
            <strong>{total}</strong> {t('unit.members')}
          </span>
          {why}
        </>
      }
    >
      {children}
    </Panel>
  );
}

interface TileProps {
  readonly stage: StageView;
  readonly view: OverviewView;
  readonly drill?: Drill | undefined;
  readonly figures: {
    readonly count: string;
    readonly share: string;
    readonly sincePeriod: string;
    readonly sinceYear: string;
  };
}

/** Opens nothing while its figure is on its way, nor where the stage is one that the lifecycle has no more. */
function TilePlace({ drill, children }: { readonly drill: Drill | undefined; readonly children: ReactNode }) {
  if (drill === undefined) return <span className="strip-tile">{children}</span>;
  return (
    <DrillLink {...drill} className="strip-tile">
      {children}
    </DrillLink>
  );
}

function StageTile({ stage, view, drill, figures }: TileProps) {
  const { t } = useTranslation();
  const { days } = view;
  return (
    <li>
      <TilePlace drill={drill}>
        <span className="strip-name">
          <StageMark style={stage.style} /> {stage.name}
        </span>
        <span className="strip-count">{figures.count}</span>
        <span className="strip-share" title={t('lifecycle.overview.share', { share: figures.share })}>
          {figures.share}
        </span>
        {/* In plain ink: whether more of a stage is good is the reader's to say. */}
        <span className="strip-change" title={t('lifecycle.overview.againstPeriod', { days })}>
          <span>{t('lifecycle.overview.shortPeriod', { days })}</span>
          <span>{figures.sincePeriod}</span>
        </span>
        <span className="strip-change" title={t('lifecycle.overview.againstYear')}>
          <span>{t('lifecycle.overview.shortYear')}</span>
          <span>{figures.sinceYear}</span>
        </span>
      </TilePlace>
    </li>
  );
}
