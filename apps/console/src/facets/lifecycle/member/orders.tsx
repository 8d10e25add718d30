import { useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { channelName } from '../../../i18n/known-names.ts';
import type { Result } from '../../../api/queries.ts';
import type { MemberProps } from '../../../facet/member-places.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { ordersQuery } from './queries.ts';

type Order = Result<'members', 'orders'>['items'][number];

/** What an order came to, in one word. */
function statusOf(order: Order) {
  if (order.cancelledAt !== null) return 'cancelled';
  if (order.refundedMinor > 0) return order.refundedMinor >= order.amountMinor ? 'refunded' : 'partly';
  if (order.fulfilledAt !== null) return 'fulfilled';
  return order.paidAt === null ? 'placed' : 'paid';
}

/** Orders of the member, newest first. */
export function Orders({ profile }: MemberProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useSuspenseInfiniteQuery(ordersQuery(profile.id));
  const title = (key: 'id' | 'on' | 'amount' | 'refunded' | 'products' | 'items' | 'category' | 'status' | 'store') =>
    t(`lifecycle.member.order.${key}`);
  const columns: readonly Column<Order>[] = [
    {
      key: 'on',
      title: title('on'),
      render: (order) => <Instant at={order.placedAt ?? order.paidAt ?? order.fulfilledAt} />,
    },
    { key: 'id', title: title('id'), render: (order) => <code>{order.orderId}</code> },
    { key: 'status', title: title('status'), render: (order) => t(`lifecycle.member.orderStatus.${statusOf(order)}`) },
    { key: 'amount', title: title('amount'), isNumber: true, render: (order) => format.money(order.amountMinor) },
    {
      key: 'refunded',
      title: title('refunded'),
      isNumber: true,
      render: (order) => (order.refundedMinor === 0 ? t('value.none') : format.money(order.refundedMinor)),
    },
    { key: 'products', title: title('products'), isLong: true, render: (order) => <Products order={order} /> },
    { key: 'items', title: title('items'), isNumber: true, render: (order) => format.integer(order.itemCount) },
    { key: 'category', title: title('category'), render: (order) => order.category || t('value.none') },
    {
      key: 'store',
      title: title('store'),
      render: (order) =>
        [channelName(order.channel, t), order.storeName].filter((part) => part !== '').join(' · ') || t('value.none'),
    },
  ];
  return (
    <section className="panel">
      <DataTable
        caption={t('lifecycle.member.ordersTable')}
        columns={columns}
        rows={data.pages.flatMap((page) => page.items)}
        rowKey={(order) => order.orderId}
        empty={t('empty.nothing')}
      />
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('action.earlier')}
        </Button>
      )}
    </section>
  );
}

/** What was bought, by name; its number in the shop on hover. */
function Products({ order }: { readonly order: Order }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (order.lines.length === 0) return <>{t('value.none')}</>;
  return (
    <ul>
      {order.lines.map(({ productId, name, quantity }, index) => (
        <li key={index} title={productId}>
          {name} {quantity !== 1 && <span className="quiet">×{format.decimal(quantity, 3)}</span>}
        </li>
      ))}
    </ul>
  );
}
