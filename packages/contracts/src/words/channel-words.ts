import { text } from '../errors/entry.ts';
import type { WordTable } from './word-table.ts';

/** Channels that brands record, by how they are written there; what is not listed is shown as it is. */
export const channelWords = {
  web: text('web', '网页'),
  website: text('website', '官网'),
  app: text('app', '手机应用'),
  store: text('store', '门店'),
  shop: text('shop', '门店'),
  pos: text('till', '收银台'),
  wechat: text('WeChat', '微信'),
  mini_program: text('mini program', '小程序'),
  miniprogram: text('mini program', '小程序'),
  wecom: text('WeCom', '企业微信'),
  email: text('e-mail', '邮件'),
  sms: text('text message', '短信'),
  phone: text('phone', '电话'),
  push: text('push', '推送'),
  social: text('social media', '社交媒体'),
  marketplace: text('marketplace', '电商平台'),
  tmall: text('Tmall', '天猫'),
  taobao: text('Taobao', '淘宝'),
  jd: text('JD', '京东'),
  douyin: text('Douyin', '抖音'),
  online: text('online', '线上'),
  offline: text('offline', '线下'),
  import: text('import', '导入'),
  mobile: text('mobile', '移动端'),
  other: text('other', '其他'),
} as const satisfies WordTable;
