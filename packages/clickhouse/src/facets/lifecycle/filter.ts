import { lensFields, lifecycleFields, stageFields } from '@perennial/domain';
import type { ConditionNode, FieldDefinition } from '@perennial/domain';
import { instantsWithin, numbersWithin, rule } from '../../conditions/rules.ts';
import type { Range } from '../../conditions/rules.ts';

/** What a list can be narrowed by of stages, orders and places. Instants are epoch milliseconds, amounts minor units. */
export interface LifecycleFilter {
  readonly lifecycle: string;
  readonly stages?: readonly string[];
  readonly nextStage?: string;
  readonly nextChangeAt?: Range;
  readonly spendMinor?: Range;
  readonly orders?: Range;
  readonly firstOrderAt?: Range;
  readonly lastOrderAt?: Range;
  readonly joinedAt?: Range;
  readonly storeIds?: readonly string[];
  readonly channels?: readonly string[];
}

const known = new Map(lifecycleFields({ metrics: [], lifecycles: [] }).map((field) => [field.field, field]));

function fieldOf(name: string): FieldDefinition {
  const found = known.get(name);
  if (found === undefined) throw new TypeError(`There is no field ${name}`);
  return found;
}

const spend = fieldOf('purchase.net_spend');
const orders = fieldOf('purchase.count');
const firstOrder = fieldOf('purchase.first');
const lastOrder = fieldOf('purchase.last');

/** The filter as conditions over fields, all of which must hold. */
export function lifecycleConditions(filter: LifecycleFilter): readonly ConditionNode[] {
  const { lifecycle: id, stages, nextStage, storeIds, channels } = filter;
  const { stage, next, changes } = stageFields({ id, name: { en: id, zh: id } });
  return [
    ...(stages === undefined ? [] : [rule(stage, 'in', stages)]),
    ...(nextStage === undefined ? [] : [rule(next, '=', nextStage)]),
    ...instantsWithin(changes, filter.nextChangeAt),
    ...numbersWithin(spend, filter.spendMinor),
    ...numbersWithin(orders, filter.orders),
    ...instantsWithin(firstOrder, filter.firstOrderAt),
    ...instantsWithin(lastOrder, filter.lastOrderAt),
    ...instantsWithin(lensFields.joined, filter.joinedAt),
    ...(storeIds === undefined ? [] : [rule(lensFields.store, 'in', storeIds)]),
    ...(channels === undefined ? [] : [rule(lensFields.channel, 'in', channels)]),
  ];
}
