import { windowDaysMax } from '../../../conditions/condition.ts';
import type { FactValue } from '../../../kernel/base/payload.ts';
import type { DocumentKind } from '../../../kernel/document-kind.ts';
import {
  choiceSchema,
  help,
  idSchema,
  listSchema,
  localizedSchema,
  numberSchema,
  objectSchema,
  orNull,
  textSchema,
} from '../../../kernel/documents/json-schema.ts';
import type { JsonSchema } from '../../../kernel/documents/json-schema.ts';
import {
  at,
  readChoice,
  readId,
  readList,
  readLocalized,
  readNumber,
  readObject,
  readText,
  tell,
} from '../../../kernel/documents/read-json.ts';
import type { Spot } from '../../../kernel/documents/read-json.ts';
import { categoryHash } from '../activity/activity-state.ts';
import { categoryCyclesMax, metricsMax, settingsPath, statisticsPath } from './documents.ts';
import type { NamedMetric, ProgramSettings, ProgramStatistics } from './documents.ts';
import { settingsWords, statisticsWords } from './words.ts';

const settingsKeys = ['name', 'purchaseCountsWhen', 'metrics'] as const;
const metricKeys = ['id', 'name', 'kind', 'days'] as const;
const statisticsKeys = ['brandGapDays', 'categoryCycles'] as const;
const cycleKeys = ['category', 'days'] as const;
const purchaseMoments = ['placed', 'paid'] as const;
const metricKinds = ['purchases_within'] as const;
const daysRange = { min: 1, max: windowDaysMax } as const;

export const settingsKind: DocumentKind = {
  path: settingsPath,
  countMax: 1,
  words: settingsWords,
  schema: settingsSchema,
};
export const statisticsKind: DocumentKind = {
  path: statisticsPath,
  countMax: 1,
  words: statisticsWords,
  schema: statisticsSchema,
};

export function parseSettings(value: FactValue | undefined, spot: Spot): ProgramSettings | null {
  const object = readObject(value, spot, settingsKeys);
  if (object === null) return null;
  const name = readLocalized(object['name'], at(spot, 'name'));
  const purchaseCountsWhen = readChoice(object['purchaseCountsWhen'], at(spot, 'purchaseCountsWhen'), purchaseMoments);
  const metrics: NamedMetric[] = [];
  const metricsSpot = at(spot, 'metrics');
  for (const [index, item] of readList(object['metrics'] ?? [], metricsSpot, metricsMax).entries()) {
    const metric = parseMetric(item, at(metricsSpot, index));
    if (metric === null) continue;
    if (metrics.some((known) => known.id === metric.id))
      tell(at(metricsSpot, index), 'settings.metric_twice', `There are two metrics "${metric.id}".`);
    metrics.push(metric);
  }
  return name === null || purchaseCountsWhen === null ? null : { name, purchaseCountsWhen, metrics };
}

function parseMetric(value: FactValue, spot: Spot): NamedMetric | null {
  const object = readObject(value, spot, metricKeys);
  if (object === null) return null;
  const id = readId(object['id'], at(spot, 'id'));
  const name = readLocalized(object['name'], at(spot, 'name'));
  const kind = readChoice(object['kind'], at(spot, 'kind'), metricKinds);
  const days = readNumber(object['days'], at(spot, 'days'), daysRange);
  return id === null || name === null || kind === null || days === null ? null : { id, name, kind, days };
}

function settingsSchema(): JsonSchema {
  const metric = objectSchema(metricKeys, {
    id: help('Conditions name the metric by it: `metric.<id>`.', idSchema),
    name: localizedSchema('What people call the metric.'),
    kind: help('`purchases_within`: how many purchases there were in the last days.', choiceSchema(metricKinds)),
    days: help('How many days back, of 24 hours each.', numberSchema(daysRange)),
  });
  const settings = objectSchema(
    settingsKeys,
    {
      name: localizedSchema('What people call the program.'),
      purchaseCountsWhen: help(
        'Whether an order is a purchase when it is placed, or only when it is paid.',
        choiceSchema(purchaseMoments),
      ),
      metrics: help(
        `Up to ${metricsMax} counts that conditions can name.`,
        orNull(listSchema(metric, { max: metricsMax, isUnique: true })),
      ),
    },
    ['metrics'],
  );
  return { title: 'Settings', description: 'What a program is called, and what it counts.', ...settings };
}

export function parseStatistics(value: FactValue | undefined, spot: Spot): ProgramStatistics | null {
  const object = readObject(value, spot, statisticsKeys);
  if (object === null) return null;
  const brandGapDays = readNumber(object['brandGapDays'], at(spot, 'brandGapDays'), daysRange);
  const cycles: { category: string; days: number }[] = [];
  const hashes = new Map<number, string>();
  const cyclesSpot = at(spot, 'categoryCycles');
  for (const [index, item] of readList(object['categoryCycles'] ?? [], cyclesSpot, categoryCyclesMax).entries()) {
    const itemSpot = at(cyclesSpot, index);
    const cycle = readObject(item, itemSpot, cycleKeys);
    const category = readText(cycle?.['category'], at(itemSpot, 'category'));
    const days = readNumber(cycle?.['days'], at(itemSpot, 'days'), daysRange);
    if (category === null || days === null) continue;
    const known = hashes.get(categoryHash(category));
    if (known !== undefined)
      tell(itemSpot, 'statistics.category_twice', `"${category}" is the same as, or cannot be told from, "${known}".`);
    hashes.set(categoryHash(category), category);
    cycles.push({ category, days });
  }
  return brandGapDays === null ? null : { brandGapDays, categoryCycles: cycles };
}

function statisticsSchema(): JsonSchema {
  const cycle = objectSchema(cycleKeys, {
    category: help('As facts write it: skincare/serum.', textSchema()),
    days: help('How long a product of the category lasts, days.', numberSchema(daysRange)),
  });
  const statistics = objectSchema(
    statisticsKeys,
    {
      brandGapDays: help("The brand's median gap between purchases, days.", numberSchema(daysRange)),
      categoryCycles: help(
        'After how many days products of a category are bought again.',
        orNull(listSchema(cycle, { max: categoryCyclesMax, isUnique: true })),
      ),
    },
    ['categoryCycles'],
  );
  return { title: 'Statistics', description: 'What windows read of the brand as a whole.', ...statistics };
}
