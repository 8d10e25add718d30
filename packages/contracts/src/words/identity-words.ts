import { text } from '../errors/entry.ts';
import type { WordTable } from './word-table.ts';

/** Types of identities; application or source stands after them. */
export const identityWords = {
  phone: text('Phone', '手机号'),
  email: text('E-mail', '邮箱'),
  wechat_unionid: text('WeChat union id', '微信 UnionID'),
  wechat_openid: text('WeChat open id', '微信 OpenID'),
  user_id: text('User id', '用户编号'),
  card_no: text('Card number', '卡号'),
  external_id: text('Customer number', '客户编号'),
  device_id: text('Device', '设备'),
  anonymous_id: text('Anonymous id', '匿名编号'),
} as const satisfies WordTable;
