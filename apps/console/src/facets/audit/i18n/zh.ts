import { wordsIn } from '@perennial/contracts';
import { actorWords, actWords, auditColumnWords, outcomeWords } from '@perennial/contracts/staff';
import type { Texts } from '../../../i18n/texts.ts';
import type { en } from './en.ts';

export const zh: Texts<typeof en> = {
  ofMember: '查看对该会员的操作记录',
  section: '审计日志',
  title: '审计日志',
  lead: '谁做了什么。任何人都无法更改；删除会员个人信息时，仅清空针对该会员填写的原因和标签。',
  ...wordsIn(auditColumnWords, 'zh'),
  outcomes: wordsIn(outcomeWords, 'zh'),
  actors: wordsIn(actorWords, 'zh'),
  none: '还没有记录。',
  filterAction: '操作',
  filterPerson: '操作者',
  filterMember: '会员：手机号、邮箱、卡号、姓名',
  filterOutcome: '结果',
  from: '开始日期',
  to: '结束日期',
  act: wordsIn(actWords, 'zh'),
};
