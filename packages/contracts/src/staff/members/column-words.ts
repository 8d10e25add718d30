import { text } from '../../errors/entry.ts';
import type { WordTable } from '../../words/word-table.ts';

/** Columns of the list of members, on the screen and in its file. */
export const memberColumnWords = {
  id: text('Member id', '会员编号'),
  label: text('Member', '会员'),
  stage: text('Stage', '阶段'),
  stageSince: text('In stage since', '进入阶段'),
  nextChangeAt: text('Changes next', '下次变更'),
  changedNext: text('Changed next', '此后变更'),
  joinedAt: text('Joined', '加入时间'),
  firstOrderAt: text('First order', '首次下单'),
  lastOrderAt: text('Last order', '最近下单'),
  orders: text('Orders', '订单数'),
  spend: text('Net spend', '净消费额'),
  store: text('Store', '门店'),
  channel: text('Channel', '渠道'),
  tags: text('Tags', '标签'),
} as const satisfies WordTable;

/** What comes next of a member, in one cell. */
export const nextChangeWords = text('{{stage}} on {{day}}', '{{day}} 转为{{stage}}');

/** Columns of identities, which only a file that was asked for with a reason has. */
export const identityColumnWords = {
  phone: text('Phone', '手机号'),
  email: text('E-mail', '邮箱'),
  customerNumber: text('Customer number', '客户编号'),
  cardNumber: text('Card number', '卡号'),
} as const satisfies WordTable;
