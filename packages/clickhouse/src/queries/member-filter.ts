import type { ConditionNode } from '@perennial/domain';
import type { LensParam, LensParams } from '../client/lens-query.ts';
import { askedBy } from '../conditions/asked.ts';
import type { Asked } from '../conditions/asked.ts';
import { createBinder } from '../conditions/binder.ts';
import { conditionSql } from '../conditions/condition-sql.ts';
import type { ConditionSource } from '../conditions/source.ts';
import { knownParams, rowsAsKnown } from '../earlier/as-known.ts';
import type { AsKnown } from '../earlier/as-known.ts';
import { hiddenInPast, namedClauses, pastColumns, pastColumnsOfFacts, pastPlacesOfFacts } from '../facets/index.ts';
import type { NamedFilter, PastFacts } from '../facets/index.ts';
import { segmentSql } from '../segments/segment-sql.ts';
import type { AskedSegment } from '../segments/segment-sql.ts';

/**
 * What a list of members can be narrowed by; all given parts must hold. With an instant in the past every part is of then: stages,
 * moves and what came next by the timeline as known now; orders, spend, tags and places by the facts that had occurred by then.
 */
export interface MemberFilter extends NamedFilter, AsKnown {
  /** The lifecycle whose stages are shown, and moves are of. */
  readonly lifecycle: string;
  readonly past?: PastInstant;
  /** A condition over any fields that the lens has, of a past instant over those that it knows as of then. */
  readonly condition?: MemberCondition;
  /** Who is in a segment now; of a past instant nobody knows. */
  readonly segments?: readonly Omit<AskedSegment, 'known'>[];
  /** Whether members that were taken in by another or erased are listed too. */
  readonly includesGone?: boolean;
}

export interface PastInstant extends PastFacts {
  readonly asOfAt: number;
}

/** A condition that was checked for lists. */
export interface MemberCondition {
  readonly node: ConditionNode;
  /** The instant that its windows end at, epoch milliseconds. */
  readonly at: number;
  /** IANA zone in which its calendar days begin. */
  readonly zone: string;
}

export interface MemberFilterSql {
  /** A subquery in parentheses, one row a member. */
  readonly sql: string;
  readonly params: Readonly<Record<string, LensParam>>;
}

/** Columns that sorting asks for, by what a list is sorted by. */
const sortedBy: Readonly<Record<string, string>> = {
  firstOrderAt: 'first_order_at',
  lastOrderAt: 'last_order_at',
  orders: 'orders',
  spend: 'net_minor',
};

function nodesOf({ condition }: MemberFilter): readonly ConditionNode[] {
  return condition === undefined ? [] : [condition.node];
}

/** What a filter and the sorting ask for, beside what every list shows. */
function askedOf(filter: MemberFilter, sort: string | undefined): Asked {
  const asked = askedBy(nodesOf(filter));
  const sorted = sort === undefined ? undefined : sortedBy[sort];
  const lifecycles = new Set([filter.lifecycle, ...(asked.names.get('lifecycles') ?? [])]);
  return {
    columns: new Set([...asked.columns, ...listed, ...(sorted === undefined ? [] : [sorted])]),
    names: new Map([...asked.names, ['lifecycles', lifecycles]]),
    places: asked.places,
  };
}

/** What the list makes its own columns of, of now or of then. */
const listed = ['lifecycles', 'stages', 'since_at', 'next_at', 'next_stages', 'joined_at'] as const;
/** Shown of now alone: those of then come from the fold. */
const listedNow = ['first_order_at', 'last_order_at', 'orders', 'net_minor', 'tags'] as const;

/**
 * Whether a past instant asks for the orders or places of everybody up to it, which takes seconds where there are millions: such a query
 * goes over a connection that no page waits for.
 */
export function goesThroughPast(filter: MemberFilter, sort?: string): boolean {
  if (filter.past === undefined) return false;
  return asksOrders(filter, sort) || askedBy(nodesOf(filter)).places.size > 0;
}

/** Whether filter or `sort` ask for orders, spend or order dates. */
export function asksOrders(filter: MemberFilter, sort?: string): boolean {
  const { columns } = askedOf(filter, sort);
  return pastColumnsOfFacts.some((own) => own.columns.some((column) => columns.has(column)));
}

/**
 * The members a filter holds for, with `stage_name`, `stage_since_at`, `upcoming_stage`, `change_at` and `joined_at`, and with the
 * figures that a list shows; of a past instant with those alone that filter or `sort` ask for.
 */
export function memberFilterSql(filter: MemberFilter, sort?: string): MemberFilterSql {
  const { past, condition } = filter;
  const binder = createBinder();
  const asked = askedOf(filter, sort);
  const from =
    past === undefined
      ? { sql: rowsAsKnown('member', filter), params: {} }
      : pastSource({ ...past, ...asKnownOf(filter) }, asked);
  const source: ConditionSource = {
    binder,
    at: condition?.at ?? 0,
    zone: condition?.zone ?? 'UTC',
    placesOf: (table, column) => (past === undefined ? placesOfNow(table, column) : placesOfPast(table, column)),
  };
  const clauses = nodesOf(filter).map((node) => conditionSql(node, source));
  for (const segment of filter.segments ?? [])
    clauses.push(
      `member_id in (select member_id from ${segmentSql({ ...segment, ...asKnownOf(filter) }, binder).sql})`,
    );
  if (filter.includesGone !== true) clauses.push("status = 'live'");
  // Who was not yet a member then is not listed.
  if (past !== undefined) clauses.push("stage_name != ''");
  clauses.push(...namedClauses(filter, binder));
  const sql = `(
  select ${['shard', 'member_id', 'status', 'joined_at', ...shownColumns(filter, sort)].join(', ')},
         indexOf(lifecycles, {lifecycle:String}) as place, stages[place] as stage_name, next_stages[place] as upcoming_stage,
         if(place = 0, null, since_at[place]) as stage_since_at, if(place = 0, null, next_at[place]) as change_at
    from ${from.sql}
   where ${clauses.length === 0 ? 'true' : clauses.join(' and ')})`;
  return { sql, params: { ...knownParams(filter), ...from.params, ...binder.params, lifecycle: filter.lifecycle } };
}

function asKnownOf({ known }: AsKnown): AsKnown {
  return known === undefined ? {} : { known };
}

/** Figures that a list shows of now, or is sorted by. */
function shownColumns({ past }: MemberFilter, sort: string | undefined): readonly string[] {
  if (past === undefined) return listedNow;
  const sorted = sort === undefined ? undefined : sortedBy[sort];
  return sorted === undefined ? [] : [sorted];
}

/** Members with the columns that are asked for, as of then. */
function pastSource(past: PastInstant, asked: Asked): { readonly sql: string; readonly params: LensParams } {
  const joins = [...pastColumns, ...pastColumnsOfFacts]
    .filter((own) => own.columns.some((column) => asked.columns.has(column)))
    .map((own) => own.join(past, asked));
  const sql = `(
  select m.shard as shard, m.member_id as member_id, m.status as status, ${joins.map(({ select }) => select).join(', ')}
    from (select shard, member_id, status, registered_at, first_at, created_at from ${rowsAsKnown('member', past)} where not (${hiddenInPast})) m
    ${joins.map(({ from }) => from).join('\n    ')})`;
  return { sql, params: Object.assign({ asOf: past.asOfAt }, ...joins.map(({ params }) => params)) };
}

function placesOfNow(table: string, column: string): string {
  return `(select member_id as who, ${column}.2 as place from ${table} final)`;
}

function placesOfPast(table: string, column: string): string {
  const found = pastPlacesOfFacts.find((places) => places.table === table && places.column === column);
  if (found === undefined) throw new TypeError(`${table}.${column} is not known of a past instant`);
  return found.sql;
}
