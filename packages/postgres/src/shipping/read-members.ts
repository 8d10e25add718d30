import {
  seenMember,
  type LensLayout,
  type LensTable,
  type Member,
  type Need,
  type SeenMember,
} from '@perennial/domain';
import type { Programs, ShippedMember, ShippedRow } from '@perennial/engine';
import type { Sql } from '../database/database.ts';
import { memberOfRow } from '../fold-store/members-of-rows.ts';
import { loadRows } from '../rows/load-rows.ts';
import { readSnapshots } from '../sql/lens/read-block.ts';
import type { SnapshotRow } from '../sql/lens/read-block.ts';
import { readHoldings } from './read-holdings.ts';
import { shippedMember } from './shipped.ts';
import { addRows, type RowsByTable } from './step-rows.ts';

/** With what a member is judged, and what of her is read. */
export interface LensUse {
  readonly programs: Programs;
  readonly layout: LensLayout;
}

interface Place {
  readonly shard: number;
  readonly id: string;
}

export interface WantedMember extends Place {
  /** Tables of which all her rows are sent. */
  readonly tables: readonly LensTable[];
}

const membersPerQuery = 5_000;

/** Members as they stand now, and their rows, which are added to `rows`. */
export async function readMembersOf(
  sql: Sql,
  wanted: readonly WantedMember[],
  { rows, ...use }: LensUse & { readonly rows: RowsByTable },
): Promise<readonly ShippedMember[]> {
  const members: ShippedMember[] = [];
  // In portions, so that the fold's statements get their turn at the database in between.
  for (let from = 0; from < wanted.length; from += membersPerQuery) {
    const portion = wanted.slice(from, from + membersPerQuery);
    members.push(...(await readPortion(sql, portion, { ...use, rows })));
  }
  return members;
}

/** The rows that members have in one table, and nothing else of them, which are added to `rows`. */
export async function readRowsOf(
  sql: Sql,
  places: readonly Place[],
  { table, rows, ...use }: LensUse & { readonly table: LensTable; readonly rows: RowsByTable },
): Promise<void> {
  for (let from = 0; from < places.length; from += membersPerQuery) {
    const portion = places.slice(from, from + membersPerQuery);
    const asked = { ...use, needsOf: () => table.needs, asksForHoldings: () => table.asksForHoldings };
    for (const { member, seen } of await see(sql, portion, asked))
      addRows(rows, table, table.rows(seen()).map(toShipped(member)));
  }
}

async function readPortion(
  sql: Sql,
  wanted: readonly WantedMember[],
  { programs, layout, rows }: LensUse & { readonly rows: RowsByTable },
): Promise<readonly ShippedMember[]> {
  const tablesOf = new Map(wanted.map(({ id, tables }) => [id, tables]));
  const tables = ({ id }: Pick<Member, 'id'>) => tablesOf.get(id) ?? [];
  const found = await see(sql, wanted, {
    programs,
    layout,
    needsOf: (member) => needsOf(layout, tables(member)),
    asksForHoldings: (member) => tables(member).some(({ asksForHoldings }) => asksForHoldings),
  });
  return found.map(({ row, member, seen: look }) => {
    const seen = look();
    for (const table of tables(member)) addRows(rows, table, table.rows(seen).map(toShipped(member)));
    return shippedMember(row, seen, layout);
  });
}

interface Found {
  readonly row: SnapshotRow;
  readonly member: Member;
  /** How she is read for the lens: made once, when it is her turn. */
  readonly seen: () => SeenMember;
}

interface Look extends LensUse {
  readonly needsOf: (member: Member) => readonly Need[];
  /** Whether it is asked of her whose facts are hers. */
  readonly asksForHoldings: (member: Member) => boolean;
}

/** Members as they stand now, with what is needed of them loaded. */
async function see(
  sql: Sql,
  places: readonly Place[],
  { programs, needsOf: needs, asksForHoldings }: Look,
): Promise<readonly Found[]> {
  const snapshots = await readSnapshots(sql, places);
  // Judged under the version that each was folded under, which another process may have published.
  await programs.ensure(newestVersion(snapshots));
  const versions = new Map(programs.context.programs.map((program) => [program.version, program]));
  const found = snapshots.map((row) => ({ row, member: memberOfRow(programs.facets, row) }));
  await loadRows(
    sql,
    found.map(({ member }) => ({ member, needs: needs(member) })),
  );
  const holdings = await readHoldings(sql, found.map(({ member }) => member).filter(asksForHoldings));
  return found.map(({ row, member }) => {
    const program = versions.get(member.programVersion) ?? null;
    const parts = { member, program, createdAt: row.created_at, holdings: holdings.get(member.id) };
    return { row, member, seen: () => seenMember(parts) };
  });
}

function newestVersion(rows: readonly SnapshotRow[]): number {
  return rows.reduce((newest, row) => Math.max(newest, row.program_version), 0);
}

function needsOf(layout: LensLayout, tables: readonly LensTable[]): readonly Need[] {
  return tables.length === 0 ? layout.memberNeeds : [...layout.memberNeeds, ...tables.flatMap(({ needs }) => needs)];
}

function toShipped({ shard, id }: Pick<ShippedMember, 'shard'> & { readonly id: ShippedMember['memberId'] }) {
  return (values: ShippedRow['values']): ShippedRow => ({ shard, memberId: id, values });
}
