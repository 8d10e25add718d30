import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Asked } from '../../../ui/loading/asked.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { membersPaths } from '../../members/urls/paths.ts';
import { BodyText } from '../said/body-text.tsx';
import { useEventNames } from '../said/event-names.ts';
import { Failure } from '../said/failure.tsx';
import { DeliveryChip } from '../said/state-chip.tsx';
import { webhookQueries, webhooksKey } from '../said/webhook-queries.ts';
import type { Webhook } from '../said/webhook-queries.ts';
import { NextAttempt } from './next-attempt.tsx';
import './log.css';

interface Props {
  readonly webhook: Webhook;
  /** When the webhook was asked for. */
  readonly nowMs: number;
  readonly deliveryId: string;
  readonly onClose: () => void;
}

const drawerWidth = 640;

/** One delivery: what came of it, what is sent, and the way to send it once more. */
export function DeliveryDrawer({ webhook, deliveryId, nowMs, onClose }: Props) {
  const { id: webhookId } = webhook;
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const query = webhookQueries.delivery(webhookId, deliveryId);
  const { data: known } = useQuery(query);
  const nameOfEvent = useEventNames();
  const send = useMutation({
    mutationFn: () => api.webhooks.sendAgain({ params: { webhookId, deliveryId } }),
    onSuccess: async () => {
      void message.success(t('webhooks.log.sentAgain'));
      await queryClient.invalidateQueries({ queryKey: webhooksKey });
    },
  });
  return (
    <Drawer
      open
      size={drawerWidth}
      title={known === undefined ? t('webhooks.log.one') : nameOfEvent(known.type)}
      onClose={onClose}
      extra={
        <GuardedButton
          needs="webhooks.manage"
          refusal={known?.state === 'waiting' ? t('webhooks.log.waitsAlready') : undefined}
          disabled={known === undefined}
          loading={send.isPending}
          onClick={() => send.mutate()}
        >
          {t('webhooks.log.sendAgain')}
        </GuardedButton>
      }
    >
      {send.isError && <ProblemPanel error={send.error} isWrite />}
      <Asked query={query} pending={<SkeletonRows rows={12} label={t('webhooks.log.one')} />}>
        {(delivery) => <DeliveryFacts delivery={delivery} webhook={webhook} nowMs={nowMs} />}
      </Asked>
    </Drawer>
  );
}

interface FactsProps extends Pick<Props, 'webhook' | 'nowMs'> {
  readonly delivery: Result<'webhooks', 'delivery'>;
}

function DeliveryFacts({ delivery, webhook, nowMs }: FactsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, memberId, attempts, lastStatus, lastCode, lastMs } = delivery;
  const rows = [
    { name: t('webhooks.log.state'), shown: <DeliveryChip state={state} /> },
    { name: t('webhooks.log.at'), shown: <Instant at={delivery.createdAt} precision="second" /> },
    {
      name: t('webhooks.log.member'),
      shown: (
        <RouteLink href={membersPaths.member(memberId)}>
          <code>{memberId}</code>
        </RouteLink>
      ),
    },
    { name: t('webhooks.log.eventId'), shown: <code>{delivery.eventId}</code> },
    { name: t('webhooks.log.attempts'), shown: format.integer(attempts) },
    { name: t('webhooks.log.lastAttempt'), shown: <Instant at={delivery.lastAttemptAt} precision="second" /> },
    { name: t('webhooks.test.status'), shown: lastStatus ?? t('value.none') },
    {
      name: t('webhooks.test.took'),
      shown: lastMs === null ? t('value.none') : t('webhooks.milliseconds', { ms: format.integer(lastMs) }),
    },
    { name: t('webhooks.log.next'), shown: <NextAttempt delivery={delivery} webhook={webhook} nowMs={nowMs} /> },
  ];
  return (
    <div className="stack">
      {lastCode !== null && <Failure code={lastCode} status={lastStatus} />}
      <dl className="facts-list">
        {rows.map(({ name, shown }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{shown}</dd>
          </div>
        ))}
      </dl>
      <div>
        <h3>{t('webhooks.test.body')}</h3>
        <p className="hint delivery-masked">{t('webhooks.log.masked')}</p>
        <BodyText body={delivery.body} label={t('webhooks.test.body')} />
      </div>
    </div>
  );
}
