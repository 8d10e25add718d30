import type { Texts } from '../../../i18n/texts.ts';
import type { en } from './en.ts';

export const zh: Texts<typeof en> = {
  lag: '列表与计数可能滞后 {{duration}}',
  behind: '还有 {{count}} 条事件等待计算',
  section: '实时',
  title: '实时事件',
  lead: '刚刚确认接收的最新事件。',
  rate: '每秒 {{rate}} 条事件',
  pause: '暂停',
  resume: '继续',
  empty: '还没有收到事件。',
  column: { at: '记录时间', type: '事件', source: '来源', member: '会员', payload: '内容' },
  anonymous: '匿名',
  filterType: '按类型筛选',
};
