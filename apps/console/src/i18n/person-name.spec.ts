import { nameOfRole, roles } from '@perennial/contracts';
import { createInstance } from 'i18next';
import { expect, it } from 'vitest';
import { attributeName, attributeValue, channelName, identityName, matchedName, topicName } from './known-names.ts';
import { personName } from './person-name.ts';
import { common } from './zh/common.ts';
import { known } from './zh/known.ts';

const t = await createInstance().init({
  lng: 'x',
  resources: { x: { translation: { ...common, known } } },
  interpolation: { escapeValue: false },
});

it('says in Chinese who did something, however it was written down', () => {
  expect(['system', 'command line', 'key shop', 'device till 2', 'member m1'].map((by) => personName(by, t))).toEqual([
    '系统',
    '命令行',
    'API 密钥“shop”',
    '门店设备“till 2”',
    '会员 m1',
  ]);
  for (const role of roles) expect(personName(`李 (x) (${nameOfRole(role).en})`, t)).toMatch(/^李 \(x\)（[^a-z]+）$/);
});

it('leaves alone a name that only looks like one of those', () => {
  expect(['keymaster', 'Li', 'Li (Boss)', 'system user'].map((by) => personName(by, t))).toEqual([
    'keymaster',
    'Li',
    'Li (Boss)',
    'system user',
  ]);
});

it('says common channels, attributes and their values in Chinese, and others as they were written', () => {
  expect(['web', 'app', 'store', 'wechat', 'mini-program', 'Kiosk 7'].map((one) => channelName(one, t))).toEqual([
    '网页',
    '手机应用',
    '门店',
    '微信',
    '小程序',
    'Kiosk 7',
  ]);
  expect([attributeName('gender', t), attributeName('shoe_size', t), topicName('marketing', t)]).toEqual([
    '性别',
    'shoe_size',
    '营销信息',
  ]);
  expect([
    attributeValue('gender', 'Female', t),
    attributeValue('name', 'Male', t),
    attributeValue('channel', 'web', t),
  ]).toEqual(['女', 'Male', '网页']);
  expect(identityName('external_id:crm', t)).toBe('客户编号 (crm)');
  expect(['last_four', 'phone', 'order', 'name', 'whole_name'].map((by) => matchedName(by, '小雅', t))).toEqual([
    '末四位',
    '手机号',
    '订单号',
    '姓名含“小雅”',
    '姓名为“小雅”',
  ]);
  expect([channelName('constructor', t), attributeName('toString', t)]).toEqual(['constructor', 'toString']);
});
