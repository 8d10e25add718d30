import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { Asked } from '../../../ui/loading/asked.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import { Ago } from '../said/ago.tsx';
import { useEventNames } from '../said/event-names.ts';
import { LastFailure } from '../said/last-failure.tsx';
import { StateChip } from '../said/state-chip.tsx';
import { WaitingText } from '../said/waiting-text.tsx';
import { hostOf } from '../said/host-of.ts';
import { webhookQueries } from '../said/webhook-queries.ts';
import type { Webhook } from '../said/webhook-queries.ts';
import { webhooksPaths } from '../urls/paths.ts';
import { readWebhooksSearch } from '../urls/search.ts';
import { countText } from '../said/count-text.ts';
import './webhooks.css';

/** The systems that are told of events, and how each stands. */
export function Webhooks() {
  const { t } = useTranslation();
  const go = useGo();
  const { cursor } = usePageSearch(readWebhooksSearch);
  const query = webhookQueries.list(cursor);
  const { dataUpdatedAt } = useQuery(query);
  const columns = useColumns(dataUpdatedAt);
  const toFirst = () => go(webhooksPaths.webhooks());
  return (
    <Panel title={t('webhooks.title')} lead={t('webhooks.lead')} extra={<NewButton />}>
      <Asked query={query} pending={<SkeletonRows rows={6} label={t('webhooks.title')} />} onFirst={toFirst}>
        {({ items, nextCursor }, isStale) => (
          <>
            <div className="webhooks-list">
              <DataTable
                caption={t('webhooks.title')}
                columns={columns}
                rows={items}
                rowKey={({ id }) => id}
                empty={<NoWebhooks />}
                isStale={isStale}
              />
            </div>
            <Pager
              label={t('webhooks.title')}
              isFirst={cursor === undefined}
              nextCursor={nextCursor}
              onFirst={toFirst}
              onCursor={(next) => go(webhooksPaths.webhooks({ cursor: next }))}
            />
          </>
        )}
      </Asked>
    </Panel>
  );
}

function NewButton({ type }: { readonly type?: 'primary' }) {
  const { t } = useTranslation();
  const go = useGo();
  return (
    <GuardedButton
      needs="webhooks.manage"
      icon={<PlusOutlined />}
      {...(type === undefined ? {} : { type })}
      onClick={() => go(webhooksPaths.newWebhook())}
    >
      {t('webhooks.add')}
    </GuardedButton>
  );
}

/** What webhooks are for, and the way to the first. */
function NoWebhooks() {
  const { t } = useTranslation();
  return (
    <div className="webhooks-none">
      <p>{t('webhooks.none')}</p>
      <p>{t('webhooks.noneUses')}</p>
      <NewButton type="primary" />
    </div>
  );
}

function useColumns(nowMs: number): readonly Column<Webhook>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOfEvent = useEventNames();
  return [
    {
      key: 'name',
      title: t('webhooks.name'),
      isLong: true,
      render: (webhook) => (
        <>
          <RouteLink href={webhooksPaths.webhook(webhook.id)}>{webhook.name}</RouteLink>
          <span className="block quiet">{hostOf(webhook.url)}</span>
        </>
      ),
    },
    { key: 'state', title: t('webhooks.column.state'), render: (webhook) => <StateChip webhook={webhook} /> },
    {
      key: 'events',
      title: t('webhooks.column.events'),
      isLong: true,
      render: ({ types }) => types.map(nameOfEvent).join(t('value.separator')),
    },
    {
      key: 'waiting',
      title: t('webhooks.column.waiting'),
      isNumber: true,
      render: (webhook) => <WaitingText webhook={webhook} nowMs={nowMs} />,
    },
    {
      key: 'dead',
      title: t('webhooks.column.dead'),
      isNumber: true,
      render: ({ id, deadCount }) =>
        deadCount === 0 ? (
          format.integer(0)
        ) : (
          <RouteLink href={webhooksPaths.webhook(id, { state: 'dead' })}>{countText(deadCount, format)}</RouteLink>
        ),
    },
    {
      key: 'delivered',
      title: t('webhooks.column.lastDelivered'),
      render: ({ lastDeliveredAt }) => <Ago at={lastDeliveredAt} nowMs={nowMs} />,
    },
    {
      key: 'failed',
      title: t('webhooks.column.lastFailed'),
      isLong: true,
      render: (webhook) => <LastFailure webhook={webhook} nowMs={nowMs} />,
    },
  ];
}
