import type { LensParam } from '../client/lens-query.ts';
import { entryAt } from './timeline.ts';

/** A range, both ends included; an absent end is open. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** What a list of members can be narrowed by; all given parts must hold. Instants are epoch milliseconds, amounts minor units. */
export interface MemberFilter {
  readonly lifecycle: string;
  /** Stage as of this instant in the past, by the timeline as known now; absent: as she stands now. */
  readonly asOfAt?: number;
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

/** The members a filter holds for, with `stage_name`, `since_at`, `upcoming_stage`, `change_at` and `joined_at` beside the snapshot. */
export function memberFilterSql(filter: MemberFilter): MemberFilterSql {
  const conditions = createConditions();
  if (filter.includesGone !== true) conditions.add("status = 'live'");
  addTextConditions(conditions, filter);
  addRangeConditions(conditions, filter);
  conditions.params['lifecycle'] = filter.lifecycle;
  let source = snapshotSource;
  if (filter.asOfAt !== undefined) {
    source = pastSource;
    conditions.params['asOf'] = filter.asOfAt;
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

const pastSource = `
  select m.* except since_at, then.stage_name as stage_name, then.upcoming_stage as upcoming_stage, ${joined},
         nullIf(then.since_at, 0) as since_at, nullIf(then.change_at, 0) as change_at
    from (select * from member final) m
    left join (
      select member_id, ${entryAt('{asOf:Int64}')} as entry, stage[entry] as stage_name, from_at[entry] as since_at,
             stage[entry + 1] as upcoming_stage, from_at[entry + 1] as change_at
        from stage_timeline final
       where lifecycle = {lifecycle:String} and entry > 0
    ) then on then.member_id = m.member_id`;

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
  for (const [column, values] of [
    ['store', filter.storeIds],
    ['channel', filter.channels],
  ] as const) {
    if (values === undefined) continue;
    conditions.add(
      `member_id in (select member_id from member_place final where has({${column}Ids:Array(String)}, ${column}.2))`,
    );
    conditions.params[`${column}Ids`] = values;
  }
  if (filter.tags !== undefined) {
    conditions.add('hasAny(tags, {tags:Array(String)})');
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
    select member_id from stage_timeline final
     where lifecycle = {lifecycle:String}
       and arrayExists(move -> ${parts.join(' and ')},
                       arrayZip(arrayPushFront(arrayPopBack(stage), ''), stage, from_at, is_reactivation)))`);
}
