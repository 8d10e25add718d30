import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { usePageParams } from '../../../facet/use-page-params.ts';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { EditWebhook } from '../form/edit-webhook.tsx';
import { DeliveryDrawer } from '../log/delivery-drawer.tsx';
import { DeliveryLog } from '../log/delivery-log.tsx';
import { StateChip } from '../said/state-chip.tsx';
import { hostOf } from '../said/host-of.ts';
import { webhookQueries } from '../said/webhook-queries.ts';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { Page } from '../../../ui/page.tsx';
import { webhooksPaths } from '../urls/paths.ts';
import { readWebhookSearch } from '../urls/search.ts';
import { WebhookActions } from './webhook-actions.tsx';
import { WebhookFacts } from './webhook-facts.tsx';

/** One webhook: how it stands, what may be done about it, and what was and will be delivered. */
export function WebhookPage() {
  const { t } = useTranslation();
  const go = useGo();
  const { webhookId = '' } = usePageParams();
  const search = usePageSearch(readWebhookSearch);
  const { data: webhook, dataUpdatedAt } = useSuspenseQuery(webhookQueries.one(webhookId));
  const { act, delivery, ...log } = search;
  const toLog = () => go(webhooksPaths.webhook(webhookId, log));
  return (
    <Page
      title={webhook.name}
      lead={
        <span className="webhook-lead">
          <RouteLink href={webhooksPaths.webhooks()}>{t('webhooks.back')}</RouteLink>
          <StateChip webhook={webhook} />
          <span>{hostOf(webhook.url)}</span>
        </span>
      }
      controls={
        <WebhookActions
          webhook={webhook}
          onEdit={() => go(webhooksPaths.webhook(webhookId, { ...log, act: 'edit' }))}
        />
      }
    >
      <WebhookFacts webhook={webhook} nowMs={dataUpdatedAt} />
      <DeliveryLog
        webhook={webhook}
        search={log}
        nowMs={dataUpdatedAt}
        onChange={(next) => go(webhooksPaths.webhook(webhookId, next))}
      />
      {act === 'edit' && <EditWebhook webhook={webhook} onClose={toLog} />}
      {delivery !== undefined && (
        <DeliveryDrawer key={delivery} webhook={webhook} deliveryId={delivery} nowMs={dataUpdatedAt} onClose={toLog} />
      )}
    </Page>
  );
}
