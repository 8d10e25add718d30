import type { Words } from './words.ts';

const kinds: Readonly<Record<string, string>> = {
  'bg-nbd': 'BG/NBD',
  'mbg-nbd': 'MBG/NBD',
  'pareto-nbd': 'Pareto/NBD',
  'gamma-gamma': 'Gamma-Gamma',
};

const clocks: Readonly<Record<string, Words>> = {
  calendar: { en: 'on the brand’s calendar', zh: '按品牌日历' },
  plain: { en: 'on plain days', zh: '按自然日' },
  published: { en: 'as published', zh: '原始模型' },
};

const rivals: Readonly<Record<string, Words>> = {
  'rate-so-far': { en: 'the rate so far', zh: '至今的速率' },
  'last-stretch': { en: 'the last stretch again', zh: '上一段重演' },
  'last-year': { en: 'the same days a year ago', zh: '去年同期' },
  'mean-rate': { en: 'the mean rate of all', zh: '全体平均速率' },
};

/** A model as people call it: `bg-nbd` is BG/NBD. */
export function modelName(kind: string): string {
  return kinds[kind] ?? kind;
}

/** What forecasts, in words: `bg-nbd/plain` is "BG/NBD on plain days". */
export function forecasterWords(name: string): Words {
  const [kind = '', clock = ''] = name.split('/');
  const how = clocks[clock];
  if (kinds[kind] === undefined || how === undefined) return rivals[name] ?? { en: name, zh: name };
  return { en: `${kinds[kind]} ${how.en}`, zh: `${kinds[kind]}（${how.zh}）` };
}

/** Why a search for parameters stopped short. */
export const stopWords: Readonly<Record<string, Words>> = {
  boundary: { en: 'the data do not determine a parameter', zh: '数据无法确定某个参数' },
  flat: { en: 'the likelihood is flat here', zh: '似然在此平坦' },
  'iteration-limit': { en: 'all iterations used', zh: '迭代次数用尽' },
};

/** Weekdays and holidays of the calendar by their codes. */
export const effectWords: Readonly<Record<string, Words>> = {
  monday: { en: 'Monday', zh: '周一' },
  tuesday: { en: 'Tuesday', zh: '周二' },
  wednesday: { en: 'Wednesday', zh: '周三' },
  thursday: { en: 'Thursday', zh: '周四' },
  friday: { en: 'Friday', zh: '周五' },
  saturday: { en: 'Saturday', zh: '周六' },
  sunday: { en: 'Sunday', zh: '周日' },
  'christmas-season': { en: 'before Christmas', zh: '圣诞季' },
  'christmas-days': { en: 'Christmas and New Year', zh: '圣诞与新年' },
  easter: { en: 'Easter', zh: '复活节' },
  'black-friday': { en: 'Black Friday', zh: '黑色星期五' },
  'spring-festival-eve': { en: 'before the Spring Festival', zh: '春节前' },
  'spring-festival': { en: 'Spring Festival', zh: '春节' },
  'six-eighteen': { en: '618', zh: '618' },
  'mid-autumn': { en: 'Mid-Autumn', zh: '中秋' },
  'national-day': { en: 'National Day', zh: '国庆' },
  'double-eleven': { en: '11.11', zh: '双十一' },
  'after-double-eleven': { en: 'after 11.11', zh: '双十一之后' },
  'double-twelve': { en: '12.12', zh: '双十二' },
};

export const shoppingYearWords: Readonly<Record<string, Words>> = {
  china: { en: 'China', zh: '中国' },
  'united-kingdom': { en: 'United Kingdom', zh: '英国' },
  'united-states': { en: 'United States', zh: '美国' },
  europe: { en: 'Europe', zh: '欧洲' },
  none: { en: 'none', zh: '无' },
};

/** What a column was taken for; the name that `--map` takes stands behind it. */
export const fieldWords: Readonly<Record<string, Words>> = {
  customer: { en: 'customer', zh: '客户' },
  email: { en: 'e-mail address, where there is no customer number', zh: '邮箱（无客户编号时）' },
  phone: { en: 'telephone number, where there is no customer number', zh: '手机号（无客户编号时）' },
  date: { en: 'date', zh: '日期' },
  amount: { en: 'amount of the row', zh: '该行金额' },
  total: { en: 'total of the order', zh: '订单总额' },
  quantity: { en: 'quantity', zh: '数量' },
  price: { en: 'price of one', zh: '单价' },
  order: { en: 'order number', zh: '订单号' },
  status: { en: 'status of the order', zh: '订单状态' },
  cancelled: { en: 'when it was cancelled', zh: '取消时间' },
  refund: { en: 'given back', zh: '退款金额' },
  discount: { en: 'discount of the order', zh: '订单优惠' },
  shipping: { en: 'shipping of the order', zh: '订单运费' },
  'line-discount': { en: 'discount of the line', zh: '该行优惠' },
  'line-shipping': { en: 'shipping of the line', zh: '该行运费' },
  product: { en: 'product', zh: '商品' },
  'product-name': { en: 'product name', zh: '商品名称' },
  category: { en: 'category', zh: '品类' },
  store: { en: 'store', zh: '门店' },
  channel: { en: 'channel', zh: '渠道' },
  currency: { en: 'currency', zh: '币种' },
  country: { en: 'country', zh: '国家' },
};
