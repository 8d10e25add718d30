import type { ExportDocument } from './export-document.ts';

/** 千牛卖家中心的订单报表: one row an order, what was paid for all of it. */
export const taobaoOrders: ExportDocument = {
  id: 'taobao-orders',
  name: 'Taobao or Tmall orders export (淘宝/天猫订单报表)',
  signature: ['订单编号', '订单状态', '买家实际支付金额'],
  columns: {
    orderId: '订单编号',
    member: '买家会员名 买家昵称 买家账号',
    phone: '联系手机 手机',
    occurredAt: '订单创建时间 创建时间',
    status: '订单状态',
    orderTotal: '买家实际支付金额',
    refund: '退款金额',
    shipping: '买家应付邮费',
    quantity: '宝贝总数量',
    storeId: '店铺id 店铺名称',
  },
};

/** 有赞订单报表: what belongs to the order stands on its first line, or on each. */
export const youzanOrders: ExportDocument = {
  id: 'youzan-orders',
  name: 'Youzan orders export (有赞订单报表)',
  signature: ['订单号', '订单状态', '订单实付金额'],
  columns: {
    orderId: '订单号',
    member: '买家id 客户id 会员编号',
    phone: '买家手机号 会员手机号 客户手机号 收货人手机号提货人手机号 收货人手机号 收货人提货人手机号',
    occurredAt: '订单创建时间 下单时间',
    status: '订单状态',
    orderTotal: '订单实付金额',
    refund: '订单已退款金额 已退款金额 退款金额',
    discount: '订单优惠 店铺优惠合计',
    shipping: '运费',
    productId: '商品编码 规格编码 商品id',
    productName: '商品名称',
    quantity: '商品数量',
    unitPrice: '商品单价',
    amount: '商品实际成交金额 商品金额合计',
    storeId: '归属店铺 店铺名称',
  },
};

/** Seller centre, Orders, Export: one line a SKU, the order's amounts on each. */
export const tikTokOrders: ExportDocument = {
  id: 'tiktok-orders',
  name: 'TikTok Shop orders export',
  signature: ['orderid', 'orderstatus', 'ordersubstatus', 'orderamount'],
  columns: {
    orderId: 'orderid',
    member: 'buyerusername',
    phone: 'phone',
    occurredAt: 'createdtime',
    status: 'orderstatus',
    cancelledAt: 'cancelledtime',
    orderTotal: 'orderamount',
    refund: 'orderrefundamount',
    productId: 'skuid sellersku',
    productName: 'productname',
    quantity: 'quantity',
    unitPrice: 'skuunitoriginalprice',
    amount: 'skusubtotalafterdiscount',
    shipping: 'shippingfeeafterdiscount',
    channel: 'purchasechannel',
    'attributes.country': 'country',
  },
};

/** Items detail: one line an item; refunds are lines below zero. */
export const squareItems: ExportDocument = {
  id: 'square-items',
  name: 'Square items export',
  signature: ['item', 'grosssales', 'netsales', 'transactionid'],
  columns: {
    orderId: 'transactionid',
    member: 'customerid',
    occurredAt: 'date',
    timeOfDay: 'time',
    productId: 'sku item',
    productName: 'item',
    category: 'category',
    quantity: 'qty',
    amount: 'netsales',
    storeId: 'location',
  },
};

/** Transactions: one row a payment; refunds are rows below zero. */
export const squareTransactions: ExportDocument = {
  id: 'square-transactions',
  name: 'Square transactions export',
  signature: ['grosssales', 'totalcollected', 'transactionid'],
  columns: {
    orderId: 'transactionid',
    member: 'customerid',
    occurredAt: 'date',
    timeOfDay: 'time',
    orderTotal: 'totalcollected',
    storeId: 'location',
  },
};
