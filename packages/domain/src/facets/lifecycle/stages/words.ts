import { recencyAlias } from '../../../conditions/check-condition.ts';
import type { DocumentWords, WordsOf } from '../../../kernel/documents/document-words.ts';
import type { LocalizedText } from '../../../kernel/documents/localized-text.ts';
import { isObject } from '../../../kernel/documents/read-json.ts';
import { recencyChoices } from './lifecycle-document.ts';
import type { LifecycleDocument, RecencyChoice, StageDocument, StageRole } from './lifecycle-document.ts';

const name = { kind: 'localized', name: { en: 'name', zh: '名称' } } as const;
const id = { kind: 'text', name: { en: 'id', zh: '标识' } } as const;

export const stageRoleWords: Readonly<Record<StageRole, LocalizedText>> = {
  potential: { en: 'Potential', zh: '潜在' },
  alive: { en: 'Alive', zh: '活跃类' },
  cooling: { en: 'Cooling', zh: '降温类' },
  lost: { en: 'Lost', zh: '流失类' },
};

export const recencyWords: Readonly<Record<RecencyChoice, LocalizedText>> = {
  purchase: { en: 'Purchases', zh: '购买' },
  interaction: { en: 'Any interaction', zh: '任意互动' },
  sign_in: { en: 'Sign-ins', zh: '登录' },
};

/** What `recency.last` is called in the conditions of a lifecycle. */
export const recencyLabels: Readonly<Record<RecencyChoice, LocalizedText>> = {
  purchase: { en: 'Most recent purchase', zh: '最近一次购买' },
  interaction: { en: 'Most recent interaction', zh: '最近一次互动' },
  sign_in: { en: 'Most recent sign-in', zh: '最近一次登录' },
};

const stageWords = {
  id,
  name,
  role: { kind: 'choice', name: { en: 'role', zh: '角色' }, choices: stageRoleWords },
  color: {
    kind: 'text',
    name: { en: 'colour', zh: '颜色' },
    absent: { en: 'colour of the role', zh: '角色颜色' },
  },
  order: {
    kind: 'number',
    name: { en: 'place in charts', zh: '图表中的位置' },
    absent: { en: 'by precedence', zh: '按优先顺序' },
  },
  condition: {
    kind: 'condition',
    name: { en: 'condition', zh: '条件' },
    absent: { en: 'takes whoever is left', zh: '收纳其余所有会员' },
  },
} as const satisfies WordsOf<StageDocument>;

export const lifecycleWords: DocumentWords = {
  title: { en: 'Lifecycle', zh: '生命周期' },
  keys: {
    id,
    name,
    recencyOf: { kind: 'choice', name: { en: 'recency of', zh: '最近活跃依据' }, choices: recencyWords },
    stages: {
      kind: 'list',
      name: { en: 'stages', zh: '阶段' },
      order: 'precedence',
      item: { kind: 'object', noun: { en: 'stage', zh: '阶段' }, identifiedBy: ['id'], keys: stageWords },
    },
  } satisfies WordsOf<LifecycleDocument>,
  fieldsOf(document) {
    const said = isObject(document) ? document['recencyOf'] : undefined;
    const choice = recencyChoices.find((one) => one === said);
    return choice === undefined ? {} : { [recencyAlias]: { label: recencyLabels[choice], type: 'instant' } };
  },
};
