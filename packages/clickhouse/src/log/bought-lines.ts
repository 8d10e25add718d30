import type { ConditionSource } from '../conditions/source.ts';

/** Lines of orders that count as purchases by whose they are now, without what was free or given back whole. */
export function boughtLines({ at, binder }: ConditionSource): string {
  return `(select member_id as who, bought_at as done_at, space, order_id, line, product_id, category, quantity_milli, amount_minor, channel, store_id
        from order_line where bought_at <= ${binder.bind('Int64', at)})`;
}
