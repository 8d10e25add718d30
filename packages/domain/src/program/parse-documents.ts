import { categoryHash } from '../activity/activity-state.ts';
import type { NamedMetric } from '../conditions/field-catalogue.ts';
import { windowDaysMax } from '../conditions/condition.ts';
import type { FactValue } from '../facts/payload.ts';
import type { IdentityPolicy } from '../identity/identity-policy.ts';
import {
  blockedValuesMax,
  categoryCyclesMax,
  identityPoliciesMax,
  identityPolicyBounds,
  identityTypePattern,
  metricsMax,
} from './program-documents.ts';
import type { ProgramSettings, ProgramStatistics } from './program-documents.ts';
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
} from './read-json.ts';
import type { Spot } from './read-json.ts';

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

const normalisers = ['phone', 'email', 'digits', 'exact', 'lower'] as const;

/** `identities.json`: policies that stand instead of the default ones of the same type. */
export function parseIdentities(value: FactValue | undefined, spot: Spot): readonly IdentityPolicy[] | null {
  const object = readObject(value, spot, ['types']);
  if (object === null) return null;
  const policies: IdentityPolicy[] = [];
  const typesSpot = at(spot, 'types');
  for (const [index, item] of readList(object['types'], typesSpot, identityPoliciesMax).entries()) {
    const policy = parsePolicy(item, at(typesSpot, index));
    if (policy === null) continue;
    if (policies.some((known) => known.type === policy.type))
      tell(at(typesSpot, index), 'identities.type_twice', `There are two policies for "${policy.type}".`);
    policies.push(policy);
  }
  return policies;
}

function parsePolicy(value: FactValue, spot: Spot): IdentityPolicy | null {
  const object = readObject(value, spot, [
    'type',
    'strength',
    'priority',
    'perMemberMax',
    'normaliser',
    'blockedValues',
  ]);
  if (object === null) return null;
  const type = readText(object['type'], at(spot, 'type'));
  if (type !== null && !identityTypePattern.test(type))
    tell(
      at(spot, 'type'),
      'identities.not_a_type',
      'A type such as phone, external_id:crm or external_id:* is expected here.',
    );
  const strength = readChoice(object['strength'], at(spot, 'strength'), ['strong', 'weak']);
  const priority = readNumber(object['priority'], at(spot, 'priority'), identityPolicyBounds.priority);
  const perMemberMax = readNumber(object['perMemberMax'], at(spot, 'perMemberMax'), identityPolicyBounds.perMemberMax);
  const normaliser = readChoice(object['normaliser'], at(spot, 'normaliser'), normalisers);
  const blockedSpot = at(spot, 'blockedValues');
  const blockedValues = readList(object['blockedValues'] ?? [], blockedSpot, blockedValuesMax)
    .map((blocked, index) => readText(blocked, at(blockedSpot, index)))
    .filter((blocked) => blocked !== null);
  if (type === null || strength === null || priority === null || perMemberMax === null || normaliser === null)
    return null;
  return { type, strength, priority, perMemberMax, normaliser, blockedValues };
}
