import type { LensParam } from '../client/lens-query.ts';
import { orderFiguresAsOf, placesAsOf } from '../facets/lifecycle/figures-as-of.ts';
import { spaceParams } from '../facets/lifecycle/order-space.ts';
import type { OrderRules } from '../facets/lifecycle/order-space.ts';
import { taggedAsOf } from '../facets/registers/tagged-as-of.ts';
import { entryAt, isShared, timelines } from '../facets/lifecycle/timeline.ts';

/** A range, both ends included; an absent end is open. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/**
 * What a list of members can be narrowed by; all given parts must hold. Instants are epoch milliseconds, amounts minor units. With an
 * instant in the past every part is of then: stages, moves and what came next by the timeline as known now; orders, spend, tags and places
 * by the facts that had occurred by then.
 */
export interface MemberFilter {
  readonly lifecycle: string;
  readonly past?: PastInstant;
  readonly stages?: readonly string[];
  readonly storeIds?: readonly string[];
  readonly channels?: readonly string[];
  /** Any of these tags. */
  readonly tags?: readonly string[];
  readonly nextStage?: string;
  readonly nextChangeAt?: Range;
  readonly spendMinor?: Range;
  readonly orders?: Range;
  readonly firstOrderAt?: Range;
  readonly lastOrderAt?: Range;
  readonly joinedAt?: Range;
  /** A transition on her timeline. */
  readonly moved?: MovedFilter;
  /** Whether members that were taken in by another or erased are listed too. */
  readonly includesGone?: boolean;
}

export interface PastInstant extends OrderRules {
  readonly asOfAt: number;
  /** Of members whose facts the lens keeps under somebody else, because a merge was taken back: what the fold tells, at most 1,000. */
  readonly known?: readonly KnownOrders[];
}

export interface KnownOrders {
  readonly id: string;
  readonly orders: number;
  readonly spendMinor: number;
  readonly firstOrderAt: number | null;
  readonly lastOrderAt: number | null;
}

export interface MovedFilter {
  readonly from?: string;
  readonly to?: string;
  readonly fromAt: number;
  /** Excluded. */
  readonly toAt: number;
  readonly isReactivation?: boolean;
}

export interface MemberFilterSql {
  /** A subquery in parentheses, one row a member. */
  readonly sql: string;
  readonly params: Readonly<Record<string, LensParam>>;
}

/**
 * Whether a past instant asks for the orders or places of everybody up to it, which takes seconds where there are millions: such a query
 * goes over a connection that no page waits for.
 */
export function goesThroughPast(filter: MemberFilter, sort?: string): boolean {
  const { past, storeIds, channels } = filter;
  return past !== undefined && (asksOrders(filter, sort) || storeIds !== undefined || channels !== undefined);
}

/** Whether filter or `sort` ask for orders, spend or order dates. */
export function asksOrders({ spendMinor, orders, firstOrderAt, lastOrderAt }: MemberFilter, sort?: string): boolean {
  const isSorted = sort !== undefined && ['spend', 'orders', 'firstOrderAt', 'lastOrderAt'].includes(sort);
  return isSorted || [spendMinor, orders, firstOrderAt, lastOrderAt].some((range) => range !== undefined);
}

/**
 * The members a filter holds for, with `stage_name`, `since_at`, `upcoming_stage`, `change_at` and `joined_at` beside the snapshot; of a
 * past instant without the figures of the snapshot, which are those of now, and with those of then where filter or `sort` ask for them.
 */
export function memberFilterSql(filter: MemberFilter, sort?: string): MemberFilterSql {
  const conditions = createConditions();
  if (filter.includesGone !== true) conditions.add("status = 'live'");
  addTextConditions(conditions, filter);
  addRangeConditions(conditions, filter);
  conditions.params['lifecycle'] = filter.lifecycle;
  let source = snapshotSource;
  const { past } = filter;
  if (past !== undefined) {
    source = asksOrders(filter, sort) ? withOrders(pastSource, past) : pastSource;
    conditions.params['asOf'] = past.asOfAt;
    if (asksOrders(filter, sort))
      Object.assign(conditions.params, knownParams(past.known ?? []), spaceParams(past.numberSpaces));
    // Who was not yet a member then is not listed.
    conditions.add("stage_name != ''");
  }
  if (filter.moved !== undefined) addMoved(conditions, filter.moved);
  return { sql: `(select * from (${source}) where ${conditions.text()})`, params: conditions.params };
}

const joined = 'ifNull(ifNull(registered_at, first_at), created_at) as joined_at';

const snapshotSource = `
  select *, indexOf(lifecycles, {lifecycle:String}) as place, stages[place] as stage_name, next_stages[place] as upcoming_stage,
         if(place = 0, null, since_at_all[place]) as since_at, if(place = 0, null, next_at[place]) as change_at, ${joined}
    from (select * except since_at, since_at as since_at_all from member final)`;

/** Known of a registration only once it had happened; the first fact had, or she would not be listed. */
const joinedThen =
  'ifNull(ifNull(if(registered_at <= {asOf:Int64}, registered_at, null), first_at), created_at) as joined_at';

const pastSource = `
  select m.shard as shard, m.member_id as member_id, m.status as status, then.stage_name as stage_name,
         then.upcoming_stage as upcoming_stage, ${joinedThen}, nullIf(then.since_at, 0) as since_at, nullIf(then.change_at, 0) as change_at
    from (select shard, member_id, status, registered_at, first_at, created_at from member final where not (${isShared})) m
    left join (
      select member_id, ${entryAt('{asOf:Int64}')} as entry, stage[entry] as stage_name, from_at[entry] as since_at,
             stage[entry + 1] as upcoming_stage, from_at[entry + 1] as change_at
        from stage_timeline final
       where lifecycle = {lifecycle:String} and entry > 0
    ) then on then.member_id = m.member_id`;

function withOrders(source: string, past: PastInstant): string {
  return `
  select s.*, if(k.is_known, k.row.2, o.orders) as orders, if(k.is_known, k.row.3, o.net_minor) as net_minor,
         if(k.is_known, nullIf(k.row.4, 0), o.first_order_at) as first_order_at,
         if(k.is_known, nullIf(k.row.5, 0), o.last_order_at) as last_order_at
    from (${source}) s
    left join ${orderFiguresAsOf(past)} o on o.who = s.member_id
    left join (
      select arrayJoin(arrayZip({knownIds:Array(String)}, {knownOrders:Array(Int64)}, {knownSpend:Array(Int64)},
                                {knownFirst:Array(Int64)}, {knownLast:Array(Int64)})) as row,
             toUUID(row.1) as who, true as is_known
    ) k on k.who = s.member_id`;
}

function knownParams(known: readonly KnownOrders[]): Readonly<Record<string, LensParam>> {
  return {
    knownIds: known.map(({ id }) => id),
    knownOrders: known.map(({ orders }) => orders),
    knownSpend: known.map(({ spendMinor }) => spendMinor),
    knownFirst: known.map(({ firstOrderAt }) => firstOrderAt ?? 0),
    knownLast: known.map(({ lastOrderAt }) => lastOrderAt ?? 0),
  };
}

interface Conditions {
  readonly params: Record<string, LensParam>;
  add(sql: string): void;
  text(): string;
}

function createConditions(): Conditions {
  const parts: string[] = [];
  return {
    params: {},
    add: (sql) => parts.push(sql),
    text: () => (parts.length === 0 ? '1' : parts.join(' and ')),
  };
}

function addTextConditions(conditions: Conditions, filter: MemberFilter): void {
  if (filter.stages !== undefined) {
    conditions.add('has({stages:Array(String)}, stage_name)');
    conditions.params['stages'] = filter.stages;
  }
  for (const [column, values, thenColumn] of [
    ['store', filter.storeIds, 'store_id'],
    ['channel', filter.channels, 'channel'],
  ] as const) {
    if (values === undefined) continue;
    const source =
      filter.past === undefined
        ? `(select member_id as who, ${column}.2 as place from member_place final)`
        : placesAsOf(thenColumn);
    conditions.add(`member_id in (select who from ${source} where has({${column}Ids:Array(String)}, place))`);
    conditions.params[`${column}Ids`] = values;
  }
  if (filter.tags !== undefined) {
    conditions.add(
      filter.past === undefined ? 'hasAny(tags, {tags:Array(String)})' : `member_id in (select who from ${taggedAsOf})`,
    );
    conditions.params['tags'] = filter.tags;
  }
  if (filter.nextStage !== undefined) {
    conditions.add('upcoming_stage = {nextStage:String}');
    conditions.params['nextStage'] = filter.nextStage;
  }
}

function addRangeConditions(conditions: Conditions, filter: MemberFilter): void {
  const ranges = {
    change: ['change_at', filter.nextChangeAt],
    spend: ['net_minor', filter.spendMinor],
    orders: ['orders', filter.orders],
    firstOrder: ['first_order_at', filter.firstOrderAt],
    lastOrder: ['last_order_at', filter.lastOrderAt],
    joined: ['joined_at', filter.joinedAt],
  } as const;
  for (const [name, [column, range]] of Object.entries(ranges)) {
    if (range?.min !== undefined) {
      conditions.add(`${column} >= {${name}Min:Int64}`);
      conditions.params[`${name}Min`] = range.min;
    }
    if (range?.max !== undefined) {
      conditions.add(`${column} <= {${name}Max:Int64}`);
      conditions.params[`${name}Max`] = range.max;
    }
  }
}

function addMoved(conditions: Conditions, moved: MovedFilter): void {
  const { params } = conditions;
  const parts = ['move.3 >= {movedFromAt:Int64}', 'move.3 < {movedToAt:Int64}'];
  params['movedFromAt'] = moved.fromAt;
  params['movedToAt'] = moved.toAt;
  if (moved.from !== undefined) {
    parts.push('move.1 = {movedFrom:String}');
    params['movedFrom'] = moved.from;
  }
  if (moved.to !== undefined) {
    parts.push('move.2 = {movedTo:String}');
    params['movedTo'] = moved.to;
  }
  if (moved.isReactivation !== undefined) parts.push(moved.isReactivation ? 'move.4' : 'not move.4');
  conditions.add(`member_id in (
    select member_id from ${timelines}
     where arrayExists(move -> ${parts.join(' and ')},
                       arrayZip(arrayPushFront(arrayPopBack(stage), ''), stage, from_at, is_reactivation)))`);
}
