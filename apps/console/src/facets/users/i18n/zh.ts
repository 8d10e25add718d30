import type { Texts } from '../../../i18n/texts.ts';
import type { en } from './en.ts';

export const zh: Texts<typeof en> = {
  section: '用户',
  title: '控制台用户',
  create: '添加用户',
  edit: '修改 {{name}}',
  name: '姓名',
  email: '邮箱',
  role: '角色',
  stores: '门店员工可查看的门店',
  lastSeen: '最近访问',
  status: '状态',
  active: '有效',
  invited: '已邀请',
  disabled: '已停用',
  disable: '停用',
  enable: '启用',
  newLink: '登录链接',
  linkTitle: '一次性登录链接',
  linkLead: '请转交给对方：只能使用一次，有效期至 {{at}}。',
};
