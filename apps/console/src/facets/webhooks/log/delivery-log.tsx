import { Select } from 'antd';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Asked } from '../../../ui/loading/asked.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { MemberSelect } from '../../../ui/select/member-select.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import { membersPaths } from '../../members/urls/paths.ts';
import { useEventNames } from '../said/event-names.ts';
import { failureText } from '../said/failure-text.ts';
import { DeliveryChip } from '../said/state-chip.tsx';
import { webhookQueries } from '../said/webhook-queries.ts';
import type { Delivery, Webhook } from '../said/webhook-queries.ts';
import { webhooksPaths } from '../urls/paths.ts';
import { deliveryStates } from '../urls/search.ts';
import type { WebhookSearch } from '../urls/search.ts';
import { deliveriesAskedOf } from './deliveries-asked.ts';
import { NextAttempt } from './next-attempt.tsx';
import { SendDeadAgain } from './send-dead-again.tsx';
import './log.css';

type LogSearch = Omit<WebhookSearch, 'act' | 'delivery'>;

interface Props {
  readonly webhook: Webhook;
  readonly search: LogSearch;
  /** When the webhook was asked for. */
  readonly nowMs: number;
  readonly onChange: (search: LogSearch) => void;
}

/** What was and will be delivered, newest first; by which part stands in the address. */
export function DeliveryLog({ webhook, search, nowMs, onChange }: Props) {
  const { t } = useTranslation();
  const columns = useColumns({ webhook, search, nowMs });
  const { cursor, ...filter } = search;
  const isAll = Object.keys(filter).length === 0;
  return (
    <Panel
      title={t('webhooks.log.title')}
      lead={t('webhooks.log.lead')}
      extra={<SendDeadAgain key={webhook.id} webhook={webhook} />}
    >
      <LogFilters webhook={webhook} search={search} onChange={onChange} />
      <Asked
        query={webhookQueries.deliveries(webhook.id, deliveriesAskedOf(search))}
        pending={<SkeletonRows rows={10} label={t('webhooks.log.title')} />}
        onFirst={() => onChange(filter)}
      >
        {({ items, nextCursor }, isStale) => (
          <>
            <DataTable
              caption={t('webhooks.log.title')}
              columns={columns}
              rows={items}
              rowKey={({ id }) => id}
              empty={isAll ? t('webhooks.log.none') : t('empty.noMatch')}
              isStale={isStale}
            />
            <Pager
              label={t('webhooks.log.title')}
              isFirst={cursor === undefined}
              nextCursor={nextCursor}
              onFirst={() => onChange(filter)}
              onCursor={(next) => onChange({ ...filter, cursor: next })}
            />
          </>
        )}
      </Asked>
    </Panel>
  );
}

function LogFilters({ webhook, search, onChange }: Omit<Props, 'nowMs'>) {
  const { t } = useTranslation();
  const local = useLocal();
  const { data: events } = useSuspenseQuery(webhookQueries.events());
  const change = <Name extends 'state' | 'type' | 'member'>(name: Name, value: LogSearch[Name] | null | undefined) => {
    const { [name]: _before, cursor: _cursor, ...rest } = search;
    onChange(value === undefined || value === null ? rest : { ...rest, [name]: value });
  };
  const known = events.items.map(({ type, label }) => ({ value: type, label: local(label) }));
  const gone = [...webhook.types, ...(search.type === undefined ? [] : [search.type])]
    .filter((type) => known.every(({ value }) => value !== type))
    .map((value) => ({ value, label: value }));
  return (
    <div className="log-filters">
      <Select
        allowClear
        aria-label={t('webhooks.log.state')}
        placeholder={t('webhooks.log.state')}
        value={search.state ?? null}
        options={deliveryStates.map((value) => ({ value, label: t(`webhooks.log.states.${value}`) }))}
        onChange={(state: LogSearch['state'] | null) => change('state', state)}
      />
      <Select
        allowClear
        aria-label={t('webhooks.log.event')}
        placeholder={t('webhooks.log.event')}
        value={search.type ?? null}
        options={[...known, ...gone]}
        onChange={(type: string | null | undefined) => change('type', type)}
      />
      <MemberSelect
        label={t('webhooks.log.member')}
        value={search.member}
        onChange={(member) => change('member', member)}
      />
    </div>
  );
}

function useColumns({ webhook, search, nowMs }: Omit<Props, 'onChange'>): readonly Column<Delivery>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOfEvent = useEventNames();
  return [
    {
      key: 'event',
      title: t('webhooks.log.event'),
      render: ({ id, type }) => (
        <RouteLink href={webhooksPaths.webhook(webhook.id, { ...search, delivery: id })}>{nameOfEvent(type)}</RouteLink>
      ),
    },
    {
      key: 'member',
      title: t('webhooks.log.member'),
      render: ({ memberId }) => (
        <RouteLink href={membersPaths.member(memberId)} title={memberId}>
          …{memberId.slice(-6)}
        </RouteLink>
      ),
    },
    { key: 'state', title: t('webhooks.log.state'), render: ({ state }) => <DeliveryChip state={state} /> },
    {
      key: 'at',
      title: t('webhooks.log.at'),
      render: ({ createdAt }) => <Instant at={createdAt} precision="second" />,
    },
    {
      key: 'attempts',
      title: t('webhooks.log.attempts'),
      isNumber: true,
      render: ({ attempts }) => format.integer(attempts),
    },
    {
      key: 'answer',
      title: t('webhooks.log.answer'),
      isLong: true,
      render: (delivery) => <LastAnswer delivery={delivery} />,
    },
    {
      key: 'next',
      title: t('webhooks.log.next'),
      render: (delivery) => <NextAttempt delivery={delivery} webhook={webhook} nowMs={nowMs} />,
    },
  ];
}

/** What came of the last attempt, and how long it took. */
function LastAnswer({ delivery: { lastStatus, lastCode, lastMs } }: { readonly delivery: Delivery }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (lastStatus === null && lastCode === null) return <span className="quiet">{t('value.none')}</span>;
  return (
    <>
      {lastCode === null ? (
        t('webhooks.log.answered', { status: lastStatus ?? '' })
      ) : (
        <span className="webhook-failed" title={lastCode}>
          {failureText({ code: lastCode, status: lastStatus }, t).what}
        </span>
      )}{' '}
      {lastMs !== null && <span className="quiet">{t('webhooks.milliseconds', { ms: format.integer(lastMs) })}</span>}
    </>
  );
}
