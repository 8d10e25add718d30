import { text } from '../../errors/entry.ts';
import type { WordTable } from '../../words/word-table.ts';

/** Columns of the audit log, on the screen and in its file. */
export const auditColumnWords = {
  at: text('Time', '时间'),
  actor: text('Who', '操作者'),
  action: text('What', '操作'),
  subject: text('On what', '对象'),
  reason: text('Reason', '原因'),
  outcome: text('Outcome', '结果'),
} as const satisfies WordTable;

/** How an act ended. */
export const outcomeWords = {
  begun: text('begun', '已开始'),
  done: text('done', '完成'),
  refused: text('refused', '拒绝'),
  failed: text('failed', '失败'),
} as const satisfies WordTable;

/** Kinds of those who act. */
export const actorWords = {
  user: text('user', '用户'),
  key: text('API key', 'API 密钥'),
  member: text('member', '会员'),
  device: text('device', '门店设备'),
  command_line: text('command line', '命令行'),
  system: text('system', '系统'),
  nobody: text('not signed in', '未登录'),
} as const satisfies WordTable;
