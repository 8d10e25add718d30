import { text } from '../errors/entry.ts';
import type { SentenceTable } from './sentence.ts';

/** What the audit log adds to an act in words of its own. */
export const auditSentences = {
  'audit.rows_sent': text('{count} rows sent', '已发送 {count} 行'),
  'audit.broken_off': text('broken off after {count} rows', '发送 {count} 行后中断'),
  'audit.role': text('role {role}', '角色：{role}'),
  'audit.restores': text('restores {version}', '恢复版本 {version}'),
  'audit.version': text('version {version}', '版本 {version}'),
  'audit.facts': text('{count} facts', '{count} 条事件'),
  'audit.entries': text('{count} entries', '{count} 条'),
  'audit.first_administrator': text('first administrator', '首位管理员'),
  'audit.administrator': text('administrator', '管理员'),
  'audit.operator': text('operator', '运营'),
  'audit.analyst': text('analyst', '分析师'),
  'audit.store_staff': text('store_staff', '门店员工'),
  'audit.viewer': text('viewer', '访客'),
  'audit.checked_only': text('dry run', '仅检查'),
  'audit.rates': text('{count} rates', '{count} 个汇率'),
  'audit.tag': text('tag', '标签'),
  'audit.attribute': text('attribute', '属性'),
  'audit.deleted': text('deleted: {remark}', '已删除：{remark}'),
  'audit.sign_in': text('sign_in', '登录'),
  'audit.confirm': text('confirm', '再次确认身份'),
  'audit.link': text('link', '关联账户'),
  'audit.linked': text('linked by e-mail', '按电子邮箱关联'),
  'audit.account_created': text('account created', '新建账户'),
  'audit.erased_before': text('erased before', '此前已删除'),
  'audit.erased_again': text('repeated after a restore', '恢复后再次删除'),
  'audit.kept': text('kept: {remark}', '已保留：{remark}'),
} as const satisfies SentenceTable;
