import { nullableNumberOf, numberOf, textOf } from '../client/lens-query.ts';
import type { LensParam, LensReader, LensRow } from '../client/lens-query.ts';
import { memberFilterSql } from './member-filter.ts';
import type { MemberFilter } from './member-filter.ts';

export const memberSortFields = [
  'joinedAt',
  'firstOrderAt',
  'lastOrderAt',
  'lastInteractionAt',
  'orders',
  'spend',
  'stageSince',
  'nextChangeAt',
] as const;
export type MemberSortField = (typeof memberSortFields)[number];

/** One member of a list. Metrics are those known now; stage and what comes next are as of the instant asked for. */
export interface ListedMember {
  readonly id: string;
  readonly shard: number;
  /** '' before the first entry of the timeline. */
  readonly stage: string;
  readonly stageSinceAt: number | null;
  readonly nextStage: string;
  readonly nextChangeAt: number | null;
  readonly joinedAt: number;
  readonly firstOrderAt: number | null;
  readonly lastOrderAt: number | null;
  readonly lastInteractionAt: number | null;
  readonly orders: number;
  readonly spendMinor: number;
  readonly storeId: string;
  readonly channel: string;
  readonly tags: readonly string[];
  readonly status: string;
}

export interface MemberListOptions extends MemberFilter {
  readonly sort: MemberSortField;
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
  /** `nextCursor` of the page before, made under the same sort. */
  readonly cursor?: string;
}

export interface MemberPage {
  readonly items: readonly ListedMember[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

const limitMax = 1_000;
/** Sorts members without a value behind the others, in either direction. */
const absent = { asc: '9223372036854775807', desc: '-9223372036854775808' } as const;

const sortColumns: Readonly<Record<MemberSortField, string>> = {
  joinedAt: 'joined_at',
  firstOrderAt: 'first_order_at',
  lastOrderAt: 'last_order_at',
  lastInteractionAt: 'last_interaction_at',
  orders: 'orders',
  spend: 'net_minor',
  stageSince: 'since_at',
  nextChangeAt: 'change_at',
};

/**
 * A page of members. The cursor holds the last row's sort value and id, so a page is found without counting off the ones before it,
 * and a member who changed meanwhile is at worst seen twice or missed, as in any list of moving things. Throws RangeError for a cursor
 * that is not one.
 */
export async function listMembers(lens: LensReader, options: MemberListOptions): Promise<MemberPage> {
  if (!(options.limit >= 1 && options.limit <= limitMax)) throw new RangeError(`A page has 1 to ${limitMax} members`);
  const { direction } = options;
  const cursor = options.cursor === undefined ? undefined : parseCursor(options.cursor);
  const { sql, params } = memberFilterSql(options);
  const after = direction === 'asc' ? '>' : '<';
  const rows = await lens.read({
    sql: `select toString(member_id) as id, shard, status, stage_name, since_at, upcoming_stage, change_at, joined_at,
                 first_order_at, last_order_at, last_interaction_at, orders, net_minor, tags,
                 toString(ifNull(toInt64(${sortColumns[options.sort]}), ${absent[direction]})) as sort_text,
                 toInt64(sort_text) as sort_value
            from ${sql}
           where ${cursor === undefined ? '1' : `(sort_value, id) ${after} ({cursorValue:Int64}, {cursorId:String})`}
           order by sort_value ${direction}, id ${direction}
           limit {limitMore:UInt32}`,
    params: { ...params, ...cursor, limitMore: options.limit + 1 },
  });
  const shown = rows.slice(0, options.limit);
  const last = shown.at(-1);
  const hasMore = rows.length > options.limit && last !== undefined;
  const places = await readPlaces(lens, shown);
  return { items: shown.map((row) => listedMemberOf(row, places)), nextCursor: hasMore ? cursorOf(last) : null };
}

/** How many members the filter holds for. */
export async function countMembers(lens: LensReader, filter: MemberFilter): Promise<number> {
  const { sql, params } = memberFilterSql(filter);
  const [row] = await lens.read({ sql: `select count() as count from ${sql}`, params });
  return row === undefined ? 0 : numberOf(row, 'count');
}

function cursorOf(row: LensRow): string {
  return Buffer.from(JSON.stringify([textOf(row, 'sort_text'), textOf(row, 'id')])).toString('base64url');
}

function parseCursor(text: string): { cursorValue: LensParam; cursorId: LensParam } {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw new RangeError('The cursor is not one of this list');
  }
  const [sortValue, id]: readonly unknown[] = Array.isArray(value) ? value : [];
  if (typeof sortValue !== 'string' || typeof id !== 'string' || !/^-?\d{1,19}$/.test(sortValue)) {
    throw new RangeError('The cursor is not one of this list');
  }
  return { cursorValue: sortValue, cursorId: id };
}

/** Where the members of a page were seen last, by id; looked up for the page alone instead of joined to everybody. */
async function readPlaces(lens: LensReader, rows: readonly LensRow[]): Promise<ReadonlyMap<string, LensRow>> {
  if (rows.length === 0) return new Map();
  const places = await lens.read({
    sql: `select toString(member_id) as id, max(store).2 as store_id, max(channel).2 as channel_id
            from member_place
           where (shard, member_id) in (select tupleElement(pair, 1), toUUID(tupleElement(pair, 2))
                                          from (select arrayJoin(arrayZip({shards:Array(UInt16)}, {ids:Array(String)})) as pair))
           group by member_id`,
    params: { shards: rows.map((row) => numberOf(row, 'shard')), ids: rows.map((row) => textOf(row, 'id')) },
  });
  return new Map(places.map((row) => [textOf(row, 'id'), row]));
}

function listedMemberOf(row: LensRow, places: ReadonlyMap<string, LensRow>): ListedMember {
  const tags = row['tags'];
  const place = places.get(textOf(row, 'id'));
  return {
    id: textOf(row, 'id'),
    shard: numberOf(row, 'shard'),
    stage: textOf(row, 'stage_name'),
    stageSinceAt: nullableNumberOf(row, 'since_at'),
    nextStage: textOf(row, 'upcoming_stage'),
    nextChangeAt: nullableNumberOf(row, 'change_at'),
    joinedAt: numberOf(row, 'joined_at'),
    firstOrderAt: nullableNumberOf(row, 'first_order_at'),
    lastOrderAt: nullableNumberOf(row, 'last_order_at'),
    lastInteractionAt: nullableNumberOf(row, 'last_interaction_at'),
    orders: numberOf(row, 'orders'),
    spendMinor: numberOf(row, 'net_minor'),
    storeId: place === undefined ? '' : textOf(place, 'store_id'),
    channel: place === undefined ? '' : textOf(place, 'channel_id'),
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
    status: textOf(row, 'status'),
  };
}
