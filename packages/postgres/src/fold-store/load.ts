import { parseAttributeKey, supplyAttributes, supplyEvidence, supplyOrders, type MemberWork } from '@perennial/domain';
import type { RowsNeeded } from '@perennial/engine';
import type { Sql } from '../database/database.ts';
import {
  loadAllAttributes,
  loadAllDays,
  loadAllOrders,
  loadAllRefunds,
  loadAttributes,
  loadOrders,
  loadRefunds,
  loadStageEntries,
} from '../sql/load-rows.ts';
import { attributeOfRow, dayOfRow, entryOfRow, orderOfRow, refundOfRow } from './works-of-rows.ts';

/** Rows of a statement over many members, by member. */
function byMember<SqlRow extends { readonly member_id: string }, Row>(
  rows: readonly SqlRow[],
  toRow: (row: SqlRow) => Row,
): (id: string) => readonly Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.member_id);
    if (group === undefined) groups.set(row.member_id, [toRow(row)]);
    else group.push(toRow(row));
  }
  return (id) => groups.get(id) ?? [];
}

/** Loads all evidence and live entries of these members. */
async function loadEvidence(sql: Sql, works: readonly MemberWork[]): Promise<void> {
  if (works.length === 0) return;
  const orders = byMember(await loadAllOrders(sql, works), orderOfRow);
  const refunds = byMember(await loadAllRefunds(sql, works), refundOfRow);
  const days = byMember(await loadAllDays(sql, works), dayOfRow);
  const entries = byMember(await loadStageEntries(sql, works), entryOfRow);
  for (const work of new Set(works)) {
    const { id } = work;
    supplyEvidence(work, { orders: orders(id), refunds: refunds(id), days: days(id), entries: entries(id) });
  }
}

/** Keys wanted of each work. */
function groupKeys(wanted: readonly { readonly work: MemberWork; readonly key: string }[]): Map<MemberWork, string[]> {
  const groups = new Map<MemberWork, string[]>();
  for (const { work, key } of wanted) {
    const group = groups.get(work);
    if (group === undefined) groups.set(work, [key]);
    else group.push(key);
  }
  return groups;
}

async function loadOrderKeys(sql: Sql, wanted: RowsNeeded['orders']): Promise<void> {
  if (wanted.length === 0) return;
  const keys = wanted.map(({ work, orderId }) => ({ shard: work.shard, id: work.id, orderId }));
  const orders = byMember(await loadOrders(sql, keys), orderOfRow);
  const refunds = byMember(await loadRefunds(sql, keys), refundOfRow);
  for (const [work, orderIds] of groupKeys(wanted.map(({ work, orderId }) => ({ work, key: orderId })))) {
    supplyOrders(work, orderIds, { orders: orders(work.id), refunds: refunds(work.id) });
  }
}

async function loadAttributeKeys(sql: Sql, wanted: RowsNeeded['attributes']): Promise<void> {
  if (wanted.length === 0) return;
  const keys = wanted.map(({ work, key }) => ({ shard: work.shard, id: work.id, ...parseAttributeKey(key) }));
  const attributes = byMember(await loadAttributes(sql, keys), attributeOfRow);
  for (const [work, wantedKeys] of groupKeys(wanted)) supplyAttributes(work, wantedKeys, attributes(work.id));
}

async function loadEveryAttribute(sql: Sql, works: readonly MemberWork[]): Promise<void> {
  if (works.length === 0) return;
  const attributes = byMember(await loadAllAttributes(sql, works), attributeOfRow);
  for (const work of works) supplyAttributes(work, [], attributes(work.id));
}

/** Loads rows into works, set-based; what memory has already stays. */
export async function loadRows(sql: Sql, needed: RowsNeeded): Promise<void> {
  await loadEvidence(sql, needed.everythingOf);
  await loadOrderKeys(sql, needed.orders);
  await loadAttributeKeys(sql, needed.attributes);
  await loadEveryAttribute(sql, needed.allAttributesOf);
}
