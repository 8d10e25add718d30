import type { Texts } from '../../../i18n/texts.ts';
import type { en } from './en.ts';

export const zh: Texts<typeof en> = {
  menu: { account: '账户', signOut: '退出登录' },
  signIn: {
    title: '登录',
    lead: '会员生命周期控制台',
    email: '邮箱',
    password: '密码',
    submit: '登录',
    byLink: '正在通过一次性链接登录…',
    linkFailed: '此链接已使用或已过期',
    linkNext: '请向管理员索取新链接，或使用密码登录。',
    noPassword: '还没有密码？请打开服务器启动时打印的一次性链接，或向管理员索取。',
  },
  section: '账户',
  account: {
    title: '您的账户',
    email: '邮箱',
    name: '姓名',
    role: '角色',
    stores: '门店',
    installation: '安装信息',
    version: 'Perennial 版本',
    zone: '日历日所用时区',
    currency: '币种',
    facts: '事件数',
    members: '会员数',
    password: '修改密码',
    passwordSet: '设置密码',
    current: '当前密码',
    next: '新密码',
    nextHint: '至少 10 个字符。其他会话将结束。',
    changed: '密码已修改，其他会话已结束。',
  },
};
