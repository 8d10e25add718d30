import type { DocumentWords, WordsOf } from '../../../kernel/documents/document-words.ts';
import type { LocalizedText } from '../../../kernel/documents/localized-text.ts';
import type { NamedMetric, NumberSpaces, ProgramSettings, ProgramStatistics } from './documents.ts';

const name = { kind: 'localized', name: { en: 'name', zh: '名称' } } as const;
const id = { kind: 'text', name: { en: 'id', zh: '标识' } } as const;

/** When an order is a purchase. */
export const purchaseMomentWords: Readonly<Record<ProgramSettings['purchaseCountsWhen'], LocalizedText>> = {
  placed: { en: 'placed', zh: '下单时' },
  paid: { en: 'paid', zh: '付款时' },
};

const metricWords = {
  id,
  name,
  kind: {
    kind: 'choice',
    name: { en: 'kind', zh: '类型' },
    choices: { purchases_within: { en: 'purchases of the last days', zh: '近期购买次数' } },
  },
  days: { kind: 'days', name: { en: 'window', zh: '时间窗口' } },
} as const satisfies WordsOf<NamedMetric>;

export const settingsWords: DocumentWords = {
  title: { en: 'Program settings', zh: '方案设置' },
  keys: {
    name,
    purchaseCountsWhen: {
      kind: 'choice',
      name: { en: 'an order is a purchase when it is', zh: '订单何时算作购买' },
      choices: purchaseMomentWords,
    },
    metrics: {
      kind: 'list',
      name: { en: 'named metrics', zh: '命名指标' },
      item: { kind: 'object', noun: { en: 'metric', zh: '指标' }, identifiedBy: ['id'], keys: metricWords },
    },
  } satisfies WordsOf<ProgramSettings>,
};

export const statisticsWords: DocumentWords = {
  title: { en: 'Statistics', zh: '统计参数' },
  keys: {
    brandGapDays: { kind: 'days', name: { en: 'the brand’s gap between purchases', zh: '品牌的购买间隔' } },
    categoryCycles: {
      kind: 'list',
      name: { en: 'category cycles', zh: '品类周期' },
      item: {
        kind: 'object',
        noun: { en: 'category', zh: '品类' },
        identifiedBy: ['category'],
        keys: {
          category: { kind: 'text', name: { en: 'category', zh: '品类' } },
          days: { kind: 'days', name: { en: 'cycle', zh: '周期' } },
        } satisfies WordsOf<ProgramStatistics['categoryCycles'][number]>,
      },
    },
  } satisfies WordsOf<ProgramStatistics>,
};

export const numberSpacesWords: DocumentWords = {
  title: { en: 'Shared numbers', zh: '共用编号' },
  keys: {
    spaces: {
      kind: 'list',
      name: { en: 'shared numbers', zh: '共用编号' },
      item: {
        kind: 'object',
        noun: { en: 'shared numbers', zh: '共用编号' },
        identifiedBy: ['id'],
        keys: {
          id,
          sources: {
            kind: 'list',
            name: { en: 'sources', zh: '来源' },
            item: { kind: 'text', noun: { en: 'source', zh: '来源' } },
          },
        } satisfies WordsOf<NumberSpaces['spaces'][number]>,
      },
    },
  } satisfies WordsOf<NumberSpaces>,
};
