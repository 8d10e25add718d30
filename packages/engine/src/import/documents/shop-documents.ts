import type { ExportDocument } from './export-document.ts';

/** Admin, Orders, Export: the first line of an order has its totals, those below it leave them blank. */
export const shopifyOrders: ExportDocument = {
  id: 'shopify-orders',
  name: 'Shopify orders export',
  signature: ['name', 'financialstatus', 'lineitemname', 'lineitemquantity'],
  columns: {
    orderId: 'name',
    member: 'customerid',
    email: 'email',
    phone: 'phone billingphone',
    occurredAt: 'createdat',
    status: 'financialstatus',
    cancelledAt: 'cancelledat',
    orderTotal: 'total',
    refund: 'refundedamount',
    discount: 'discountamount',
    shipping: 'shipping',
    productId: 'lineitemsku',
    productName: 'lineitemname',
    quantity: 'lineitemquantity',
    unitPrice: 'lineitemprice',
    lineDiscount: 'lineitemdiscount',
    currency: 'currency',
    storeId: 'location',
    channel: 'source',
    'attributes.country': 'billingcountry',
  },
};

/** Order export plugins of WooCommerce; what belongs to the order stands on each of its lines. */
export const wooCommerceOrders: ExportDocument = {
  id: 'woocommerce-orders',
  name: 'WooCommerce orders export',
  signature: ['ordernumber', 'orderstatus', 'ordertotalamount'],
  columns: {
    orderId: 'ordernumber orderid',
    member: 'customeruserid customerid',
    email: 'emailbilling billingemail',
    phone: 'phonebilling billingphone',
    occurredAt: 'orderdate',
    status: 'orderstatus',
    orderTotal: 'ordertotalamount',
    refund: 'orderrefundamount',
    discount: 'cartdiscountamount',
    shipping: 'ordershippingamount',
    productId: 'sku item productid',
    productName: 'itemname productname',
    quantity: 'quantityrefund quantity',
    unitPrice: 'itemcost',
    currency: 'ordercurrency currency',
    'attributes.country': 'countrycodebilling countrybilling',
  },
};

/** Sales, Orders, Export of the grid. */
export const magentoOrders: ExportDocument = {
  id: 'magento-orders',
  name: 'Magento orders export',
  signature: ['purchasedate', 'status', 'grandtotalpurchased'],
  columns: {
    orderId: 'id orderid incrementid',
    email: 'customeremail',
    occurredAt: 'purchasedate',
    status: 'status',
    orderTotal: 'grandtotalpurchased grandtotalbase',
    refund: 'totalrefunded',
    shipping: 'shippingandhandling',
  },
};

/** Reports, Fulfilment, All orders: tab-separated, one line an item, prices of the whole line. */
export const amazonOrders: ExportDocument = {
  id: 'amazon-orders',
  name: 'Amazon all orders report',
  signature: ['amazonorderid', 'purchasedate', 'orderstatus'],
  columns: {
    orderId: 'amazonorderid',
    email: 'buyeremail',
    phone: 'buyerphonenumber',
    occurredAt: 'purchasedate',
    status: 'orderstatus',
    productId: 'sku asin',
    productName: 'productname',
    quantity: 'quantity quantitypurchased quantityshipped',
    amount: 'itemprice',
    lineDiscount: 'itempromotiondiscount',
    lineShipping: 'shippingprice',
    currency: 'currency',
    channel: 'saleschannel',
    'attributes.country': 'shipcountry',
  },
};
