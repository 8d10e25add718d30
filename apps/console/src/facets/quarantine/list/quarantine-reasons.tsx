import { useQuery } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { paths } from '../../../urls/paths.ts';
import { useReplayAll } from './use-replay-all.ts';
import type { ReplayState } from './use-replay-all.ts';

type Reason = Result<'quarantine', 'reasons'>['items'][number];
const reasonsShown = 10;

/** Why facts wait, each reason replayed as a whole once its cause was put right; nothing when none wait. */
export function QuarantineReasons({ chosen }: { readonly chosen: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const replay = useReplayAll();
  const { data, error, refetch } = useQuery({
    queryKey: ['quarantine', 'reasons', reasonsShown],
    queryFn: ({ signal }) => api.quarantine.reasons({ query: { limit: reasonsShown } }, { signal }),
  });
  if (error !== null) return <ProblemPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined || (data.items.length === 0 && replay.state === undefined)) return null;
  return (
    <Panel title={t('data.quarantine.reasons')} lead={t('data.quarantine.reasonsLead')}>
      {replay.state !== undefined && <ReplayProgress state={replay.state} onCancel={replay.cancel} />}
      {replay.error !== null && <ProblemPanel error={replay.error} isWrite />}
      <DataTable
        caption={t('data.quarantine.reasons')}
        columns={[
          {
            key: 'reason',
            title: t('data.quarantine.column.reason'),
            isLong: true,
            render: ({ reason }: Reason) =>
              reason === chosen ? reason : <RouteLink href={paths.data('quarantine', { reason })}>{reason}</RouteLink>,
          },
          {
            key: 'count',
            title: t('data.quarantine.facts'),
            isNumber: true,
            render: ({ count }) => format.integer(count),
          },
          {
            key: 'replay',
            title: t('data.quarantine.act'),
            render: ({ code, reason, count }) => (
              <GuardedButton
                size="small"
                needs="quarantine.repair"
                disabled={replay.isRunning}
                onClick={() => replay.start({ code, reason, total: count })}
              >
                {t('data.quarantine.replayAll', { count: format.integer(count) })}
              </GuardedButton>
            ),
          },
          { key: 'code', title: t('data.quarantine.column.code'), render: ({ code }) => <code>{code}</code> },
          { key: 'oldest', title: t('data.quarantine.oldest'), render: ({ oldestAt }) => <Instant at={oldestAt} /> },
        ]}
        rows={data.items}
        rowKey={({ code, reason }) => `${code} ${reason}`}
        empty={t('data.quarantine.empty')}
      />
    </Panel>
  );
}

interface ProgressProps {
  readonly state: ReplayState;
  readonly onCancel: () => void;
}

function ReplayProgress({ state, onCancel }: ProgressProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { tried, accepted, left, isRunning, reason } = state;
  const total = tried + left;
  const counts = { tried: format.integer(tried), total: format.integer(total), accepted: format.integer(accepted) };
  return (
    <output className="bulk">
      <Progress
        className="replay-progress"
        percent={total === 0 ? 100 : Math.round((tried / total) * 100)}
        showInfo={false}
        aria-label={reason}
      />
      <span>{isRunning ? t('data.quarantine.replaying', counts) : t('data.quarantine.replayedAll', counts)}</span>
      {isRunning && <Button onClick={onCancel}>{t('data.quarantine.stop')}</Button>}
    </output>
  );
}
