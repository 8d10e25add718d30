import type { ConditionSource } from '../conditions/source.ts';

const columns = [
  'space',
  'order_id',
  'line',
  'product_id',
  'category',
  'quantity_milli',
  'amount_minor',
  'channel',
  'store_id',
];

/**
 * Lines that members have bought (`who`, `done_at`), by whose they are now: they move with their member, so nobody has to be asked who holds them.
 * None is later than the instant that is asked about.
 */
export function boughtLines({ at, binder }: Pick<ConditionSource, 'at' | 'binder'>): string {
  const instant = binder.bind('Int64', at);
  return `(
      select member_id as who, done_at, ${columns.join(', ')}
        from (select * from bought_line final) array join bought_at as done_at, ${columns.map((name) => `${name} as ${name}`).join(', ')}
       where done_at <= ${instant})`;
}
