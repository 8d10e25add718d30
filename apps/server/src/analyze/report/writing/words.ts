export type Locale = 'en' | 'zh-CN';

/** A text in both languages. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

export const stageWords: Readonly<Record<string, Words>> = {
  new: { en: 'New', zh: '新客' },
  active: { en: 'Active', zh: '活跃' },
  silent: { en: 'Silent', zh: '沉默' },
  dormant: { en: 'Dormant', zh: '沉睡' },
  churned: { en: 'Churned', zh: '流失' },
};

export const priorityWords: Readonly<Record<string, { readonly title: Words; readonly who: Words }>> = {
  'second-purchase': {
    title: { en: 'Win the second purchase', zh: '促成第二次购买' },
    who: {
      en: 'bought once, still within the usual time for a second purchase',
      zh: '只买过一次，仍在通常复购的时间之内',
    },
  },
  'keep-valuable': {
    title: { en: 'Keep the valuable who cool off', zh: '留住正在变冷的高价值客户' },
    who: {
      en: 'the most valuable fifth, likelier to fall silent than usual for them',
      zh: '价值最高的五分之一，且沉默的可能高于同类',
    },
  },
  'wake-silent': {
    title: { en: 'Wake silent repeat buyers', zh: '唤醒沉默的老客' },
    who: {
      en: 'bought at least twice, silent for longer than the active window',
      zh: '买过至少两次，沉默时间已超出活跃窗口',
    },
  },
  'win-back-dormant': {
    title: { en: 'Win back dormant repeat buyers', zh: '挽回沉睡的老客' },
    who: {
      en: 'bought at least twice, silent for longer than the silent window',
      zh: '买过至少两次，沉默时间已超出沉默窗口',
    },
  },
  'raise-order': {
    title: { en: 'Raise small orders', zh: '提高偏小的客单价' },
    who: { en: 'active repeat buyers whose average order is below the median', zh: '活跃老客，平均每单低于中位数' },
  },
  'cut-returns': {
    title: { en: 'Cut returns', zh: '减少退货' },
    who: { en: 'gave back a fifth or more of what they bought', zh: '退回了所购金额的五分之一或更多' },
  },
};

export const surenessWords: Readonly<Record<string, Words>> = {
  measured: { en: 'people and stake counted from the data', zh: '人数与金额均由数据直接计得' },
  modelled: { en: 'people counted, stake from back-tested models', zh: '人数由数据计得，金额来自经过回测的模型' },
  guess: { en: 'a guess: too few people or an uncalibrated model', zh: '仅供参考：人数过少，或模型未经校准' },
};

export const spendWords: Readonly<Record<string, Words>> = {
  'gamma-gamma': { en: 'Gamma-Gamma', zh: ' Gamma-Gamma ' },
  'gamma-gamma-repeat': { en: 'Gamma-Gamma on repeat purchases', zh: '重复购买的 Gamma-Gamma' },
  credibility: { en: 'credibility (own mean, drawn to that of all)', zh: '信度法（本人均值向总体均值靠拢）' },
  'one-mean': { en: 'one mean for everybody', zh: '人人同一均值' },
};

export const forecastErrorWords: Readonly<Record<string, Words>> = {
  'purchases-rmse': { en: 'RMSE of purchases', zh: '次数的均方根误差' },
  'purchases-deviance': { en: 'deviance of purchases', zh: '次数的偏离度' },
  'sales-rmse': { en: 'RMSE of sales', zh: '销售的均方根误差' },
};

export const absenceWords: Readonly<Record<string, Words>> = {
  'no-amounts': {
    en: 'The files hold no amounts, and this is told in money.',
    zh: '文件中没有金额，而这一项以金额表示。',
  },
  'history-too-short': { en: 'The history is too short for this figure.', zh: '历史太短，无法得出这一数字。' },
  'nobody-yet': { en: 'Nobody has a purchase left after returns.', zh: '扣除退货后没有任何购买。' },
  'nothing-after-calibration': { en: 'Nothing lies after the end of calibration.', zh: '校准截止日之后没有数据。' },
};

export const cautionWords: Readonly<Record<string, Words>> = {
  none: { en: '', zh: '' },
  'short-history': {
    en: 'The longest window exceeds half of the time watched: take it with care.',
    zh: '最长的窗口超过了观察期的一半，请谨慎采用。',
  },
  'few-gaps': {
    en: 'Fewer than 100 completed gaps: take the windows with care.',
    zh: '完整的购买间隔不足 100 个，窗口仅供参考。',
  },
  'no-repeats': {
    en: 'Nobody ever came back, so these are the customary 30/60/90 days and nothing of this brand.',
    zh: '没有任何人回购，因此这里是惯用的 30/60/90 天，与本品牌无关。',
  },
};
