/**
 * What a status says of the money of an order. `sold`: paid, or on its way to somebody who pays. `unpaid`: may still be paid.
 * `cancelled`: will not be. `refunded`: paid and given back in full; `partly_refunded`: in part, and the status does not say how much.
 */
export type OrderStanding = 'sold' | 'unpaid' | 'cancelled' | 'refunded' | 'partly_refunded';

/** Words of shop systems and marketplaces: Shopify, WooCommerce, Magento, Square, Amazon, TikTok Shop, Taobao and Tmall, Youzan. */
const wordsOf: Readonly<Record<OrderStanding, string>> = {
  sold:
    'sold sale paid complete completed processing processed shipped partially_shipped unshipped delivered fulfilled partially_fulfilled ' +
    'unfulfilled in_transit dispatched to_ship awaiting_shipment awaiting_collection ready ready_for_pickup captured settled success ' +
    'successful succeeded approved ok payment received shipping picked_up shipped_delivered_to_buyer shipped_picked_up complete_sale ' +
    '交易成功 交易完成 已完成 完成 成功 已付款 已支付 支付成功 已发货 部分发货 待发货 待收货 待评价 已签收 已收货 待自提 待使用 待核销 已核销 已成团',
  unpaid:
    'pending pending_payment pending_review unpaid awaiting_payment on_hold onhold holded hold authorized authorised draft checkout_draft ' +
    'payment_review partially_paid payment_pending invoiced not_paid incomplete to_pay waiting_for_payment ' +
    '待付款 待支付 未付款 未支付 等待付款 等待买家付款 待成团 付款中',
  cancelled:
    'cancelled canceled cancel cancellation voided void failed failure declined expired closed trash abandoned fraud suspected_fraud rejected ' +
    'reversed invalid cancelled_by_buyer cancelled_by_seller payment_failed closed_unpaid in_cancel ' +
    '已取消 取消 交易关闭 已关闭 订单关闭 关闭 失败 支付失败 付款失败 已作废 作废',
  refunded:
    'refunded fully_refunded refund full_refund returned return chargeback charged_back shipped_returned_to_seller returned_to_seller ' +
    '已退款 全额退款 退款成功 已退货 退货退款成功 退款完成 全部退款',
  partly_refunded: 'partially_refunded partial_refund partly_refunded partially_returned 部分退款 部分退货',
};

const standings = new Map<string, OrderStanding>(
  Object.entries(wordsOf).flatMap(([standing, words]) =>
    words.split(' ').map((word) => [word, standing as OrderStanding] as const),
  ),
);

/** Longer statuses (`Canceled by customer`, `卖家已发货，等待买家确认`): what they say of the money stands in one of these parts, the first that is found. */
const parts: readonly (readonly [RegExp, OrderStanding])[] = [
  [/part(?:ial(?:ly)?|ly).*refund|refund.*part(?:ial|ly)|部分退/, 'partly_refunded'],
  [/refund_(?:request|pending|declin|reject)|退款(?:中|申请|关闭|拒绝)/, 'sold'],
  [/cancel|declin|fail|(?:^|_)void|expire|reject|abandon/, 'cancelled'],
  [/unpaid|not_(?:yet_)?paid|(?:await|pending|waiting).*pay|pay.*pending/, 'unpaid'],
  [/(?:^|_)refunded|chargeback|fully_returned|returned_to/, 'refunded'],
  [/(?:^|_)(?:paid|completed?|shipped|delivered|fulfilled|processing|settled)(?:_|$)/, 'sold'],
  [/等待买家付款|待付款|待支付|未付款|未支付/, 'unpaid'],
  [/(?:全额|全部|已)退款|退款(?:成功|完成)/, 'refunded'],
  [/关闭|取消|作废|失败/, 'cancelled'],
  [/成功|完成|已付款|已支付|已发货|待发货|等待卖家发货|已签收|已收货/, 'sold'],
];

/** What the status says, or undefined for a word that is not known: then somebody has to say. */
export function readOrderStatus(text: string): OrderStanding | undefined {
  const folded = text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^wc-/, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_|_$/g, '');
  return standings.get(folded) ?? parts.find(([part]) => part.test(folded))?.[1];
}
