import type { LoggedStep, MemberId, MemberWork, ProgramDocuments } from '@perennial/domain';
import type { FoldSnapshot, FoldStore, FoldTransaction, StoredProgramVersion } from '@perennial/engine';
import pg from 'pg';
import type { Database, Sql } from '../database/database.ts';
import { lockCursors } from '../sql/lock-cursors.ts';
import { lockBehind, lockMembers, lockWoken, pageMembers, readMembers, type MemberRow } from '../sql/lock-members.ts';
import { loadEntryHistory } from '../sql/load-rows.ts';
import { parkMember, readParked, unparkMember } from '../sql/workers/parked-members.ts';
import { readLatestVersion, readProgramDocuments, readProgramVersions } from '../sql/program/program-versions.ts';
import { readLogs, readMemberFacts, readPending } from '../sql/read-pending.ts';
import { countBehind, readClock, readLaggingShards, readNextWakes, sealHeads } from '../sql/shards.ts';
import { advanceCursors, noteAbsorbed } from '../sql/write-members.ts';
import { loadRows } from './load.ts';
import { readOwnFacts } from './own-facts.ts';
import { stepOfRow } from './steps-of-rows.ts';
import { entryOfRow, workOfRow } from './works-of-rows.ts';
import { writeWorks } from './write.ts';
import { deleteEvidence } from '../sql/write-evidence.ts';
import { isUnreachable } from '../database/unreachable.ts';

/** What a frozen worker holds comes free after this long. */
const foldIdleTimeoutMs = 5_000;
/** A batch over many shards still takes a few steps of each, so that none waits for another. */
const stepsPerShardMin = 32;

function perShard(limit: number, shards: number): number {
  return Math.max(stepsPerShardMin, Math.ceil(limit / Math.max(1, shards)));
}

function asSteps(rows: Parameters<typeof stepOfRow>[0][]): LoggedStep[] {
  return rows.map(stepOfRow).filter((step) => step !== null);
}

function createFoldSnapshot(sql: Sql): FoldSnapshot {
  return {
    async readMemberSteps(key, after, upTo) {
      return asSteps(await readMemberFacts(sql, key, { after, upTo }));
    },
    readOwnFacts: (split) => readOwnFacts(sql, split),
    async lockMembers(keys) {
      return (await readMembers(sql, keys)).map(workOfRow);
    },
    loadRows: (needed) => loadRows(sql, needed),
    latestProgramVersion: () => readLatestVersion(sql),
    async pageMembers(shard, afterId, limit) {
      const rows = await pageMembers(sql, { shard, afterId: afterId === '' ? null : afterId, limit });
      return rows.map(workOfRow);
    },
    async readLogs(works) {
      return Map.groupBy(asSteps(await readLogs(sql, works)), (step) => step.memberId);
    },
    async readEntryHistory(keys) {
      const rows = Map.groupBy(await loadEntryHistory(sql, keys), (row) => row.member_id as MemberId);
      return new Map([...rows].map(([id, entries]) => [id, entries.map(entryOfRow)]));
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
async function worksOrParked(sql: Sql, rows: readonly MemberRow[]): Promise<MemberWork[]> {
  const works: MemberWork[] = [];
  for (const row of rows) {
    try {
      works.push(workOfRow(row));
    } catch (error) {
      await parkMember(sql, { shard: row.shard, id: row.id, position: row.position, error: String(error) });
    }
  }
  return works;
}

function createFoldTransaction(sql: Sql): FoldTransaction {
  return {
    ...createFoldSnapshot(sql),
    lockCursors: (shards) => lockCursors(sql, shards),
    async readPending(cursors, limit) {
      const rows = await readPending(sql, cursors, perShard(limit, cursors.length));
      const last = new Map<number, number>();
      for (const row of rows) last.set(row.shard, row.position);
      return { steps: asSteps(rows), upTo: [...last].map(([shard, position]) => ({ shard, position })) };
    },
    async lockMembers(keys) {
      return (await lockMembers(sql, keys)).map(workOfRow);
    },
    async lockDueMembers({ seals, eagerVersion, limit }) {
      const limitPerShard = perShard(limit, seals.length);
      const woken = await lockWoken(sql, seals, limitPerShard);
      if (eagerVersion === 0) return worksOrParked(sql, woken);
      const shards = seals.map((seal) => seal.shard);
      const behind = await lockBehind(sql, shards, { below: eagerVersion, limitPerShard });
      const byId = new Map([...woken, ...behind].map((row) => [row.id, row]));
      return worksOrParked(sql, [...byId.values()]);
    },
    async parkedOf(shards) {
      const rows = await readParked(sql, shards);
      return rows.map((row) => ({ shard: row.shard, id: row.member_id as MemberId }));
    },
    park: ({ key, position, error }) => parkMember(sql, { ...key, position, error }),
    unpark: async (key) => (await unparkMember(sql, key)) > 0,
    attempt: (work) => attempt(sql, work),
    write: (works) => writeWorks(sql, works),
    clearEvidence: (key) => deleteEvidence(sql, key),
    async noteAbsorbed(steps) {
      if (steps.length === 0) return;
      const rows = steps.map((step) => ({
        shard: step.shard,
        id: step.memberId,
        intoShard: step.survivorShard,
        into: step.survivorId,
      }));
      await noteAbsorbed(sql, rows);
    },
    advanceCursors: (cursors) => advanceCursors(sql, cursors),
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
    return { version: row.version, effectiveAt: row.effective_at, documents: documents as ProgramDocuments };
  });
}

/** The fold's store on PostgreSQL. */
export function createFoldStore(database: Database): FoldStore {
  return {
    snapshot: (name, read) => database.transaction({ name, mode: 'snapshot' }, (sql) => read(createFoldSnapshot(sql))),
    transaction: (name, work) =>
      database.transaction({ name, idleTimeoutMs: foldIdleTimeoutMs }, (sql) => work(createFoldTransaction(sql))),
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
