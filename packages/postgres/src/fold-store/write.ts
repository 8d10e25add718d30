import {
  changedEvidence,
  encodeActivity,
  encodeLifecycle,
  type ActivityDayRow,
  type AttributeRow,
  type MemberWork,
  type OrderRow,
  type RefundRow,
} from '@perennial/domain';
import type { Sql } from '../database/database.ts';
import {
  deleteStageEntries,
  insertDerivedFacts,
  insertStageEntries,
  supersedeStageEntries,
  takeOutputPositions,
  type PlacedDerivedFact,
} from '../sql/write-effects.ts';
import { addActivityDays, writeAttributes, writeOrders, writeRefunds, type Owned } from '../sql/write-evidence.ts';
import { writeMembers, type MemberUpdate } from '../sql/write-members.ts';
import { statusCode } from './works-of-rows.ts';

function updateOf(work: MemberWork): MemberUpdate {
  return {
    shard: work.shard,
    id: work.id,
    position: work.position,
    clockAt: work.clockAt,
    wakeAt: work.status === 'live' ? work.wakeAt : null,
    programVersion: work.programVersion,
    status: statusCode[work.status],
    activity: work.changes.isActivityChanged ? encodeActivity(work.activity) : null,
    lifecycle: work.changes.isLifecycleChanged ? encodeLifecycle(work.lifecycle) : null,
  };
}

/** Rows of all works, each with its owner. */
function collect<Row>(works: readonly MemberWork[], rowsOf: (work: MemberWork) => readonly Row[]): Owned<Row>[] {
  const owned: Owned<Row>[] = [];
  for (const work of works) own(owned, work, rowsOf(work));
  return owned;
}

function own<Row>(owned: Owned<Row>[], work: MemberWork, rows: readonly Row[]): void {
  for (const row of rows) owned.push({ shard: work.shard, memberId: work.id, row });
}

interface OwnedEvidence {
  readonly orders: Owned<OrderRow>[];
  readonly refunds: Owned<RefundRow>[];
  readonly days: Owned<ActivityDayRow>[];
  readonly attributes: Owned<AttributeRow>[];
}

/** One pass over the members: most of them changed one kind of row. */
function collectEvidence(works: readonly MemberWork[]): OwnedEvidence {
  const evidence: OwnedEvidence = { orders: [], refunds: [], days: [], attributes: [] };
  for (const work of works) {
    const changed = changedEvidence(work);
    own(evidence.orders, work, changed.orders);
    own(evidence.refunds, work, changed.refunds);
    own(evidence.days, work, changed.days);
    own(evidence.attributes, work, changed.attributes);
  }
  return evidence;
}

async function whenAny<Row>(rows: readonly Row[], write: (rows: readonly Row[]) => Promise<void>): Promise<void> {
  if (rows.length > 0) await write(rows);
}

async function writeDerived(sql: Sql, works: readonly MemberWork[]): Promise<void> {
  const facts = collect(works, (work) => work.changes.derived);
  if (facts.length === 0) return;
  const counts = new Map<number, number>();
  for (const fact of facts) counts.set(fact.shard, (counts.get(fact.shard) ?? 0) + 1);
  const taken = [...counts].map(([shard, count]) => ({ shard, count })).toSorted((a, b) => a.shard - b.shard);
  const next = new Map<number, number>();
  for (const { shard, position } of await takeOutputPositions(sql, taken)) {
    next.set(shard, position - (counts.get(shard) ?? 0));
  }
  const placed: PlacedDerivedFact[] = facts.map((fact) => {
    const position = (next.get(fact.shard) ?? 0) + 1;
    next.set(fact.shard, position);
    return { ...fact, position };
  });
  await insertDerivedFacts(sql, placed);
}

/**
 * Writes what changed, set-based; the works are done with. Throws when a member's stored position was ahead: her lock was
 * lost, and the transaction must not commit.
 */
export async function writeWorks(sql: Sql, works: readonly MemberWork[]): Promise<void> {
  if (works.length === 0) return;
  const updates = works.map(updateOf);
  const written = await writeMembers(sql, updates);
  if (written !== updates.length)
    throw new Error(`${updates.length - written} of ${updates.length} members were folded by somebody else`);
  const evidence = collectEvidence(works);
  await whenAny(evidence.orders, (rows) => writeOrders(sql, rows));
  await whenAny(evidence.refunds, (rows) => writeRefunds(sql, rows));
  await whenAny(evidence.days, (rows) => addActivityDays(sql, rows));
  await whenAny(evidence.attributes, (rows) => writeAttributes(sql, rows));
  await whenAny(
    collect(works, (work) => work.changes.entriesRemoved),
    (rows) => deleteStageEntries(sql, rows),
  );
  await whenAny(
    collect(works, (work) => work.changes.entriesSuperseded),
    (rows) => supersedeStageEntries(sql, rows),
  );
  await whenAny(
    collect(works, (work) => work.changes.entriesAdded),
    (rows) => insertStageEntries(sql, rows),
  );
  await writeDerived(sql, works);
}
