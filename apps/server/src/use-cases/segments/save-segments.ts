import { randomUUID } from 'node:crypto';
import { segmentsMax } from '@perennial/contracts/staff';
import type { Segment, SegmentSaid } from '@perennial/contracts/staff';
import {
  addSegmentVersion,
  countSegments,
  deleteSegment,
  insertSegment,
  lockSegments,
  nameSegmentTaken,
  setSegmentArchived,
} from '@perennial/postgres/segments';
import type { SegmentRow, SegmentSaidRow } from '@perennial/postgres/segments';
import type { Database, Sql } from '@perennial/postgres';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { readJson } from '../kernel/stored-json.ts';
import type { ReadingWorld } from '../reading/world.ts';
import { checkedSegment, classOf } from './meaning/check-segment.ts';
import { foundSegment } from './meaning/read-segments.ts';

export interface SegmentPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly world: ReadingWorld;
  /** The store's clock. */
  readonly now: () => number;
}

export interface SaveSegments {
  /** Throws `segment.too_many`, `segment.name_taken`, and what is wrong with the condition. */
  create(context: CallContext, said: SegmentSaid): Promise<Segment>;
  /** Throws `segment.not_found`, `segment.conflict`, `segment.name_taken`, and what is wrong with the condition. */
  update(context: CallContext, id: string, said: SegmentSaid & { readonly version: number }): Promise<Segment>;
  /** Throws `segment.not_found`. */
  archive(context: CallContext, id: string): Promise<Segment>;
  /** Throws `segment.not_found`, `segment.name_taken`. */
  restore(context: CallContext, id: string): Promise<Segment>;
  /** Throws `segment.not_found`, `segment.not_archived`. */
  remove(context: CallContext, id: string): Promise<void>;
}

export function createSaveSegments(ports: SegmentPorts): SaveSegments {
  const { audit, database } = ports;
  const write = <T>(work: (sql: Sql) => Promise<T>): Promise<T> =>
    database.transaction({ name: 'save-segment' }, async (sql) => {
      await lockSegments(sql);
      return work(sql);
    });
  return {
    create: (context, said) =>
      audit.act(context, { action: 'segment.created' }, async (note) => {
        const id = randomUUID();
        const saved = { ...(await savedOf(ports, context, said)), id };
        note({ subject: id, reason: said.name });
        return write(async (sql) => {
          if ((await countSegments(sql)) >= segmentsMax) throw new ProblemError('segment.too_many');
          await refuseTaken(sql, said.name, id);
          await insertSegment(sql, saved);
          return showSegment(await foundSegment(sql, id));
        });
      }),
    update: (context, id, { version, ...said }) =>
      audit.act(context, { action: 'segment.changed', subject: id }, async (note) => {
        await foundSegment(database, id);
        const saved = { ...(await savedOf(ports, context, said)), id, version: version + 1 };
        note({ reason: `${said.name}, version ${saved.version}` });
        return write(async (sql) => {
          await refuseTaken(sql, said.name, id);
          if (!(await addSegmentVersion(sql, saved))) {
            await foundSegment(sql, id);
            throw new ProblemError('segment.conflict');
          }
          return showSegment(await foundSegment(sql, id));
        });
      }),
    archive: (context, id) =>
      audit.act(context, { action: 'segment.archived', subject: id }, async (note) =>
        write(async (sql) => {
          note({ reason: (await foundSegment(sql, id)).name });
          await setSegmentArchived(sql, id, true);
          return showSegment(await foundSegment(sql, id));
        }),
      ),
    restore: (context, id) =>
      audit.act(context, { action: 'segment.restored', subject: id }, async (note) =>
        write(async (sql) => {
          const { name } = await foundSegment(sql, id);
          note({ reason: name });
          await refuseTaken(sql, name, id);
          await setSegmentArchived(sql, id, false);
          return showSegment(await foundSegment(sql, id));
        }),
      ),
    remove: (context, id) =>
      audit.act(context, { action: 'segment.removed', subject: id }, async (note) => {
        note({ reason: (await foundSegment(database, id)).name });
        if (!(await deleteSegment(database, id))) throw new ProblemError('segment.not_archived');
      }),
  };
}

async function refuseTaken(sql: Sql, name: string, besides: string): Promise<void> {
  if (await nameSegmentTaken(sql, name, besides)) throw new ProblemError('segment.name_taken');
}

async function savedOf(
  { world, now }: SegmentPorts,
  { caller }: CallContext,
  { name, description, condition }: SegmentSaid,
): Promise<SegmentSaidRow & { readonly at: number; readonly by: string }> {
  const node = checkedSegment(await world.program(), { value: condition, caller });
  const said = { name, description, condition: JSON.stringify(condition), class: classOf(node) };
  return { ...said, at: now(), by: nameOfCaller(caller) };
}

export function showSegment(row: SegmentRow): Segment {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    condition: readJson(row.condition),
    class: row.class,
    version: row.version,
    createdAt: row.created_at,
    createdBy: row.created_by,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
    isArchived: row.is_archived,
  };
}
