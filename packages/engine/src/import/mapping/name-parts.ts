/** A field by the parts of a column's name. The rules of a field are tried in order over all columns; the columns in theirs. */
interface PartRule {
  readonly field: string;
  readonly has: RegExp;
  readonly hasNot?: RegExp;
}

/** Names are compared in words (`Email (Billing)` → `email billing`), Chinese ones as they are. */
const rules: readonly PartRule[] = [
  {
    field: 'status',
    has: /\b(?:financial|payment|order|transaction) (?:status|state)\b|(?:订单|支付|付款|交易)状态/,
    hasNot: /date|time|refund|退款/,
  },
  {
    field: 'refund',
    has: /\brefund(?:ed)?(?: total)?(?: amount)?$|\b(?:amount|total) refunded\b|退款(?:总)?(?:金额|额)/,
    hasNot: /status|reason|date|time|\bid\b|number|quantity|tax|状态|原因|时间|单号|数量/,
  },
  { field: 'cancelledAt', has: /\bcancell?ed (?:at|date|time|on)\b|取消时间/ },
  {
    field: 'orderId',
    has: /\b(?:order|invoice|receipt|transaction|basket|ticket|bill) (?:id|no|number|num|nr|code|ref|reference|key)\b|订单(?:编)?号/,
    hasNot: /item|line|customer|count|total|物流|快递|退款|售后/,
  },
  {
    field: 'member',
    has: /\b(?:customer|buyer|member|client|shopper|guest|loyalty|patron|user)(?: user)? (?:id|no|number|num|code|key|ref|username|login)\b|(?:会员|客户|顾客|用户|买家)(?:编号|编码|卡号|账号|号|id|会员名|昵称)/,
    hasNot:
      /name billing|e ?mail|phone|note|message|group|type|status|level|order|tax|vat|留言|备注|等级|类型|状态|手机|电话|邮箱/,
  },
  {
    field: 'email',
    has: /\be ?mail\b|邮箱/,
    hasNot: /accept|consent|opt|subscri|marketing|status|domain|shipping|recipient|sent/,
  },
  {
    field: 'phone',
    has: /\b(?:phone|mobile|cell|telephone)\b|手机|电话/,
    hasNot: /shipping|recipient|seller|type|model|consent|fax|brand|name$|收货|收件|客服|商品|型号|名称/,
  },
  { field: 'phone', has: /\b(?:shipping|recipient) (?:phone|mobile)\b|收[货件]人?(?:手机|电话)/ },
  {
    field: 'occurredAt',
    has: /\b(?:order|ordered|purchase|purchased|invoice|sale|sales|transaction|created|placed|checkout)(?: \w+)? (?:date|time|datetime|at|on|day|timestamp)\b|(?:下单|订单|订单创建|交易|成交|消费|购买|销售)(?:时间|日期)/,
    hasNot:
      /first|last|latest|首次|最近|最后|ship|deliver|cancel|refund|updat|modif|due|birth|expir|year|month|发货|收货|关闭|退款|取消|更新/,
  },
  {
    field: 'occurredAt',
    has: /\b(?:paid|payment)(?: \w+)? (?:date|time|at|on)\b|(?:付款|支付)(?:时间|日期)/,
    hasNot: /due|refund|退款/,
  },
  {
    field: 'productId',
    has: /\bsku\b|\basin\b|\b(?:product|item|article|variant|style|goods|lineitem) (?:id|no|number|code|sku)\b|(?:商品|货品|宝贝|规格)(?:编码|编号|条码|id)/,
    hasNot: /name|title|count|price|total|discount|名称/,
  },
  {
    field: 'productName',
    has: /\b(?:product|lineitem|item|article|goods) (?:name|title|description)\b|商品(?:名称|标题)|宝贝标题/,
  },
  {
    field: 'quantity',
    has: /\b(?:qty|quantity)\b|(?:商品|购买|宝贝)?数量$|件数/,
    hasNot: /return|refund|cancel|stock|price|退|库存/,
  },
  {
    field: 'unitPrice',
    has: /\b(?:unit|item|lineitem|product) (?:price|cost)\b|单价/,
    hasNot: /total|tax|compare|discount|original|原/,
  },
  {
    field: 'amount',
    has: /\b(?:line|item|lineitem) (?:total|amount|subtotal|sales)\b|(?:商品|行|小计)金额/,
    hasNot: /tax|discount|shipping|refund|quantity|count/,
  },
  {
    field: 'orderTotal',
    has: /\b(?:order|grand|invoice|basket|receipt)(?: \w+)? total\b|\btotal (?:price|amount|paid|sales|value|collected)\b|\border (?:amount|value|total)\b|(?:实际支付|实付|实收|支付|成交|订单)(?:总)?(?:金额|额)/,
    hasNot:
      /tax|discount|shipping|refund|quantity|count|items|weight|cost|fee|sub ?total|currency|first|last|average|lifetime|累计|首次|最近|平均|优惠|运费|退款|数量|积分/,
  },
  { field: 'currency', has: /\bcurrency\b|币种|货币/, hasNot: /rate|symbol|汇率/ },
  { field: 'category', has: /\b(?:product|item) (?:category|department|type)\b|商品(?:类目|品类|分类)/ },
  {
    field: 'storeId',
    has: /\b(?:store|shop|branch|outlet) (?:id|no|code|number|name)\b|(?:门店|店铺)(?:编号|编码|名称|id)/,
  },
  { field: 'channel', has: /\b(?:sales|order) (?:channel|source)\b|(?:销售|订单)(?:渠道|来源)/ },
];

/** `Email (Billing)`, `emailBilling` and `email_billing` → `email billing`. */
function wordsOf(column: string): string {
  return column
    .normalize('NFKC')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Field to column for the fields in `open`, by parts of names, among the columns that no field has yet. */
export function assignByParts(columns: readonly string[], open: ReadonlySet<string>): ReadonlyMap<string, string> {
  const names = columns.map((column) => ({ column, words: wordsOf(column) }));
  const found = new Map<string, string>();
  const taken = new Set<string>();
  for (const { field, has, hasNot } of rules) {
    if (!open.has(field) || found.has(field)) continue;
    const hit = names.find(
      ({ column, words }) => !taken.has(column) && has.test(words) && (hasNot === undefined || !hasNot.test(words)),
    );
    if (hit === undefined) continue;
    found.set(field, hit.column);
    taken.add(hit.column);
  }
  return found;
}
