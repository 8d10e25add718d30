import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import { useSaid } from '../../../i18n/use-said.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { DrillLink } from '../../../ui/drill.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { quarantinePaths } from '../urls/paths.ts';
import { useReplayAll } from './use-replay-all.ts';
import type { ReplayState } from './use-replay-all.ts';

type Reason = Result<'quarantine', 'reasons'>['items'][number];

interface Props {
  readonly reasons: readonly Reason[];
  /** The one that the list below is limited to. */
  readonly chosen: string | undefined;
}

/** Why facts wait, each reason replayed as a whole once its cause was put right; nothing when none wait. */
export function QuarantineReasons({ reasons, chosen }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = useSaid();
  const replay = useReplayAll();
  if (reasons.length === 0 && replay.state === undefined) return null;
  return (
    <Panel title={t('quarantine.reasons')} lead={t('quarantine.reasonsLead')}>
      {replay.state !== undefined && <ReplayProgress state={replay.state} onCancel={replay.cancel} />}
      {replay.error !== null && <ProblemPanel error={replay.error} isWrite />}
      <DataTable
        caption={t('quarantine.reasons')}
        columns={[
          {
            key: 'reason',
            title: t('quarantine.column.reason'),
            isLong: true,
            render: ({ reason, code }: Reason) =>
              reason === chosen ? (
                said(reason, code)
              ) : (
                <RouteLink href={quarantinePaths.quarantine({ reason, code })}>{said(reason, code)}</RouteLink>
              ),
          },
          {
            key: 'count',
            title: t('quarantine.facts'),
            isNumber: true,
            render: ({ reason, code, count, newestAt }) => (
              <DrillLink figure={count} href={quarantinePaths.quarantine({ reason, code, until: newestAt })}>
                {format.integer(count)}
              </DrillLink>
            ),
          },
          {
            key: 'replay',
            title: t('quarantine.act'),
            render: ({ code, reason, count }) => (
              <GuardedButton
                size="small"
                needs="quarantine.repair"
                disabled={replay.isRunning}
                onClick={() => replay.start({ code, reason, total: count })}
              >
                {t('quarantine.replayAll', { count: format.integer(count) })}
              </GuardedButton>
            ),
          },
          { key: 'code', title: t('quarantine.column.code'), render: ({ code }) => <code>{code}</code> },
          { key: 'oldest', title: t('quarantine.oldest'), render: ({ oldestAt }) => <Instant at={oldestAt} /> },
        ]}
        rows={reasons}
        rowKey={({ code, reason }) => `${code} ${reason}`}
        empty={t('quarantine.empty')}
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
  const said = useSaid();
  const { tried, accepted, left, isRunning, reason } = state;
  const total = tried + left;
  const counts = { tried: format.integer(tried), total: format.integer(total), accepted: format.integer(accepted) };
  return (
    <output className="bulk">
      <Progress
        className="replay-progress"
        percent={total === 0 ? 100 : Math.round((tried / total) * 100)}
        showInfo={false}
        aria-label={said(reason)}
      />
      <span>{isRunning ? t('quarantine.replaying', counts) : t('quarantine.replayedAll', counts)}</span>
      {isRunning && <Button onClick={onCancel}>{t('quarantine.stop')}</Button>}
    </output>
  );
}
