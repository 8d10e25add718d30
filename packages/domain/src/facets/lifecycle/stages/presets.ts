import type { Condition, WindowValue } from '../../../conditions/condition.ts';
import type { LocalizedText } from '../../../kernel/documents/localized-text.ts';
import { recencyAlias } from '../../../conditions/check-condition.ts';
import type { LifecycleDocument, StageDocument } from './lifecycle-document.ts';

const days = (count: number): WindowValue => ({ window: 'days', days: count });
const all = (...rules: Condition[]): Condition => ({ combinator: 'and', rules });
const any = (...rules: Condition[]): Condition => ({ combinator: 'or', rules });
const recent = (window: WindowValue): Condition => ({ field: recencyAlias, operator: 'within', value: { ...window } });
const never: Condition = { field: 'purchase.count', operator: '=', value: 0 };
const name = (zh: string, en: string): LocalizedText => ({ en, zh });

function stage(id: string, label: LocalizedText, rest: Omit<StageDocument, 'id' | 'name'>): StageDocument {
  return { id, name: label, ...rest };
}

/** Six stages by recency; potential members have not bought yet. */
export const sixStages: LifecycleDocument = {
  id: 'main',
  name: name('会员生命周期', 'Member lifecycle'),
  recencyOf: 'purchase',
  stages: [
    stage('potential', name('潜在', 'Potential'), { role: 'potential', condition: never }),
    stage('new', name('新客', 'New'), {
      role: 'alive',
      condition: all(
        { field: 'purchase.count', operator: '=', value: 1 },
        { field: 'purchase.first', operator: 'within', value: { ...days(30) } },
      ),
    }),
    stage('active', name('活跃', 'Active'), { role: 'alive', condition: recent(days(90)) }),
    stage('silent', name('沉默', 'Silent'), { role: 'cooling', condition: recent(days(180)) }),
    stage('dormant', name('沉睡', 'Dormant'), { role: 'cooling', condition: recent(days(365)) }),
    stage('churned', name('流失', 'Churned'), { role: 'lost', condition: null }),
  ],
};

/** Named metric that the presets of value and frequency count by. */
export const yearlyPurchases = 'purchases_365d';
const yearly = `metric.${yearlyPurchases}`;
const loyalSpendMinor = 500_000;

/** Five stages of growth: frequency and value decide who grows and who is loyal, the member's own rhythm who is gone. */
export const fiveStages: LifecycleDocument = {
  id: 'main',
  name: name('成长生命周期', 'Growth lifecycle'),
  recencyOf: 'purchase',
  stages: [
    stage('acquisition', name('获取', 'Acquisition'), { role: 'potential', order: 1, condition: never }),
    stage('loyalty', name('忠诚', 'Loyalty'), {
      role: 'alive',
      order: 4,
      condition: all(
        recent({ window: 'personal', multiple: 3, minDays: 60, maxDays: 365 }),
        any(
          { field: yearly, operator: '>=', value: 5 },
          all(
            { field: yearly, operator: '>=', value: 3 },
            { field: 'purchase.net_spend', operator: '>=', value: loyalSpendMinor },
          ),
        ),
      ),
    }),
    stage('growth', name('成长', 'Growth'), {
      role: 'alive',
      order: 3,
      condition: all(recent({ window: 'personal', multiple: 3, minDays: 60, maxDays: 365 }), {
        field: yearly,
        operator: '>=',
        value: 2,
      }),
    }),
    stage('activation', name('激活', 'Activation'), { role: 'alive', order: 2, condition: recent(days(180)) }),
    stage('churn', name('流失', 'Churn'), { role: 'lost', order: 5, condition: null }),
  ],
};

/** Awareness, interest, purchase, loyalty: the deepest relationship that still holds. */
export const aiplStages: LifecycleDocument = {
  id: 'main',
  name: name('AIPL 人群', 'AIPL'),
  recencyOf: 'interaction',
  stages: [
    stage('loyalty', name('忠诚', 'Loyalty'), {
      role: 'alive',
      order: 4,
      condition: { field: yearly, operator: '>=', value: 3 },
    }),
    stage('purchase', name('购买', 'Purchase'), {
      role: 'alive',
      order: 3,
      condition: { field: 'purchase.last', operator: 'within', value: { ...days(365) } },
    }),
    stage('interest', name('兴趣', 'Interest'), { role: 'alive', order: 2, condition: recent(days(90)) }),
    stage('awareness', name('认知', 'Awareness'), { role: 'potential', order: 1, condition: null }),
  ],
};

export interface LifecyclePreset {
  readonly id: 'six' | 'five' | 'aipl';
  readonly name: LocalizedText;
  readonly lifecycle: LifecycleDocument;
}

export const lifecyclePresets: readonly LifecyclePreset[] = [
  { id: 'six', name: name('六阶段（按最近购买）', 'Six stages by recency'), lifecycle: sixStages },
  { id: 'five', name: name('五阶段（获取到流失）', 'Five stages of growth'), lifecycle: fiveStages },
  { id: 'aipl', name: name('AIPL（认知、兴趣、购买、忠诚）', 'AIPL'), lifecycle: aiplStages },
];
