import type { Rounding } from '../../../../money/proportion.ts';
import type { DocumentWords, PartWords, WordsOf } from '../../../../kernel/documents/document-words.ts';
import type { LocalizedText } from '../../../../kernel/documents/localized-text.ts';
import { expiryWords } from '../../documents/words.ts';
import { scheduleWords } from '../../schedule/words.ts';
import type {
  Award,
  Cap,
  CapPeriod,
  CapScope,
  EarnOn,
  EarningRule,
  GroupMode,
  Pending,
  YearlyDateName,
} from './earning-rule.ts';

type Words<Key extends string> = Readonly<Record<Key, LocalizedText>>;

export const onWords: Words<EarnOn['kind']> = {
  order: { en: 'Orders', zh: '订单' },
  fact: { en: 'An event', zh: '事件' },
  derived: { en: 'What follows from events', zh: '由事件引发的变化' },
  yearly: { en: 'Once a year', zh: '每年一次' },
  monthly: { en: 'Every month', zh: '每月' },
};
export const yearlyWords: Words<YearlyDateName> = {
  birthday: { en: 'Birthday', zh: '生日' },
  lunar_birthday: { en: 'Birthday of the lunar calendar', zh: '农历生日' },
  anniversary: { en: 'Anniversary of the registration', zh: '入会周年' },
};
export const awardWords: Words<Award['kind']> = {
  rate: { en: 'By amount', zh: '按金额' },
  fixed: { en: 'Fixed', zh: '固定' },
  multiplier: { en: 'Multiplier', zh: '倍数' },
};
export const unitRoundingWords: Words<Rounding> = {
  down: { en: 'Down', zh: '向下取整' },
  nearest: { en: 'To the nearest', zh: '四舍五入' },
  up: { en: 'Up', zh: '向上取整' },
};
export const modeWords: Words<GroupMode> = {
  add: { en: 'All add up', zh: '叠加' },
  best: { en: 'The best for the member', zh: '取最优' },
  exclude: { en: 'The one of the highest priority', zh: '互斥，取优先级最高' },
};
export const pendingWords: Words<Pending['until']> = {
  days: { en: 'Days have passed', zh: '若干天后' },
  event: { en: 'An event of the order', zh: '订单事件发生后' },
  hand: { en: 'A person says so', zh: '人工确认后' },
};
const pendingEventWords: Words<'order.paid' | 'order.fulfilled'> = {
  'order.paid': { en: 'Paid', zh: '已支付' },
  'order.fulfilled': { en: 'Fulfilled', zh: '已完成' },
};
export const capScopeWords: Words<CapScope> = {
  member: { en: 'The member, by this rule', zh: '每位会员（本规则）' },
  wallet: { en: 'The member, by all rules into the wallet', zh: '每位会员（该账户全部规则）' },
  rule: { en: 'Everybody, by this rule', zh: '全部会员（本规则）' },
};
export const capPeriodWords: Words<CapPeriod> = {
  day: { en: 'Day', zh: '每日' },
  week: { en: 'Week', zh: '每周' },
  month: { en: 'Month', zh: '每月' },
  year: { en: 'Year', zh: '每年' },
  ever: { en: 'Ever', zh: '累计' },
};

const none: LocalizedText = { en: 'none', zh: '无' };
const always: LocalizedText = { en: 'always', zh: '始终' };
const everything: LocalizedText = { en: 'all of them', zh: '全部' };

const whenWords = {
  kind: { kind: 'choice', name: { en: 'kind', zh: '类型' }, choices: onWords },
  type: { kind: 'text', name: { en: 'type of event', zh: '事件类型' } },
  date: { kind: 'choice', name: { en: 'day', zh: '日期' }, choices: yearlyWords },
  attribute: {
    kind: 'text',
    name: { en: 'attribute with the date', zh: '日期属性' },
    absent: { en: 'birthday', zh: 'birthday（生日）' },
  },
  day: { kind: 'number', name: { en: 'day of the month', zh: '每月日期' } },
  rollOverMax: {
    kind: 'number',
    name: { en: 'kept of what was granted before', zh: '结转上限' },
    absent: { en: 'all of it', zh: '全部结转' },
  },
} as const satisfies { readonly [key: string]: PartWords };

const amountWords = {
  kind: { kind: 'choice', name: { en: 'kind', zh: '方式' }, choices: awardWords },
  perMinor: { kind: 'number', name: { en: 'for each minor units of money', zh: '每多少金额（最小货币单位）' } },
  units: { kind: 'number', name: { en: 'units', zh: '数量' } },
  rounding: {
    kind: 'choice',
    name: { en: 'rounding', zh: '取整' },
    absent: { en: 'down', zh: '向下取整' },
    choices: unitRoundingWords,
  },
  factorHundredths: { kind: 'number', name: { en: 'factor in hundredths', zh: '倍数（百分之一）' } },
  of: {
    kind: 'list',
    name: { en: 'multiplied rules', zh: '被加倍的规则' },
    absent: { en: 'all of the wallet', zh: '该账户全部规则' },
    item: { kind: 'text', noun: { en: 'rule', zh: '规则' } },
  },
} as const satisfies { readonly [key: string]: PartWords };

const waitWords = {
  until: { kind: 'choice', name: { en: 'until', zh: '直到' }, choices: pendingWords },
  days: { kind: 'days', name: { en: 'days', zh: '天数' } },
  type: { kind: 'choice', name: { en: 'event of the order', zh: '订单事件' }, choices: pendingEventWords },
  cancelAfterDays: {
    kind: 'days',
    name: { en: 'given up after', zh: '逾期取消' },
    absent: { en: 'never', zh: '永不' },
  },
} as const satisfies { readonly [key: string]: PartWords };

const capWords: WordsOf<Cap> = {
  per: { kind: 'choice', name: { en: 'whose units', zh: '范围' }, choices: capScopeWords },
  period: { kind: 'choice', name: { en: 'period', zh: '周期' }, choices: capPeriodWords },
  units: { kind: 'number', name: { en: 'at most', zh: '上限' } },
};

function namesWords(name: LocalizedText, noun: LocalizedText): PartWords {
  return { kind: 'list', name, absent: { en: 'any', zh: '不限' }, item: { kind: 'text', noun } };
}

const scopeWords = {
  stores: namesWords({ en: 'stores', zh: '门店' }, { en: 'store', zh: '门店' }),
  channels: namesWords({ en: 'channels', zh: '渠道' }, { en: 'channel', zh: '渠道' }),
  categories: namesWords({ en: 'categories', zh: '品类' }, { en: 'category', zh: '品类' }),
} as const satisfies { readonly [key: string]: PartWords };

const costWords = {
  units: { kind: 'number', name: { en: 'units', zh: '数量' } },
  minor: { kind: 'number', name: { en: 'minor units of money', zh: '金额（最小货币单位）' } },
} as const satisfies { readonly [key: string]: PartWords };

export const ruleWords: DocumentWords = {
  title: { en: 'Earning rule', zh: '获取规则' },
  keys: {
    id: { kind: 'text', name: { en: 'id', zh: '标识' } },
    name: { kind: 'localized', name: { en: 'name', zh: '名称' } },
    on: { kind: 'object', name: { en: 'what brings it about', zh: '触发' }, keys: whenWords },
    wallet: { kind: 'text', name: { en: 'wallet', zh: '账户' } },
    award: { kind: 'object', name: { en: 'what is earned', zh: '获取数量' }, keys: amountWords },
    who: { kind: 'condition', name: { en: 'who', zh: '适用会员' }, absent: { en: 'everybody', zh: '所有会员' } },
    what: { kind: 'condition', name: { en: 'for which orders or events', zh: '适用订单或事件' }, absent: everything },
    lines: { kind: 'condition', name: { en: 'which lines count', zh: '计入的商品行' }, absent: everything },
    minimumMinor: { kind: 'number', name: { en: 'least amount that counts', zh: '最低计入金额' }, absent: none },
    excludes: {
      kind: 'list',
      name: { en: 'means of payment that do not count', zh: '不计入的支付方式' },
      absent: none,
      item: { kind: 'text', noun: { en: 'means of payment', zh: '支付方式' } },
    },
    schedule: { ...scheduleWords, name: { en: 'when', zh: '有效时段' }, absent: always },
    group: { kind: 'text', name: { en: 'group', zh: '分组' }, absent: none },
    mode: {
      kind: 'choice',
      name: { en: 'among the rules of the group', zh: '组内关系' },
      absent: { en: 'all add up', zh: '叠加' },
      choices: modeWords,
    },
    priority: { kind: 'number', name: { en: 'priority', zh: '优先级' }, absent: { en: '0', zh: '0（默认）' } },
    pending: {
      kind: 'object',
      name: { en: 'not available until', zh: '待入账' },
      absent: { en: 'available at once', zh: '立即入账' },
      keys: waitWords,
    },
    expiry: { ...expiryWords, absent: { en: 'as the wallet says', zh: '按账户规则' } },
    lotPriority: {
      kind: 'number',
      name: { en: 'order of use', zh: '使用优先级' },
      absent: { en: '0', zh: '0（默认）' },
    },
    scope: {
      kind: 'object',
      name: { en: 'may be spent on', zh: '使用范围' },
      absent: { en: 'anything', zh: '不限' },
      keys: scopeWords,
    },
    lotClass: {
      kind: 'choice',
      name: { en: 'part of stored value', zh: '储值类别' },
      absent: none,
      choices: { principal: { en: 'Principal', zh: '本金' }, bonus: { en: 'Bonus', zh: '赠送' } },
    },
    cost: {
      kind: 'object',
      name: { en: 'cost', zh: '成本' },
      absent: { en: 'not said', zh: '未填写' },
      keys: costWords,
    },
    caps: {
      kind: 'list',
      name: { en: 'limits', zh: '上限' },
      absent: none,
      item: { kind: 'object', noun: { en: 'limit', zh: '上限' }, identifiedBy: ['per', 'period'], keys: capWords },
    },
    budgetMinor: { kind: 'number', name: { en: 'budget', zh: '预算' }, absent: none },
    countsBackfill: {
      kind: 'choice',
      name: { en: 'backfilled events', zh: '补录事件' },
      absent: { en: 'earn nothing', zh: '不获取' },
      choices: { true: { en: 'Earn as well', zh: '同样获取' }, false: { en: 'Earn nothing', zh: '不获取' } },
    },
    keeps: {
      kind: 'choice',
      name: { en: 'refunds', zh: '退款' },
      absent: { en: 'take it back', zh: '扣回' },
      choices: { true: { en: 'Take nothing back', zh: '不扣回' }, false: { en: 'Take it back', zh: '扣回' } },
    },
  } satisfies WordsOf<EarningRule>,
};
