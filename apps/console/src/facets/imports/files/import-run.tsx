import { urlOf } from '@perennial/contracts';
import { routes } from '@perennial/contracts/staff';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { useWireLanguage } from '../../../i18n/use-local.ts';
import { useSaid } from '../../../i18n/use-said.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { dateOfInstant } from '../../../format/zoned-days.ts';
import { Asked } from '../../../ui/loading/asked.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { overviewPaths } from '../../overview/urls/paths.ts';
import { importsPaths } from '../urls/paths.ts';
import { importsQueries, isUnderWay } from './imports-queries.ts';
import { RevealRejects } from './reveal-rejects.tsx';

const numbers = ['rowsRead', 'accepted', 'duplicates', 'quarantined', 'rejected'] as const;
const numberLabels = {
  rowsRead: 'read',
  accepted: 'accepted',
  duplicates: 'duplicates',
  quarantined: 'quarantined',
  rejected: 'rejected',
} as const;

interface Props {
  readonly importId: string;
}

/** One import while it runs and after: how far, how fast, what was taken and what was not. */
export function ImportRun({ importId }: Props) {
  const { t } = useTranslation();
  return (
    <Asked query={importsQueries.run(importId)} pending={<SkeletonRows rows={5} label={t('imports.title')} />}>
      {(run) => <ImportRunPanel run={run} />}
    </Asked>
  );
}

function ImportRunPanel({ run }: { readonly run: Result<'imports', 'get'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = useSaid();
  const language = useWireLanguage();
  const queryClient = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => api.imports.cancel({ params: { importId: run.id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: importsQueries.list().queryKey }),
  });
  const isRunning = isUnderWay(run.status);
  const percent = run.bytesTotal === 0 ? 0 : Math.round((100 * run.bytesDone) / run.bytesTotal);
  const lastDay = run.lastFactAt === null ? undefined : dateOfInstant(Date.parse(run.lastFactAt), format.zone);
  return (
    <Panel
      title={`${run.fileName} · ${t(`job.${run.status}`)}${run.isDryRun ? ` · ${t('imports.dryRun')}` : ''}`}
      extra={
        <>
          {isRunning && (
            <GuardedButton needs="imports.run" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              {t('imports.cancel')}
            </GuardedButton>
          )}
          <RouteLink href={importsPaths.imports()}>{t('imports.another')}</RouteLink>
        </>
      }
    >
      {cancel.isError && <ProblemPanel error={cancel.error} isWrite />}
      {isRunning && (
        <>
          <Progress percent={percent} aria-label={run.fileName} />
          <output className="block quiet">
            {t('imports.running', {
              done: format.integer(run.rowsRead),
              total: run.total === 0 ? `${percent}%` : format.integer(run.total),
              rate: format.integer(run.rowsPerSecond),
            })}{' '}
            {run.secondsLeft !== null && t('imports.left', { seconds: format.integer(run.secondsLeft) })}
          </output>
        </>
      )}
      {run.error !== null && <p className="issues">{said(run.error)}</p>}
      {run.isDryRun && run.status === 'succeeded' && (
        <p>
          {t('imports.checked', {
            accepted: format.integer(run.accepted + run.duplicates),
            rejected: format.integer(run.rejected + run.quarantined),
          })}
        </p>
      )}
      <dl className="run-numbers">
        {numbers.map((name) => (
          <div key={name}>
            <dt>{t(`imports.${numberLabels[name]}`)}</dt>
            <dd>{format.integer(run[name])}</dd>
          </div>
        ))}
        {run.firstFactAt !== null && run.lastFactAt !== null && (
          <div>
            <dt>{t('imports.span')}</dt>
            <dd>
              {format.day(run.firstFactAt)} – {format.day(run.lastFactAt)}
            </dd>
          </div>
        )}
      </dl>
      {run.rejects.length > 0 && (
        <ul className="rejects-list">
          {run.rejects.map(({ line, reason }) => (
            <li key={line}>
              <code>{t('imports.rejectLine', { line })}</code> {said(reason)}
            </li>
          ))}
        </ul>
      )}
      <p className="run-links">
        {run.rejected + run.quarantined > 0 && (
          <>
            <a href={urlOf(routes.imports.rejects, { params: { importId: run.id }, query: { language } })}>
              {t('imports.rejects')}
            </a>
            <RevealRejects importId={run.id} />
          </>
        )}
        {!run.isDryRun && run.status === 'succeeded' && lastDay !== undefined && (
          <RouteLink href={overviewPaths.overview({ asOf: lastDay })}>
            {t('imports.showAsOf', { day: format.plainDate(lastDay) })}
          </RouteLink>
        )}
      </p>
    </Panel>
  );
}
