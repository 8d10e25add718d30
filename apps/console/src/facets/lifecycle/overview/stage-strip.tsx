import { routes } from '@perennial/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { overviewQueries } from '../../../api/queries.ts';
import { requestText } from '../../../api/request-text.ts';
import { useFormat } from '../../../reader/use-format.ts';
import type { StageView } from '../../../stages/use-lifecycle.ts';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { StageMark } from '../../../stages/stage-mark.tsx';
import { Why } from '../../../ui/why.tsx';
import { paths } from '../../../urls/paths.ts';
import { membersBase } from './overview-parts.ts';
import type { OverviewParts } from './overview-parts.ts';
import { overviewQuestions } from './overview-questions.ts';

const noMembers = { count: 0, countBefore: 0, countLastYear: 0 };

/** How many members stand in each stage, as figures and as one bar, against the period before and last year. */
export function StageStrip(parts: OverviewParts) {
  const { view, lifecycle } = parts;
  const { t } = useTranslation();
  const format = useFormat();
  const query = overviewQuestions(view).stages;
  const { data, error, refetch } = useQuery(overviewQueries.stages(query));
  if (error !== null) return <ProblemPanel error={error} onRetry={() => void refetch()} />;
  const counts = new Map(data?.stages.map((stage) => [stage.stage, stage]));
  const unknown = [...counts.keys()].filter((id) => !lifecycle.stages.some((stage) => stage.id === id));
  const stages = [...lifecycle.stages, ...unknown.map(lifecycle.stage)];
  const why = {
    definition: `${t('overview.why.total')} ${t('overview.why.stage')}`,
    asOfAt: data?.asOfAt,
    query: requestText(routes.overview.stages, { query }),
  };
  const total = data?.membersCount ?? 0;
  return (
    <Panel
      title={t('overview.stages')}
      className="strip"
      extra={
        <>
          <span className="strip-total">
            <strong>{data === undefined ? t('value.none') : format.integer(total)}</strong> {t('unit.members')}
          </span>
          <Why name={t('overview.stages')} {...why} />
        </>
      }
    >
      <div className="strip-bar" aria-hidden="true">
        {stages
          .filter(({ id }) => (counts.get(id)?.count ?? 0) > 0)
          .map((stage) => (
            <span
              key={stage.id}
              style={{ flexGrow: counts.get(stage.id)?.count ?? 0, background: stage.style?.colour }}
            />
          ))}
      </div>
      <ul className="strip-tiles" aria-busy={data === undefined}>
        {stages.map((stage) => (
          <li key={stage.id}>
            <StageTile
              stage={stage}
              days={view.days}
              total={total}
              counts={data === undefined ? undefined : (counts.get(stage.id) ?? noMembers)}
              href={paths.members({ ...membersBase(parts), stage: [stage.id] })}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface TileProps {
  readonly stage: StageView;
  /** Absent while they are on their way: the tile takes its room already. */
  readonly counts: typeof noMembers | undefined;
  readonly days: number;
  readonly total: number;
  readonly href: string;
}

function StageTile({ stage, counts, days, total, href }: TileProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = counts === undefined ? '' : format.percent(counts.count / (total || 1));
  return (
    <RouteLink className="strip-tile" href={href}>
      <span className="strip-name">
        <StageMark style={stage.style} /> {stage.name}
      </span>
      <span className="strip-count">{counts === undefined ? t('value.none') : format.integer(counts.count)}</span>
      <span className="strip-share" title={t('overview.share', { share })}>
        {share}
      </span>
      <Change
        now={counts?.count}
        before={counts?.countBefore}
        label={t('overview.shortPeriod', { days })}
        title={t('overview.againstPeriod', { days })}
      />
      <Change
        now={counts?.count}
        before={counts?.countLastYear}
        label={t('overview.shortYear')}
        title={t('overview.againstYear')}
      />
    </RouteLink>
  );
}

interface ChangeProps {
  readonly now: number | undefined;
  readonly before: number | undefined;
  readonly label: string;
  readonly title: string;
}

/** A change with its sign. In plain ink: whether more of a stage is good is the reader's to say. */
function Change({ now, before, label, title }: ChangeProps) {
  const format = useFormat();
  return (
    <span className="strip-change" title={title}>
      <span>{label}</span>
      <span>{now === undefined || before === undefined ? '' : changeText(now, before)}</span>
    </span>
  );
  function changeText(current: number, earlier: number): string {
    const proportion = format.change(current, earlier);
    return format.signed(current - earlier) + (proportion === '' ? '' : ` (${proportion})`);
  }
}
