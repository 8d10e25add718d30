import { windowDaysMax } from '../../../conditions/condition.ts';
import type { FactValue } from '../../../kernel/base/payload.ts';
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
import { categoryCyclesMax, metricsMax } from './documents.ts';
import type { NamedMetric, ProgramSettings, ProgramStatistics } from './documents.ts';

export function parseSettings(value: FactValue | undefined, spot: Spot): ProgramSettings | null {
  const object = readObject(value, spot, ['name', 'purchaseCountsWhen', 'metrics']);
  if (object === null) return null;
  const name = readLocalized(object['name'], at(spot, 'name'));
  const purchaseCountsWhen = readChoice(object['purchaseCountsWhen'], at(spot, 'purchaseCountsWhen'), [
    'placed',
    'paid',
  ]);
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
  const object = readObject(value, spot, ['id', 'name', 'kind', 'days']);
  if (object === null) return null;
  const id = readId(object['id'], at(spot, 'id'));
  const name = readLocalized(object['name'], at(spot, 'name'));
  const kind = readChoice(object['kind'], at(spot, 'kind'), ['purchases_within']);
  const days = readNumber(object['days'], at(spot, 'days'), { min: 1, max: windowDaysMax });
  return id === null || name === null || kind === null || days === null ? null : { id, name, kind, days };
}

export function parseStatistics(value: FactValue | undefined, spot: Spot): ProgramStatistics | null {
  const object = readObject(value, spot, ['brandGapDays', 'categoryCycles']);
  if (object === null) return null;
  const range = { min: 1, max: windowDaysMax };
  const brandGapDays = readNumber(object['brandGapDays'], at(spot, 'brandGapDays'), range);
  const cycles: { category: string; days: number }[] = [];
  const hashes = new Map<number, string>();
  const cyclesSpot = at(spot, 'categoryCycles');
  for (const [index, item] of readList(object['categoryCycles'] ?? [], cyclesSpot, categoryCyclesMax).entries()) {
    const itemSpot = at(cyclesSpot, index);
    const cycle = readObject(item, itemSpot, ['category', 'days']);
    const category = readText(cycle?.['category'], at(itemSpot, 'category'));
    const days = readNumber(cycle?.['days'], at(itemSpot, 'days'), range);
    if (category === null || days === null) continue;
    const known = hashes.get(categoryHash(category));
    if (known !== undefined)
      tell(itemSpot, 'statistics.category_twice', `"${category}" is the same as, or cannot be told from, "${known}".`);
    hashes.set(categoryHash(category), category);
    cycles.push({ category, days });
  }
  return brandGapDays === null ? null : { brandGapDays, categoryCycles: cycles };
}
