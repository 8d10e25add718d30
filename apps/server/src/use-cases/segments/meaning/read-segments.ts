import type { AskedSegment } from '@perennial/clickhouse';
import type { FactValue } from '@perennial/domain';
import { readSegment } from '@perennial/postgres/segments';
import type { SegmentRow } from '@perennial/postgres/segments';
import type { Sql } from '@perennial/postgres';
import type { Caller } from '../../kernel/caller.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import { readJson } from '../../kernel/stored-json.ts';
import type { AsOf } from '../../reading/days.ts';
import type { ReadingWorld } from '../../reading/world.ts';
import { checkedSegment } from './check-segment.ts';

/** By which segments a list is narrowed: a saved one, a condition that is not saved, or both. */
export interface SegmentsMeant {
  readonly segment?: string | undefined;
  readonly who?: FactValue | undefined;
}

/**
 * Those segments as the lens is asked for them. Throws `segment.not_found`, `segment.invalid`, and `members.condition_invalid` of a past
 * instant, at which nobody knows who was in a segment.
 */
export type FindSegments = (
  asked: SegmentsMeant,
  use: { readonly caller: Caller; readonly asOf: AsOf },
) => Promise<readonly Omit<AskedSegment, 'known'>[]>;

export function createFindSegments(sql: Sql, world: ReadingWorld): FindSegments {
  return async ({ segment, who }, { caller, asOf }) => {
    const conditions = [
      ...(segment === undefined ? [] : [readJson((await foundSegment(sql, segment)).condition)]),
      ...(who === undefined ? [] : [who]),
    ];
    if (conditions.length === 0) return [];
    if (!asOf.isNow) throw new ProblemError('members.condition_invalid', { detail: ofNowOnly });
    const program = await world.program();
    return conditions.map((value) => ({
      node: checkedSegment(program, { value, caller }),
      at: asOf.at,
      world: program.world,
    }));
  };
}

const ofNowOnly = {
  en: 'Who is in a segment is known for the present only.',
  zh: '人群只能按当前时间查询。',
};

/** Throws `segment.not_found`. */
export async function foundSegment(sql: Sql, id: string): Promise<SegmentRow> {
  const row = await readSegment(sql, id);
  if (row === undefined) throw new ProblemError('segment.not_found');
  return row;
}
