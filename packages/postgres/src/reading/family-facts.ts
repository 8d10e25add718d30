import { belongsToSegment, logKinds, type LogSegment } from '@perennial/engine';
import type { Sql } from '../database/database.ts';
import {
  countSegmentFacts,
  readSegmentFacts,
  readSegmentFactsAt,
  type FactAtRow,
  type FamilyFactRow,
  type FamilyFactsQuery,
} from '../sql/reading/family-facts.ts';

/** Where some of what is read belongs to somebody else, as after an undone merge, so much is read at once. */
const pageMin = 500;

/**
 * A page of the facts of a member and of the decisions about her, newest first: of her own log and of all others that are hers. What an undone merge gave back is left
 * out by the same function as everywhere.
 */
export async function readFamilyFacts(
  sql: Sql,
  segments: readonly LogSegment[],
  query: FamilyFactsQuery,
): Promise<FamilyFactRow[]> {
  if (segments.every(({ filters }) => filters.length === 0)) return readSegmentFacts(sql, segments, query);
  const found: FamilyFactRow[] = [];
  const limit = Math.max(pageMin, query.limit);
  for (let { before } = query; ;) {
    const page = await readSegmentFacts(sql, segments, { ...query, before, limit });
    found.push(...page.filter((row) => isHers(segments, row)));
    const last = page.at(-1);
    if (last === undefined || page.length < limit || found.length >= query.limit) return found.slice(0, query.limit);
    before = { at: last.occurred_at, tie: last.tie };
  }
}

/** What happened to a member at one of these instants, by the same function. */
export async function readFamilyFactsAt(
  sql: Sql,
  segments: readonly LogSegment[],
  instants: readonly number[],
): Promise<FactAtRow[]> {
  if (instants.length === 0) return [];
  return (await readSegmentFactsAt(sql, segments, instants)).filter((row) => isHers(segments, row));
}

/**
 * How many facts a member has that had happened by an instant: as many as `readFamilyFacts` pages through beside the decisions, and as her
 * export has. Where a merge was undone each is asked whose it is.
 */
export async function countFamilyFacts(sql: Sql, segments: readonly LogSegment[], until: number): Promise<number> {
  const [apart, whole] = [
    segments.filter(({ filters }) => filters.length > 0),
    segments.filter(({ filters }) => filters.length === 0),
  ];
  let count = await countSegmentFacts(sql, whole, until);
  if (apart.length === 0) return count;
  for (let before = { at: Number.MAX_SAFE_INTEGER, tie: '' }; ;) {
    const page = await readSegmentFacts(sql, apart, { until, before, limit: pageMin });
    count += page.filter((row) => row.kind === logKinds.fact && isHers(apart, row)).length;
    const last = page.at(-1);
    if (last === undefined || page.length < pageMin) return count;
    before = { at: last.occurred_at, tie: last.tie };
  }
}

function isHers(segments: readonly LogSegment[], { segment, position, identities }: FactAtRow): boolean {
  const own = segments[segment - 1];
  return own !== undefined && belongsToSegment(own, position, identities === '' ? [] : identities.split(','));
}
