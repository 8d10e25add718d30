import { nullableNumberOf, numberOf, textOf } from '../client/lens-query.ts';
import type { LensParam, LensReader, LensRow } from '../client/lens-query.ts';
import { pastPlacesOfMembers } from '../facets/index.ts';
import { goesThroughPast, memberFilterSql } from './member-filter.ts';
import type { MemberFilter, PastInstant } from './member-filter.ts';

export const memberSortFields = [
  'joinedAt',
  'firstOrderAt',
  'lastOrderAt',
  'orders',
  'spend',
  'stageSince',
  'nextChangeAt',
] as const;
export type MemberSortField = (typeof memberSortFields)[number];

/** One member of a list. */
export interface ListedMember {
  readonly id: string;
  readonly shard: number;
  /** '' before the first entry of the timeline. */
  readonly stage: string;
  readonly stageSinceAt: number | null;
  /** What comes next if nothing happens; as of a past instant what did come, as known now. */
  readonly nextStage: string;
  readonly nextChangeAt: number | null;
  readonly joinedAt: number;
  /** Null as of a past instant: the fold tells those of then, member by member, and the lens knows those of now. */
  readonly figures: ListedFigures | null;
  readonly storeId: string;
  readonly channel: string;
  readonly status: string;
}

export interface ListedFigures {
  readonly firstOrderAt: number | null;
  readonly lastOrderAt: number | null;
  readonly orders: number;
  readonly spendMinor: number;
  readonly tags: readonly string[];
}

export interface MemberListOptions extends MemberFilter {
  readonly sort: MemberSortField;
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
  /** `nextCursor` of the page before or `previousCursor` of the one behind, made under the same sort. */
  readonly cursor?: string;
}

export interface MemberPage {
  readonly items: readonly ListedMember[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
  /** Null on the first page. */
  readonly previousCursor: string | null;
  /** How many members the filter holds for, where that came with the page at no further cost; else null. */
  readonly count: number | null;
}

const limitMax = 10_000;
/** Ids named in one query: they travel in the address of an HTTP request. */
const idsPerQuery = 1_000;
/** Going through everybody's past, with a single thread and behind other long reads. */
const pastSecondsMax = 30;
/** Sorts members without a value behind the others, in either direction. */
const absent = { asc: '9223372036854775807', desc: '-9223372036854775808' } as const;

const sortColumns: Readonly<Record<MemberSortField, string>> = {
  joinedAt: 'joined_at',
  firstOrderAt: 'first_order_at',
  lastOrderAt: 'last_order_at',
  orders: 'orders',
  spend: 'net_minor',
  stageSince: 'stage_since_at',
  nextChangeAt: 'change_at',
};

/**
 * A page of members. The cursor holds the sort value and id of the row at which the page before ended, or the page behind begins, so
 * a page is found without counting off the ones before it, and a member who changed meanwhile is at worst seen twice or missed, as in
 * any list of moving things. Backwards, the rows are read from the other end. Throws RangeError for a cursor that is not one.
 */
export async function listMembers(lens: LensReader, options: MemberListOptions): Promise<MemberPage> {
  if (!(options.limit >= 1 && options.limit <= limitMax)) throw new RangeError(`A page has 1 to ${limitMax} members`);
  const { direction, sort, past } = options;
  const cursor = options.cursor === undefined ? undefined : parseCursor(options.cursor);
  const { sql, params } = memberFilterSql(options, sort);
  const isBackwards = cursor?.isBackwards === true;
  const order = (direction === 'asc') === isBackwards ? 'desc' : 'asc';
  const after = order === 'asc' ? '>' : '<';
  const isLong = goesThroughPast(options, sort);
  const rows = await lens.read({
    sql: `select * from (
          select toString(member_id) as id, shard, status, stage_name, stage_since_at, upcoming_stage, change_at, joined_at,
                 ${past === undefined ? 'first_order_at, last_order_at, orders, net_minor, tags,' : ''}
                 toString(ifNull(toInt64(${sortColumns[sort]}), ${absent[direction]})) as sort_text,
                 toInt64(sort_text) as sort_value${isLong ? ', count() over () as found' : ''}
            from ${sql})
           where ${cursor === undefined ? '1' : `(sort_value, id) ${after} ({cursorValue:Int64}, {cursorId:String})`}
           order by sort_value ${order}, id ${order}
           limit {limitMore:UInt32}`,
    params: { ...params, ...cursor?.params, limitMore: options.limit + 1 },
    ...(isLong ? { role: 'long', secondsMax: pastSecondsMax } : {}),
  });
  const read = rows.slice(0, options.limit);
  const shown = isBackwards ? read.toReversed() : read;
  const [first, last] = [shown[0], shown.at(-1)];
  const hasMore = rows.length > options.limit;
  // Behind a page that was come back to there is the one come from.
  const [hasBefore, hasNext] = isBackwards ? [hasMore, true] : [cursor !== undefined, hasMore];
  const places = await readPlaces(lens, shown, past);
  return {
    items: shown.map((row) => listedMemberOf(row, places, past)),
    nextCursor: hasNext && last !== undefined ? cursorOf(last) : null,
    previousCursor: hasBefore && first !== undefined ? cursorOf(first, backwards) : null,
    count: isLong && last !== undefined ? numberOf(last, 'found') : null,
  };
}

/** How many members the filter holds for. */
export async function countMembers(lens: LensReader, filter: MemberFilter): Promise<number> {
  const { sql, params } = memberFilterSql(filter);
  const isLong = goesThroughPast(filter);
  const [row] = await lens.read({
    sql: `select count() as count from ${sql}`,
    params,
    ...(isLong ? { role: 'long', secondsMax: pastSecondsMax } : {}),
  });
  return row === undefined ? 0 : numberOf(row, 'count');
}

/** Marks a cursor of the page before. */
const backwards = 'back';

function cursorOf(row: LensRow, ...mark: readonly string[]): string {
  return Buffer.from(JSON.stringify([textOf(row, 'sort_text'), textOf(row, 'id'), ...mark])).toString('base64url');
}

interface Cursor {
  readonly isBackwards: boolean;
  readonly params: { readonly cursorValue: LensParam; readonly cursorId: LensParam };
}

function parseCursor(text: string): Cursor {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw new RangeError('The cursor is not one of this list');
  }
  const [sortValue, id, mark]: readonly unknown[] = Array.isArray(value) ? value : [];
  const isMark = mark === undefined || mark === backwards;
  if (typeof sortValue !== 'string' || typeof id !== 'string' || !/^-?\d{1,19}$/.test(sortValue) || !isMark) {
    throw new RangeError('The cursor is not one of this list');
  }
  return { isBackwards: mark === backwards, params: { cursorValue: sortValue, cursorId: id } };
}

/** Where the members of a page were seen last, by id; looked up for the page alone instead of joined to everybody. */
async function readPlaces(
  lens: LensReader,
  rows: readonly LensRow[],
  past: PastInstant | undefined,
): Promise<ReadonlyMap<string, LensRow>> {
  const places = new Map<string, LensRow>();
  for (let from = 0; from < rows.length; from += idsPerQuery) {
    const some = rows.slice(from, from + idsPerQuery);
    const ids = some.map((row) => textOf(row, 'id'));
    const found =
      past === undefined
        ? await lens.read({ sql: placesOfNow, params: { ids, shards: some.map((row) => numberOf(row, 'shard')) } })
        : await lens.read({ sql: pastPlacesOfMembers, params: { ids, asOf: past.asOfAt } });
    for (const row of found) places.set(textOf(row, 'id'), row);
  }
  return places;
}

const placesOfNow = `
  select toString(member_id) as id, max(store).2 as store_id, max(channel).2 as channel_id
    from member_place
   where (shard, member_id) in (select tupleElement(pair, 1), toUUID(tupleElement(pair, 2))
                                  from (select arrayJoin(arrayZip({shards:Array(UInt16)}, {ids:Array(String)})) as pair))
   group by member_id`;

function listedMemberOf(
  row: LensRow,
  places: ReadonlyMap<string, LensRow>,
  past: PastInstant | undefined,
): ListedMember {
  const place = places.get(textOf(row, 'id'));
  return {
    id: textOf(row, 'id'),
    shard: numberOf(row, 'shard'),
    stage: textOf(row, 'stage_name'),
    stageSinceAt: nullableNumberOf(row, 'stage_since_at'),
    nextStage: textOf(row, 'upcoming_stage'),
    nextChangeAt: nullableNumberOf(row, 'change_at'),
    joinedAt: numberOf(row, 'joined_at'),
    figures: past === undefined ? figuresOfNow(row) : null,
    storeId: place === undefined ? '' : textOf(place, 'store_id'),
    channel: place === undefined ? '' : textOf(place, 'channel_id'),
    status: textOf(row, 'status'),
  };
}

function figuresOfNow(row: LensRow): ListedFigures {
  const tags = row['tags'];
  return {
    firstOrderAt: nullableNumberOf(row, 'first_order_at'),
    lastOrderAt: nullableNumberOf(row, 'last_order_at'),
    orders: numberOf(row, 'orders'),
    spendMinor: numberOf(row, 'net_minor'),
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
  };
}
