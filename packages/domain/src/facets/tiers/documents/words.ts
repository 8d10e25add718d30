import type { DocumentWords, PartWords, WordsOf } from '../../../kernel/documents/document-words.ts';
import type { LocalizedText } from '../../../kernel/documents/localized-text.ts';
import { lengthWords, roundingWords } from '../../wallets/documents/words.ts';
import type {
  BenefitKind,
  BenefitLimit,
  BenefitPeriod,
  MeasureKind,
  MeasureRule,
  PeriodUnit,
  TierBenefit,
  TierGrace,
  TierLevel,
  TierMeasure,
  TierPeriod,
  TierSetDocument,
  TierValidity,
} from './tier-set.ts';

export const measureKindWords: Readonly<Record<MeasureKind, LocalizedText>> = {
  net_spend: { en: 'Net spend', zh: '净消费额' },
  orders: { en: 'Orders', zh: '订单数' },
  months_active: { en: 'Months with an order', zh: '有消费的月数' },
  wallet: { en: 'Units earned in a wallet', zh: '账户获得数' },
};

export const tierPeriodWords: Readonly<Record<TierPeriod['kind'], LocalizedText>> = {
  ever: { en: 'Ever', zh: '累计' },
  rolling: { en: 'The last days', zh: '滚动天数' },
  calendar: { en: 'Calendar periods', zh: '自然周期' },
  anniversary: { en: 'Years from joining', zh: '入会周年' },
  since_change: { en: 'Since the last change of level', zh: '自上次等级变动起' },
};

export const periodUnitWords: Readonly<Record<PeriodUnit, LocalizedText>> = {
  month: { en: 'Month', zh: '月' },
  quarter: { en: 'Quarter', zh: '季度' },
  half_year: { en: 'Half-year', zh: '半年' },
  year: { en: 'Year', zh: '年' },
};

export const upgradeWords: Readonly<Record<TierSetDocument['upgrade'], LocalizedText>> = {
  at_once: { en: 'At once', zh: '即时升级' },
  period_end: { en: 'When the period is over', zh: '周期结束时升级' },
};

export const periodEndWords: Readonly<Record<TierSetDocument['atPeriodEnd'], LocalizedText>> = {
  keep: { en: 'Keep the level', zh: '保级' },
  step_down_one: { en: 'Step down one level', zh: '降一级' },
  re_assess: { en: 'Assess anew', zh: '重新评定' },
};

export const onVersionWords: Readonly<Record<TierSetDocument['onVersion'], LocalizedText>> = {
  keep: { en: 'Keep it to the end of its time', zh: '保留至到期' },
  re_assess: { en: 'Assess anew', zh: '重新评定' },
};

export const benefitKindWords: Readonly<Record<BenefitKind, LocalizedText>> = {
  multiplier: { en: 'Multiplier', zh: '积分倍率' },
  grant: { en: 'Grant', zh: '定期赠送' },
  free_shipping: { en: 'Free shipping', zh: '包邮' },
  priority: { en: 'Priority', zh: '优先权' },
  early_access: { en: 'Early access', zh: '提前购' },
  service: { en: 'Dedicated service', zh: '专属服务' },
  event: { en: 'Events', zh: '活动参与' },
  lifted_limit: { en: 'Lifted limit', zh: '放宽限额' },
};

export const benefitPeriodWords: Readonly<Record<BenefitPeriod, LocalizedText>> = {
  month: { en: 'A month', zh: '每月' },
  year: { en: 'A year', zh: '每年' },
  level: { en: 'While the level is held', zh: '等级有效期内' },
};

const kindName: LocalizedText = { en: 'kind', zh: '类型' };
const idWords: PartWords = { kind: 'text', name: { en: 'id', zh: '标识' } };
const nameWords: PartWords = { kind: 'localized', name: { en: 'name', zh: '名称' } };
const noLimit: LocalizedText = { en: 'no limit', zh: '不限' };

const measureWords: WordsOf<TierMeasure> = {
  id: idWords,
  kind: { kind: 'choice', name: kindName, choices: measureKindWords },
  wallet: { kind: 'text', name: { en: 'wallet', zh: '账户' } },
};

/** All keys of any period: which of them there are says its kind. */
const periodKeyWords = {
  kind: { kind: 'choice', name: kindName, choices: tierPeriodWords },
  days: { kind: 'days', name: { en: 'length', zh: '天数' } },
  unit: { kind: 'choice', name: { en: 'unit', zh: '单位' }, choices: periodUnitWords },
} as const satisfies { readonly [key: string]: PartWords };

const validityWords: WordsOf<TierValidity> = {
  periods: { kind: 'number', name: { en: 'periods after the one it was earned in', zh: '获得所在周期之后的周期数' } },
  length: { kind: 'object', name: { en: 'time', zh: '期限' }, keys: lengthWords },
  roundTo: {
    kind: 'choice',
    name: { en: 'rounding', zh: '取整' },
    absent: roundingWords.none,
    choices: roundingWords,
  },
};

const graceWords: WordsOf<TierGrace> = {
  days: { kind: 'days', name: { en: 'length', zh: '天数' } },
  roundTo: {
    kind: 'choice',
    name: { en: 'rounding', zh: '取整' },
    absent: roundingWords.none,
    choices: { none: roundingWords.none, day: roundingWords.day, month: roundingWords.month },
  },
};

const ruleWords: WordsOf<MeasureRule> = {
  measure: { kind: 'text', name: { en: 'measure', zh: '指标' } },
  atLeast: { kind: 'number', name: { en: 'at least', zh: '不少于' } },
};

/** All keys of any qualification. */
const qualifiesKeyWords = {
  invitation: {
    kind: 'choice',
    name: { en: 'by invitation alone', zh: '仅限邀请' },
    absent: { en: 'no', zh: '否' },
    choices: { true: { en: 'yes', zh: '是' } },
  },
  combinator: {
    kind: 'choice',
    name: { en: 'how the rules are joined', zh: '组合方式' },
    choices: { and: { en: 'all of them', zh: '全部满足' }, or: { en: 'one of them', zh: '满足其一' } },
  },
  rules: {
    kind: 'list',
    name: { en: 'rules', zh: '条件' },
    item: { kind: 'object', noun: { en: 'rule', zh: '条件' }, identifiedBy: ['measure', 'atLeast'], keys: ruleWords },
  },
} as const satisfies { readonly [key: string]: PartWords };

const limitWords: WordsOf<BenefitLimit> = {
  per: { kind: 'choice', name: { en: 'period', zh: '周期' }, choices: benefitPeriodWords },
  count: { kind: 'number', name: { en: 'claims', zh: '次数' } },
};

const benefitWords: WordsOf<TierBenefit> = {
  id: idWords,
  kind: { kind: 'choice', name: kindName, choices: benefitKindWords },
  name: nameWords,
  limit: { kind: 'object', name: { en: 'limit', zh: '限次' }, absent: noLimit, keys: limitWords },
  hours: { kind: 'number', name: { en: 'hours before others', zh: '提前小时数' } },
};

const levelWords: WordsOf<TierLevel> = {
  id: idWords,
  name: nameWords,
  color: { kind: 'text', name: { en: 'colour', zh: '颜色' } },
  qualifies: {
    kind: 'object',
    name: { en: 'what is asked of the measures', zh: '达标要求' },
    absent: { en: 'nothing', zh: '无要求' },
    keys: qualifiesKeyWords,
  },
  who: { kind: 'condition', name: { en: 'who', zh: '适用人群' } },
  benefits: {
    kind: 'list',
    name: { en: 'benefits', zh: '权益' },
    item: { kind: 'object', noun: { en: 'benefit', zh: '权益' }, identifiedBy: ['id'], keys: benefitWords },
  },
};

export const tierSetWords: DocumentWords = {
  title: { en: 'Tier set', zh: '等级体系' },
  keys: {
    id: idWords,
    name: nameWords,
    measures: {
      kind: 'list',
      name: { en: 'measures', zh: '指标' },
      item: { kind: 'object', noun: { en: 'measure', zh: '指标' }, identifiedBy: ['id'], keys: measureWords },
    },
    levels: {
      kind: 'list',
      name: { en: 'levels', zh: '等级' },
      order: 'precedence',
      item: { kind: 'object', noun: { en: 'level', zh: '等级' }, identifiedBy: ['id'], keys: levelWords },
    },
    period: { kind: 'object', name: { en: 'period', zh: '考核周期' }, keys: periodKeyWords },
    upgrade: {
      kind: 'choice',
      name: { en: 'upgrade', zh: '升级时机' },
      absent: { en: 'at once', zh: '即时升级' },
      choices: upgradeWords,
    },
    atPeriodEnd: {
      kind: 'choice',
      name: { en: 'when a level ends', zh: '到期处理' },
      absent: { en: 'assess anew', zh: '重新评定' },
      choices: periodEndWords,
    },
    validFor: {
      kind: 'object',
      name: { en: 'how long a level lasts', zh: '等级有效期' },
      absent: { en: 'as the period says', zh: '随考核周期' },
      keys: validityWords,
    },
    grace: {
      kind: 'object',
      name: { en: 'grace', zh: '宽限期' },
      absent: { en: 'none', zh: '无' },
      keys: graceWords,
    },
    keepsAfterRefund: {
      kind: 'choice',
      name: { en: 'a level is kept when its order is given back', zh: '退款后保留等级' },
      absent: { en: 'no', zh: '否' },
      choices: { true: { en: 'yes', zh: '是' }, false: { en: 'no', zh: '否' } },
    },
    onVersion: {
      kind: 'choice',
      name: { en: 'a level that a new version would not give', zh: '新方案不再给予的等级' },
      absent: { en: 'kept to the end of its time', zh: '保留至到期' },
      choices: onVersionWords,
    },
  } satisfies WordsOf<TierSetDocument>,
};
