import { exportedOrders } from '../../../lifecycle/facet.ts';
import { orderKey } from '../../../lifecycle/activity/rows.ts';
import { lifecycleRulesOf } from '../../../lifecycle/timeline/rules.ts';
import { spaceReader } from '../../../lifecycle/documents/number-spaces.ts';
import type { VersionCause } from '../../../../kernel/facet.ts';
import { Missing } from '../../../../kernel/rows/needs.ts';
import type { Need } from '../../../../kernel/rows/needs.ts';
import type { RowKind, RowShape } from '../../../../kernel/rows/row-kind.ts';
import { walletsRulesOf } from '../../rules/rules.ts';
import type { WalletsView } from '../../rules/rules.ts';
import { awardRows } from '../awards/award-rows.ts';
import { joinAwards } from '../awards/join-awards.ts';
import { joinEarningOrders } from './order-evidence.ts';
import { earningOrderRows } from './rows.ts';

/*
 * Orders are named by the space of their source. Where a version has other spaces the lifecycle reads its orders anew, and what earning keeps
 * of them has to be found under the same names: else nothing of what they earned would ever be taken back.
 */

type OrderRow = RowShape & { readonly space: string; readonly orderId: string };

/** Whether orders have other names under a version. */
export function areRenamed({ from, to }: VersionCause): boolean {
  return walletsRulesOf(from).orderNames !== walletsRulesOf(to).orderNames;
}

export function missingToRename(view: WalletsView): Missing | null {
  const needs: Need[] = [];
  if (!view.rows(earningOrderRows).isWhole) needs.push({ by: 'all', kind: earningOrderRows });
  if (!view.rows(awardRows).isWhole) needs.push({ by: 'all', kind: awardRows });
  if (!view.foreign(exportedOrders).isWhole) needs.push({ by: 'all', kind: exportedOrders.kind });
  return needs.length === 0 ? null : new Missing(needs);
}

/** All of it is in memory, and the lifecycle has read her orders anew. */
export function renameOrders(view: WalletsView, cause: VersionCause): void {
  const spaceOf = newSpace(view, cause);
  rename(view, spaceOf, { kind: earningOrderRows, join: joinEarningOrders });
  rename(view, spaceOf, { kind: awardRows, join: joinAwards });
}

type NewSpace = (row: Pick<OrderRow, 'space' | 'orderId'>) => string;

/** Of sources that share numbers no longer it is the one that she has the order of; of two of them the first. */
function newSpace(view: WalletsView, { from, to }: VersionCause): NewSpace {
  const { numberSpaces } = lifecycleRulesOf(from);
  const before = spaceReader(numberSpaces);
  const after = lifecycleRulesOf(to).spaceOf;
  const sourcesOf = new Map(
    numberSpaces.spaces.flatMap(({ sources: [first, ...others] }): readonly (readonly [string, readonly string[]])[] =>
      first === undefined ? [] : [[before(first), [first, ...others]]],
    ),
  );
  const orders = view.foreign(exportedOrders);
  return ({ space, orderId }) => {
    const spaces = (sourcesOf.get(space) ?? [space]).map((source) => after(source));
    return spaces.find((one) => orders.get(orderKey(one, orderId)) !== null) ?? spaces[0] ?? space;
  };
}

function rename<Row extends OrderRow>(
  view: WalletsView,
  spaceOf: NewSpace,
  { kind, join }: { readonly kind: RowKind<Row>; readonly join: (a: Row, b: Row) => Row },
): void {
  const rows = view.rows(kind);
  // In an order that does not tell how they were loaded.
  const moving = rows
    .rows()
    .filter((row) => spaceOf(row) !== row.space)
    .map((row) => [kind.keyOf(row), row] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [, row] of moving) rows.remove(row);
  for (const [, row] of moving) {
    const renamed = { ...row, space: spaceOf(row) };
    const known = rows.get(kind.keyOf(renamed));
    rows.put(known === null ? renamed : join(known, renamed));
  }
}
