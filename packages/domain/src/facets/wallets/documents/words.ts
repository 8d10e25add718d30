import type { DocumentWords, PartWords, WordsOf } from '../../../kernel/documents/document-words.ts';
import type { LocalizedText } from '../../../kernel/documents/localized-text.ts';
import type {
  CalendarLength,
  EndRounding,
  ExpiryFor,
  ExpiryPolicy,
  Shortfall,
  SpendKey,
  TransferRules,
  UnitValue,
  WalletDocument,
  WalletKind,
} from './wallet-document.ts';

export const walletKindWords: Readonly<Record<WalletKind, LocalizedText>> = {
  points: { en: 'Points', zh: '积分' },
  growth: { en: 'Growth value', zh: '成长值' },
  stored_value: { en: 'Stored value', zh: '储值' },
  stamps: { en: 'Stamps', zh: '印花' },
};

export const expiryKindWords: Readonly<Record<ExpiryPolicy['kind'], LocalizedText>> = {
  never: { en: 'Never', zh: '永不过期' },
  term: { en: 'After a time', zh: '固定期限' },
  dates: { en: 'On days of the year', zh: '固定日期' },
  sliding: { en: 'After a time without activity', zh: '无活动后过期' },
};

export const lengthUnitWords: Readonly<Record<CalendarLength['unit'], LocalizedText>> = {
  days: { en: 'Days', zh: '天' },
  months: { en: 'Months', zh: '个月' },
  years: { en: 'Years', zh: '年' },
};

export const roundingWords: Readonly<Record<EndRounding, LocalizedText>> = {
  none: { en: 'To the instant', zh: '精确到时刻' },
  day: { en: 'To the end of the day', zh: '当日结束' },
  month: { en: 'To the end of the month', zh: '当月结束' },
  quarter: { en: 'To the end of the quarter', zh: '当季结束' },
  half_year: { en: 'To the end of the half-year', zh: '半年结束' },
  year: { en: 'To the end of the year', zh: '当年结束' },
};

export const spendKeyWords: Readonly<Record<SpendKey, LocalizedText>> = {
  priority: { en: 'priority', zh: '优先级' },
  expiry: { en: 'what expires first', zh: '先到期' },
  oldest: { en: 'the oldest', zh: '先获得' },
  newest: { en: 'the newest', zh: '后获得' },
};

export const shortfallWords: Readonly<Record<Shortfall['kind'], LocalizedText>> = {
  clamp: { en: 'Forgive it', zh: '免除差额' },
  debt: { en: 'Owe it', zh: '记为欠分' },
  block: { en: 'Owe it and block the wallet', zh: '记为欠分并冻结账户' },
};

const never: LocalizedText = { en: 'never', zh: '永不过期' };
const noLimit: LocalizedText = { en: 'no limit', zh: '不限' };

export const lengthWords: WordsOf<CalendarLength> = {
  unit: { kind: 'choice', name: { en: 'unit', zh: '单位' }, choices: lengthUnitWords },
  count: { kind: 'number', name: { en: 'number', zh: '数量' } },
};

/** All keys of any expiry: which of them there are says its kind. */
const expiryKeyWords = {
  kind: { kind: 'choice', name: { en: 'kind', zh: '方式' }, choices: expiryKindWords },
  length: { kind: 'object', name: { en: 'time', zh: '期限' }, keys: lengthWords },
  roundTo: {
    kind: 'choice',
    name: { en: 'rounding', zh: '取整' },
    absent: { en: 'to the instant', zh: '精确到时刻' },
    choices: roundingWords,
  },
  dates: {
    kind: 'list',
    name: { en: 'days of the year', zh: '日期' },
    item: { kind: 'text', noun: { en: 'day', zh: '日期' } },
  },
  daysMin: {
    kind: 'days',
    name: { en: 'at least so long away', zh: '至少间隔' },
    absent: { en: 'any time', zh: '不限' },
  },
} as const satisfies { readonly [key: string]: PartWords };

/** An expiry, wherever one stands. */
export const expiryWords: PartWords = {
  kind: 'object',
  name: { en: 'expiry', zh: '有效期' },
  absent: never,
  keys: expiryKeyWords,
};

const transferWords: WordsOf<TransferRules> = {
  unitsMin: { kind: 'number', name: { en: 'at least', zh: '单次最少' } },
  unitsMax: { kind: 'number', name: { en: 'at most', zh: '单次最多' } },
  unitsADayMax: { kind: 'number', name: { en: 'at most a day', zh: '每日最多' } },
};

const valueWords: WordsOf<UnitValue> = {
  units: { kind: 'number', name: { en: 'units', zh: '数量' } },
  minor: { kind: 'number', name: { en: 'minor units of money', zh: '金额（最小货币单位）' } },
};

const expiryForWords: WordsOf<ExpiryFor> = {
  who: { kind: 'condition', name: { en: 'who', zh: '适用人群' } },
  expiry: expiryWords,
};

export const walletWords: DocumentWords = {
  title: { en: 'Wallet', zh: '账户' },
  keys: {
    id: { kind: 'text', name: { en: 'id', zh: '标识' } },
    name: { kind: 'localized', name: { en: 'name', zh: '名称' } },
    kind: { kind: 'choice', name: { en: 'kind', zh: '类型' }, choices: walletKindWords },
    decimals: { kind: 'number', name: { en: 'decimal places', zh: '小数位' }, absent: { en: 'none', zh: '无' } },
    expiry: expiryWords,
    expiryFor: {
      kind: 'list',
      name: { en: 'other expiries', zh: '其他有效期' },
      order: 'precedence',
      item: {
        kind: 'object',
        noun: { en: 'expiry', zh: '有效期' },
        identifiedBy: ['who'],
        keys: expiryForWords,
      },
    },
    spendOrder: {
      kind: 'list',
      name: { en: 'order of use', zh: '使用顺序' },
      order: 'precedence',
      item: { kind: 'text', noun: { en: 'rule', zh: '规则' } },
    },
    shortfall: {
      kind: 'object',
      name: { en: 'what is missing when units are taken back', zh: '扣回不足时' },
      absent: { en: 'forgiven', zh: '免除差额' },
      keys: {
        kind: { kind: 'choice', name: { en: 'treatment', zh: '处理方式' }, choices: shortfallWords },
        unitsMax: { kind: 'number', name: { en: 'owed at most', zh: '欠分上限' }, absent: noLimit },
      },
    },
    balanceMax: { kind: 'number', name: { en: 'greatest balance', zh: '余额上限' }, absent: noLimit },
    transfer: {
      kind: 'object',
      name: { en: 'transfers', zh: '转赠' },
      absent: { en: 'not allowed', zh: '不允许' },
      keys: transferWords,
    },
    secondPersonAbove: {
      kind: 'number',
      name: { en: 'a second person for adjustments above', zh: '超过此数的调整需双人确认' },
      absent: { en: 'never', zh: '无需' },
    },
    holdMinutesMax: {
      kind: 'number',
      name: { en: 'longest hold, minutes', zh: '最长冻结（分钟）' },
      absent: { en: '60 minutes', zh: '60 分钟' },
    },
    value: {
      kind: 'object',
      name: { en: 'worth', zh: '价值' },
      absent: { en: 'nothing that is counted', zh: '不计价值' },
      keys: valueWords,
    },
  } satisfies WordsOf<WalletDocument>,
};
