import { routes, urlOf } from '@perennial/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { dateOfInstant } from '../../../format/zoned-days.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { paths } from '../../../urls/paths.ts';

const pollMs = 700;
const numbers = ['rowsRead', 'accepted', 'duplicates', 'quarantined', 'rejected'] as const;
const numberLabels = {
  rowsRead: 'read',
  accepted: 'accepted',
  duplicates: 'duplicates',
  quarantined: 'quarantined',
  rejected: 'rejected',
} as const;

/** One import while it runs and after: how far, how fast, what was taken and what was not. */
export function ImportRunPanel({ importId }: { readonly importId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const queryClient = useQueryClient();
  const {
    data: run,
    error,
    refetch,
  } = useQuery({
    queryKey: ['imports', importId],
    queryFn: ({ signal }) => api.imports.get({ params: { importId } }, { signal }),
    refetchInterval: ({ state }) =>
      state.data === undefined || state.data.status === 'running' || state.data.status === 'waiting' ? pollMs : false,
  });
  const cancel = useMutation({
    mutationFn: () => api.imports.cancel({ params: { importId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['imports'] }),
  });
  if (error !== null) return <ProblemPanel error={error} onRetry={() => void refetch()} />;
  if (run === undefined) return <SkeletonRows rows={5} label={t('data.imports.title')} />;
  const isRunning = run.status === 'running' || run.status === 'waiting';
  const percent = run.bytesTotal === 0 ? 0 : Math.round((100 * run.bytesDone) / run.bytesTotal);
  const lastDay = run.lastFactAt === null ? undefined : dateOfInstant(Date.parse(run.lastFactAt), format.zone);
  return (
    <Panel
      title={`${run.fileName} · ${t(`job.${run.status}`)}${run.isDryRun ? ` · ${t('data.imports.dryRun')}` : ''}`}
      extra={
        <>
          {isRunning && (
            <GuardedButton needs="imports.run" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              {t('data.imports.cancel')}
            </GuardedButton>
          )}
          <RouteLink href={paths.data('imports')}>{t('data.imports.another')}</RouteLink>
        </>
      }
    >
      {cancel.isError && <ProblemPanel error={cancel.error} isWrite />}
      {isRunning && (
        <>
          <Progress percent={percent} aria-label={run.fileName} />
          <output className="block quiet">
            {t('data.imports.running', {
              done: format.integer(run.rowsRead),
              total: run.total === 0 ? `${percent}%` : format.integer(run.total),
              rate: format.integer(run.rowsPerSecond),
            })}{' '}
            {run.secondsLeft !== null && t('data.imports.left', { seconds: format.integer(run.secondsLeft) })}
          </output>
        </>
      )}
      {run.error !== null && <p className="issues">{run.error}</p>}
      {run.isDryRun && run.status === 'succeeded' && (
        <p>
          {t('data.imports.checked', {
            accepted: format.integer(run.accepted + run.duplicates),
            rejected: format.integer(run.rejected + run.quarantined),
          })}
        </p>
      )}
      <dl className="run-numbers">
        {numbers.map((name) => (
          <div key={name}>
            <dt>{t(`data.imports.${numberLabels[name]}`)}</dt>
            <dd>{format.integer(run[name])}</dd>
          </div>
        ))}
        {run.firstFactAt !== null && run.lastFactAt !== null && (
          <div>
            <dt>{t('data.imports.span')}</dt>
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
              <code>{t('data.imports.rejectLine', { line })}</code> {reason}
            </li>
          ))}
        </ul>
      )}
      <p className="empty-links">
        {run.rejected + run.quarantined > 0 && (
          <a href={urlOf(routes.imports.rejects, { params: { importId } })}>{t('data.imports.rejects')}</a>
        )}
        {!run.isDryRun && run.status === 'succeeded' && lastDay !== undefined && (
          <RouteLink href={paths.overview({ asOf: lastDay })}>
            {t('data.imports.showAsOf', { day: format.plainDate(lastDay) })}
          </RouteLink>
        )}
      </p>
    </Panel>
  );
}
