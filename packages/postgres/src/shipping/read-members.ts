import { seenMember, type LensLayout, type LensTable, type Need } from '@perennial/domain';
import type { Programs, ShippedMember, ShippedRow } from '@perennial/engine';
import type { Sql } from '../database/database.ts';
import { memberOfRow } from '../fold-store/members-of-rows.ts';
import { loadRows } from '../rows/load-rows.ts';
import { readSnapshots } from '../sql/lens/read-block.ts';
import type { SnapshotRow } from '../sql/lens/read-block.ts';
import { shippedMember } from './shipped.ts';
import { addRows, type RowsByTable } from './step-rows.ts';

/** With what a member is judged, and what of her is read. */
export interface LensUse {
  readonly programs: Programs;
  readonly layout: LensLayout;
}

export interface WantedMember {
  readonly shard: number;
  readonly id: string;
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

async function readPortion(
  sql: Sql,
  wanted: readonly WantedMember[],
  { programs, layout, rows }: LensUse & { readonly rows: RowsByTable },
): Promise<readonly ShippedMember[]> {
  const snapshots = await readSnapshots(sql, wanted);
  // Judged under the version that each was folded under, which another process may have published.
  await programs.ensure(newestVersion(snapshots));
  const versions = new Map(programs.context.programs.map((program) => [program.version, program]));
  const tablesOf = new Map(wanted.map(({ id, tables }) => [id, tables]));
  const found = snapshots.map((row) => {
    const member = memberOfRow(programs.facets, row);
    return { row, member, tables: tablesOf.get(row.id) ?? [] };
  });
  await loadRows(
    sql,
    found.map(({ member, tables }) => ({ member, needs: needsOf(layout, tables) })),
  );
  return found.map(({ row, member, tables }) => {
    const program = versions.get(member.programVersion) ?? null;
    const seen = seenMember({ member, program, createdAt: row.created_at });
    for (const table of tables) addRows(rows, table, table.rows(seen).map(toShipped(member)));
    return shippedMember(row, seen, layout);
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
