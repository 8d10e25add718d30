import type { ProgramDocuments } from '../kernel/documents/document.ts';
import type { FactValue } from '../kernel/base/payload.ts';
import { settingsPath, statisticsPath } from './lifecycle/documents/documents.ts';
import type { ProgramSettings, ProgramStatistics } from './lifecycle/documents/documents.ts';
import type { LifecycleDocument } from './lifecycle/stages/lifecycle-document.ts';
import { sixStages, yearlyPurchases } from './lifecycle/stages/presets.ts';

const settings = {
  name: { en: 'Membership', zh: '会员计划' },
  purchaseCountsWhen: 'placed',
  metrics: [
    {
      id: yearlyPurchases,
      name: { en: 'Purchases in the last 365 days', zh: '近 365 天购买次数' },
      kind: 'purchases_within',
      days: 365,
    },
    {
      id: 'purchases_90d',
      name: { en: 'Purchases in the last 90 days', zh: '近 90 天购买次数' },
      kind: 'purchases_within',
      days: 90,
    },
  ],
} as const satisfies ProgramSettings;

const statistics = { brandGapDays: 45, categoryCycles: [] } as const satisfies ProgramStatistics;

/** The program of a new installation: six stages by recency. */
export function createDefaultProgram(lifecycle: LifecycleDocument = sixStages): ProgramDocuments {
  return {
    [settingsPath]: settings,
    [statisticsPath]: statistics,
    [`lifecycles/${lifecycle.id}.json`]: toDocument(lifecycle),
  };
}

/** A typed document as the JSON that it is. */
export function toDocument(value: object): FactValue {
  return JSON.parse(JSON.stringify(value)) as FactValue;
}
