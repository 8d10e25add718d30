import type { Facets, LoggedStep, Member, MemberId, ProgramDocuments } from '@perennial/domain';
import { stepsPerShard } from '@perennial/engine';
import type { FoldSnapshot, FoldStore, FoldTransaction, StoredProgramVersion } from '@perennial/engine';
import pg from 'pg';
import type { Database, Lastly, Sql } from '../database/database.ts';
import { loadRows, readAllRows } from '../rows/load-rows.ts';
import { rowOf, sqlOf } from '../rows/row-sql.ts';
import { lockCursors } from '../sql/lock-cursors.ts';
import { lockBehind, lockMembers, lockWoken, pageMembers, readMembers, type MemberRow } from '../sql/lock-members.ts';
import { parkMember, readParked, unparkMember } from '../sql/workers/parked-members.ts';
import { readLatestVersion, readProgramDocuments, readProgramVersions } from '../sql/program/program-versions.ts';
import { readLogs, readMemberFacts, readPending } from '../sql/read-pending.ts';
import { countBehind, readClock, readLaggingShards, readNextWakes, sealHeads } from '../sql/shards.ts';
import { inputOf, readStepInputs } from '../sql/step-inputs.ts';
import { advanceCursors, noteAbsorbed } from '../sql/write-members.ts';
import { isUnreachable } from '../database/unreachable.ts';
import { memberOfRow } from './members-of-rows.ts';
import { readTotals } from '../sql/resource-totals.ts';
import { readOwnSteps } from './own-steps.ts';
import { stepOfRow } from './steps-of-rows.ts';
import { takeHolding } from './take-borrowing.ts';
import { giveBackShares, readShares } from './take.ts';
import { beginWriting } from './write.ts';

/** What a frozen worker holds comes free after this long. */
const foldIdleTimeoutMs = 5_000;
export function asSteps(rows: Parameters<typeof stepOfRow>[0][]): LoggedStep[] {
  return rows.map(stepOfRow).filter((step) => step !== null);
}

function createFoldSnapshot(sql: Sql, facets: Facets): FoldSnapshot {
  return {
    async readMemberSteps(key, after, upTo) {
      return asSteps(await readMemberFacts(sql, key, { after, upTo }));
    },
    readOwnSteps: (asked) => readOwnSteps(sql, asked),
    async openMembers(keys) {
      return (await readMembers(sql, keys)).map((row) => memberOfRow(facets, row));
    },
    loadRows: (needed) => loadRows(sql, needed),
    latestProgramVersion: () => readLatestVersion(sql),
    async pageMembers(shard, afterId, limit) {
      const rows = await pageMembers(sql, { shard, afterId: afterId === '' ? null : afterId, limit });
      return rows.map((row) => memberOfRow(facets, row));
    },
    async readLogs(members) {
      return Map.groupBy(asSteps(await readLogs(sql, members)), (step) => step.memberId);
    },
    readShares: (resources) => readShares(sql, resources),
    readTotals: async (resources) => new Map((await readTotals(sql, resources)).map(({ key, units }) => [key, units])),
    async readAllRows(kind, keys) {
      const rows = Map.groupBy(await readAllRows(sql, kind, keys), (row) => row.member_id as MemberId);
      const kindSql = sqlOf(kind);
      return new Map([...rows].map(([id, own]) => [id, own.map((row) => rowOf(kindSql, row))]));
    },
    async readInputs(keys) {
      const rows = Map.groupBy(await readStepInputs(sql, keys), (row) => row.member_id as MemberId);
      return new Map([...rows].map(([id, own]) => [id, own.map(inputOf)]));
    },
  };
}

/** Errors of the data itself: data exception, integrity violation, a limit of a row. Anything else says nothing about it. */
const dataErrorClasses: ReadonlySet<string> = new Set(['22', '23', '54']);

function isOfData(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return dataErrorClasses.has(error.code?.slice(0, 2) ?? '');
  return !isUnreachable(error);
}

/** A lost connection fails the rollback too, and so the whole transaction. */
async function attempt(sql: Sql, work: () => Promise<void>): Promise<{ readonly error: unknown } | undefined> {
  await sql.run('savepoint attempt');
  try {
    await work();
  } catch (error) {
    if (!isOfData(error)) throw error;
    await sql.run('rollback to savepoint attempt; release savepoint attempt');
    return { error };
  }
  await sql.run('release savepoint attempt');
  return undefined;
}

/** Who is due and whose state cannot be read is parked, so that she does not keep the others of her shard from being moved. */
async function openOrPark(sql: Sql, facets: Facets, rows: readonly MemberRow[]): Promise<Member[]> {
  const members: Member[] = [];
  for (const row of rows) {
    try {
      members.push(memberOfRow(facets, row));
    } catch (error) {
      await parkMember(sql, { shard: row.shard, id: row.id, position: row.position, error: String(error) });
    }
  }
  return members;
}

/** The fold's transaction, which other transactions on members share parts of. */
export function createFoldTransaction(sql: Sql, facets: Facets, lastly: Lastly): FoldTransaction {
  let held: readonly number[] = [];
  return {
    ...createFoldSnapshot(sql, facets),
    async lockCursors(shards) {
      const cursors = await lockCursors(sql, shards);
      held = cursors.map(({ shard }) => shard);
      return cursors;
    },
    async readPending(cursors, limit) {
      const rows = await readPending(sql, cursors, stepsPerShard(limit, cursors.length));
      const last = new Map<number, number>();
      for (const row of rows) last.set(row.shard, row.position);
      return { steps: asSteps(rows), upTo: [...last].map(([shard, position]) => ({ shard, position })) };
    },
    async openMembers(keys) {
      return (await lockMembers(sql, keys)).map((row) => memberOfRow(facets, row));
    },
    async lockDueMembers({ seals, eagerVersion, limit }) {
      const limitPerShard = stepsPerShard(limit, seals.length);
      const woken = await lockWoken(sql, seals, limitPerShard);
      if (eagerVersion === 0) return openOrPark(sql, facets, woken);
      const shards = seals.map((seal) => seal.shard);
      const behind = await lockBehind(sql, shards, { below: eagerVersion, limitPerShard });
      const byId = new Map([...woken, ...behind].map((row) => [row.id, row]));
      return openOrPark(sql, facets, [...byId.values()]);
    },
    async parkedOf(shards) {
      const rows = await readParked(sql, shards);
      return rows.map((row) => ({ shard: row.shard, id: row.member_id as MemberId }));
    },
    park: ({ key, position, error }) => parkMember(sql, { ...key, position, error }),
    unpark: async (key) => (await unparkMember(sql, key)) > 0,
    attempt: (work) => attempt(sql, work),
    take: (asks) => takeHolding(sql, asks, held),
    giveBack: (taken) => giveBackShares(sql, taken),
    write: async (members) => (await beginWriting(sql, members)).done,
    async noteAbsorbed(steps) {
      if (steps.length === 0) return;
      // Of several tombstones of one member the last one holds.
      const last = new Map(steps.map((step) => [step.memberId, step]));
      const rows = [...last.values()].map((step) => ({
        shard: step.shard,
        id: step.memberId,
        intoShard: step.survivorShard,
        into: step.survivorId,
      }));
      await noteAbsorbed(sql, rows);
    },
    advanceCursors: async (cursors) => lastly(advanceCursors(sql, cursors)),
  };
}

/** Versions after `after` with their documents put together from the store of contents. */
export async function loadProgramVersions(sql: Sql, after: number): Promise<StoredProgramVersion[]> {
  const versions = await readProgramVersions(sql, after);
  const manifests = versions.map((row) => JSON.parse(row.manifest) as Record<string, string>);
  const hashes = [...new Set(manifests.flatMap((manifest) => Object.values(manifest)))];
  const bodies = new Map((await readProgramDocuments(sql, hashes)).map((row) => [row.hash, row.body]));
  return versions.map((row, n) => {
    const documents: Record<string, unknown> = {};
    for (const [path, hash] of Object.entries(manifests[n] ?? {})) {
      const body = bodies.get(hash);
      if (body === undefined) throw new Error(`program version ${row.version} names a missing document: ${path}`);
      documents[path] = JSON.parse(body);
    }
    return {
      version: row.version,
      effectiveAt: row.effective_at,
      documents: documents as ProgramDocuments,
      revisions: JSON.parse(row.revisions) as Record<string, number>,
    };
  });
}

/** The fold's store on PostgreSQL. */
export function createFoldStore(database: Database, facets: Facets): FoldStore {
  return {
    snapshot: (name, read) =>
      database.transaction({ name, mode: 'snapshot' }, (sql) => read(createFoldSnapshot(sql, facets))),
    transaction: (name, work) =>
      database.transaction({ name, idleTimeoutMs: foldIdleTimeoutMs }, (sql, lastly) =>
        work(createFoldTransaction(sql, facets, lastly)),
      ),
    latestProgramVersion: () => readLatestVersion(database),
    programVersions: (after) => loadProgramVersions(database, after),
    laggingShards: (shards) => readLaggingShards(database, shards),
    async seal(shards) {
      const rows = await database.transaction({ name: 'seal' }, (sql) => sealHeads(sql, shards));
      return rows.map((row) => ({ shard: row.shard, position: row.position, sealedAt: row.sealed_at }));
    },
    async nextWakes(shards) {
      return (await readNextWakes(database, shards)).map((row) => ({ shard: row.shard, wakeAt: row.wake_at }));
    },
    countBehind: (shards, version) => countBehind(database, shards, version),
    isOfData,
    now: () => readClock(database),
  };
}
