import type { Texts } from '../../../i18n/texts.ts';
import type { en } from './en.ts';

export const zh: Texts<typeof en> = {
  section: 'API',
  title: 'API 参考',
  lead: '所有接口，可用您自己的会话试用：您的角色不能做的事，这里同样会被拒绝。',
  page: '在一页中查看全部',
  document: 'OpenAPI 文档',
  search: '查找接口',
  choose: '选择一个接口',
  chooseLead: '列表中有全部接口及其地址。仅查看不会发送任何请求。',
  needs: '需要权限 {{capability}}。',
  required: '必填',
  body: '请求内容（JSON）',
  bodySchema: '请求内容的结构',
  answerSchema: '返回内容的结构',
  send: '发送',
  askTitle: '发送可能更改数据的请求',
  askLead: '将以您的身份在本系统的数据上执行。',
  writeKey: '由来源使用写入密钥发送：“来源”页有代码片段。',
  file: '此接口接收文件：请在“导入”页上传。',
  answer: '返回内容',
  answered: '返回 {{status}}，用时 {{milliseconds}} 毫秒',
  cut: '仅显示开头部分。',
};
