import type { ImportKind } from './import-mapping.ts';

export interface ImportField {
  readonly field: string;
  readonly isRequired: boolean;
  /** Names of columns that mean it, in `foldColumnName` form; the earlier the likelier. */
  readonly names: readonly string[];
}

function field(name: string, names: string, isRequired = false): ImportField {
  return { field: name, isRequired, names: names === '' ? [] : names.split(' ') };
}

const memberNames =
  'customerid memberid customer member customerno memberno custid clientid userid buyerid householdid customercode masterid ' +
  '会员id 会员编号 会员号 会员卡号 客户id 客户编号 顾客编号 用户id 买家id 客户 会员';
const phoneNames =
  'phone mobile mobilephone phonenumber tel telephone cellphone 手机 手机号 手机号码 电话 联系电话 会员手机号';
const timeNames =
  'orderdate invoicedate transactiontimestamp transactiondate orderedat placedat createdat purchasedate datetime timestamp date time ' +
  'paidat occurredat 下单时间 订单时间 交易时间 消费时间 支付时间 付款时间 购买时间 创建时间 订单创建时间 日期 时间';
const orderNames =
  'orderid invoiceno invoice orderno ordernumber basketid transactionid receiptno receipt billno ticketno invoicenumber ' +
  '订单号 订单编号 单号 小票号 交易号 交易单号 流水号';
const productNames =
  'productid stockcode sku skuid itemid itemno productcode articleno upc barcode 商品编码 商品id 商品编号 货号 条码 sku编码';
const productTitles =
  'description productname itemname title producttitle product item name 商品名称 商品标题 品名 商品';
const quantityNames = 'quantity qty units count amountofitems cds pieces 数量 件数 购买数量';
const priceNames = 'unitprice price itemprice pricepaid 单价 价格 商品单价';
/** Of a line, or of the order where a row is one. */
const amountNames =
  'salesvalue lineamount linetotal amount value total totalamount netamount revenue paidamount payment sales ' +
  '实付金额 金额 支付金额 成交金额 销售额 总金额 实收金额 应付金额';
/** Of the whole order, whichever row it stands on. */
const totalNames = 'ordertotal ordertotalamount orderamount grandtotal 订单金额 订单总额 订单总金额 订单实付金额';
const statusNames =
  'financialstatus paymentstatus orderstatus orderstate transactionstatus status 订单状态 支付状态 付款状态 交易状态 状态';
const refundNames =
  'refundamount refundedamount amountrefunded refundtotal totalrefunded refunded refund 退款金额 已退款金额 退款总额 退款';
const cancelledNames = 'cancelledat canceledat cancelledtime cancelleddate 取消时间';
const currencyNames = 'currency currencycode 币种 货币';
const storeNames = 'storeid store shopid shop storecode branchid 门店编号 门店id 店铺id 门店 店铺 门店编码';
const channelNames = 'channel saleschannel ordersource platform 渠道 销售渠道 订单来源';
const categoryNames = 'category department categorypath productgroup 品类 类目 分类 一级类目 商品分类';
const countryNames = 'country 国家';

const orderFields: readonly ImportField[] = [
  field('member', memberNames),
  field('phone', phoneNames),
  field('email', 'email emailaddress mail 邮箱 电子邮箱'),
  field('occurredAt', timeNames, true),
  field('currency', currencyNames),
  field('storeId', storeNames),
  field('channel', channelNames),
  field('status', statusNames),
  field('refund', refundNames),
  field('cancelledAt', cancelledNames),
  // What these mean cannot be told from a name alone: whether an amount is before or after them.
  field('discount', ''),
  field('shipping', ''),
  field('timeOfDay', ''),
  field('attributes.country', countryNames),
];

/** What each kind takes. Further columns of members become attributes, `attributes.<name>`. */
export const importFields: Readonly<Record<ImportKind, readonly ImportField[]>> = {
  order_lines: [
    field('orderId', orderNames, true),
    ...orderFields,
    field('productId', productNames, true),
    field('productName', productTitles),
    field('category', categoryNames),
    field('quantity', quantityNames),
    field('unitPrice', priceNames),
    field('amount', amountNames),
    field('orderTotal', totalNames),
    field('lineDiscount', ''),
    field('lineShipping', ''),
  ],
  orders: [
    field('orderId', orderNames),
    ...orderFields,
    field('amount', `${totalNames} ${amountNames}`, true),
    field('quantity', quantityNames),
  ],
  members: [
    field('member', memberNames),
    field('phone', phoneNames),
    field('email', 'email emailaddress mail 邮箱 电子邮箱'),
    field(
      'occurredAt',
      'registeredat registrationdate joinedat joindate createdat signupdate 注册时间 注册日期 入会时间 入会日期',
    ),
  ],
  facts: [],
  products: [
    field('productId', productNames, true),
    field('name', productTitles),
    field('category', `${categoryNames} productcategory`),
    field('category2', 'productcategory subcategory 二级类目'),
    field('category3', 'producttype subsubcategory 三级类目'),
    field('brand', 'brand manufacturer 品牌'),
    field('price', `listprice ${priceNames} 售价 标价`),
    field('cost', 'cost unitcost purchaseprice 成本 成本价'),
  ],
  stores: [
    field('storeId', storeNames, true),
    field('name', 'storename shopname name 门店名称 店铺名称 名称'),
    field('region', 'region area city province state 大区 区域 地区 城市'),
    field('channel', channelNames),
  ],
  staff: [
    field('staffId', 'staffid employeeid employeeno staff 员工id 员工编号 工号', true),
    field('name', 'staffname name employeename 姓名 员工姓名'),
    field('storeId', storeNames),
    field('role', 'role position jobtitle 岗位 职位'),
  ],
  rates: [
    field('currency', currencyNames, true),
    field('rate', 'rate exchangerate fxrate conversionrate 汇率', true),
    field(
      'fromOn',
      'fromon from validfrom effectivefrom effectivedate startdate day date 生效日期 生效日 起始日期 日期',
      true,
    ),
  ],
};

/** The field that says when: its column tells how the file writes days. */
export function whenField(kind: ImportKind): string {
  return kind === 'rates' ? 'fromOn' : 'occurredAt';
}

/** Fields that hold an identity. An order without any is an anonymous sale; a member needs one. */
export const identityFields = ['member', 'phone', 'email'] as const;

export function requiredFields(kind: ImportKind): readonly string[] {
  return importFields[kind].filter((one) => one.isRequired).map((one) => one.field);
}

/** Fields that the kind takes, by name; attributes are taken under any name. */
export function isFieldOf(kind: ImportKind, name: string): boolean {
  if (name.startsWith('attributes.')) return kind !== 'facts' && name.length > 'attributes.'.length;
  return importFields[kind].some((one) => one.field === name);
}
