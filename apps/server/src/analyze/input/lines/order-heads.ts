import type { ScratchStore } from '@perennial/clickhouse';

/**
 * Makes `heads` of `valued`: what the lines of an order say of all of it, by the import's rules. The first line that states a total, status,
 * discount or shipping speaks; a total that is stated stands. The money of the order is shared among its lines by what each brought, in
 * whole ten-thousandths; what rounding leaves goes to its first line.
 */
export async function createHeads(store: ScratchStore, scale: number): Promise<void> {
  const first = (field: string, named: string) =>
    `argMinIf(assumeNotNull(${field}), line, isNotNull(${field}) and is_return = 0) as ${named}, countIf(isNotNull(${field}) and is_return = 0) > 0 as has_${field}`;
  await store.execute(`create table first_heads engine = MergeTree order by (head_file, head_order) as
    select file as head_file, order_id as head_order, minIf(line, is_return = 0) as first_line,
      ${first('total', 'total_')}, ${first('discount', 'discount_')}, ${first('shipping', 'shipping_')}, ${first('refund', 'refund_')},
      argMinIf(standing, line, standing != '') as head_standing,
      sumIf(greatest(coalesce(own, 0), 0), is_return = 0) as brought,
      has_total or has_discount or has_shipping as is_shared,
      toInt64(round(if(has_total, total_, greatest(0, brought - discount_) + shipping_) * ${scale})) as whole_minor,
      toInt64(round(if(has_total, refund_, 0) * ${scale})) as whole_refund, has_total as has_whole_refund
    from valued where order_id != '' group by file, order_id`);
  // What the shares give away when each is rounded down; the rest goes to the first line.
  await store.execute(`create table heads engine = MergeTree order by (head_file, head_order) as
    select first_heads.*, given_minor, given_refund from first_heads left any join (
      select file, order_id, sum(toInt64(floor(whole_minor * ${shareSql}))) as given_minor, sum(toInt64(floor(whole_refund * ${shareSql}))) as given_refund
      from valued inner join first_heads on valued.file = first_heads.head_file and valued.order_id = first_heads.head_order
      where is_shared and is_return = 0 group by file, order_id) as given
    on first_heads.head_file = given.file and first_heads.head_order = given.order_id`);
  await store.execute('drop table first_heads sync');
}

const shareSql = `if(brought > 0, greatest(coalesce(own, 0), 0) / brought, if(line = first_line, 1, 0))`;

/** Expressions over `valued` joined with `heads`: the value of a line in units, its standing, and its refund in ten-thousandths. */
export function headValueSql(scale: number) {
  const part = (whole: string, given: string): string =>
    `toInt64(floor(${whole} * ${shareSql})) + if(line = first_line, ${whole} - ${given}, 0)`;
  const isShared = `order_id != '' and is_shared and is_return = 0`;
  const ownRefund = `toInt64(round(coalesce(refund, 0) * ${scale}))`;
  return {
    value: `if(${isShared}, (${part('whole_minor', 'given_minor')}) / ${scale}, coalesce(own, total))`,
    standing: `if(order_id != '' and head_standing != '', head_standing, standing)`,
    refund: `if(${isShared} and has_whole_refund, ${part('whole_refund', 'given_refund')}, ${ownRefund})`,
  };
}
