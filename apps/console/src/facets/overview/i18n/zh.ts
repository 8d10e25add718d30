import type { Texts } from '../../../i18n/texts.ts';
import type { en } from './en.ts';

export const zh: Texts<typeof en> = {
  nav: '总览',
  title: '总览',
  period: '周期',
  periodDays: '最近 {{days}} 天',
  emptyTitle: '还没有会员',
  emptyNext: '导入订单文件或接入数据来源；第一批事件计算完成后即可看到阶段。',
};
