import { tiersFolder } from '@perennial/domain';
import { useQueries, useSuspenseQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { partsOf } from '../../../editing/document-form/change-part.ts';
import { documentsIn } from '../../../editing/document-form/folder-documents.ts';
import type { FolderDocument } from '../../../editing/document-form/folder-documents.ts';
import { listOf, readName } from '../../../editing/document-parts.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { useVerdict } from '../../../reader/session.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { programQuery } from '../../../stages/program-query.ts';
import { DrillLink } from '../../../ui/drill.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { Why } from '../../../ui/why.tsx';
import { programPaths } from '../../program/urls/paths.ts';
import { tiersPaths } from '../urls/paths.ts';
import { levelCountQuery } from './ladder-query.ts';
import { SetForecast } from './set-forecast.tsx';
import './ladder.css';

/** Every tier set of the program in force: its levels, the highest first, with how many have each; then what comes if nothing happens. */
export function Ladder() {
  const { t } = useTranslation();
  const local = useLocal();
  const mayForecast = useVerdict('overview.read').isAllowed;
  const { data } = useSuspenseQuery(programQuery());
  const sets = documentsIn(tiersFolder, data.documents);
  if (sets.length === 0)
    return (
      <section className="panel">
        <p className="table-empty">
          {t('tiers.none')} <RouteLink href={programPaths.program({ tab: 'tiers' })}>{t('tiers.noneNext')}</RouteLink>
        </p>
      </section>
    );
  return (
    <div className="stack">
      {sets.map((set) => (
        <Fragment key={set.id}>
          <LadderPanel set={set} />
          {mayForecast && <SetForecast tierSet={set.id} name={local(set.name) || set.id} />}
        </Fragment>
      ))}
    </div>
  );
}

function LadderPanel({ set }: { readonly set: FolderDocument }) {
  const { t } = useTranslation();
  const format = useFormat();
  const local = useLocal();
  const levels = listOf(partsOf(set.value)['levels']).flatMap((level) => {
    const { id, name } = partsOf(level);
    return typeof id === 'string' ? [{ id, name: local(readName(name)) || id }] : [];
  });
  const counts = useQueries({ queries: levels.map(({ id }) => levelCountQuery(set.id, id)) });
  const failed = counts.find(({ isError }) => isError);
  const most = Math.max(1, ...counts.map(({ data }) => data?.count ?? 0));
  const rungs = levels.map((level, index) => ({ ...level, counted: counts[index]?.data })).toReversed();
  return (
    <Panel
      title={local(set.name) || set.id}
      lead={t('tiers.ladder.lead')}
      extra={
        <>
          <Why name={t('tiers.ladder.people')} definition={t('tiers.ladder.why')} asOfAt={counts[0]?.data?.asOfAt} />
          <RouteLink href={programPaths.program({ tab: 'tiers', item: set.id })}>{t('action.edit')}</RouteLink>
        </>
      }
    >
      {failed?.error !== undefined && failed.error !== null && (
        <ProblemPanel error={failed.error} onRetry={() => void failed.refetch()} />
      )}
      <ol className="ladder" aria-label={t('tiers.ladderOf', { name: local(set.name) || set.id })}>
        {rungs.map(({ id, name, counted }) => (
          <li key={id}>
            <span className="ladder-name">{name}</span>
            <span className="ladder-bar" aria-hidden="true">
              <span style={{ width: `${((counted?.count ?? 0) / most) * 100}%` }} />
            </span>
            <span className="ladder-count">
              {counted === undefined ? (
                <span className="quiet">…</span>
              ) : (
                <DrillLink figure={counted.count} href={tiersPaths.membersOfLevel(set.id, id)}>
                  {t('tiers.ladder.members', { count: counted.count, members: format.integer(counted.count) })}
                </DrillLink>
              )}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
